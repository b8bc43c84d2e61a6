using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BlazorShop.Common;

namespace BlazorShop.Admin.Payments;

/// <summary>An event's body as a person reads it. The page encodes it.</summary>
internal static class PrettyJson
{
    /// <summary>More than that is cut off: it all goes through the circuit.</summary>
    public const int Most = 100_000;

    private const int Deepest = 500;
    private static readonly JsonWriterOptions readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Deepest };

    /// <summary>Indented, names that stand twice included; what opens somebody's payment form stays hidden. As it came where it is no JSON.</summary>
    public static string Of(byte[] body)
    {
        string text;
        try
        {
            text = Indent(body);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            // Unread, nobody can say whether there is a secret in it.
            text = body.AsSpan().IndexOf("client_secret"u8) < 0 ? Encoding.UTF8.GetString(body) : PaymentAdminTexts.All["Body.NoJson"];
        }

        return text.Length <= Most ? text : Text.Limit(text, Most) + "\n" + PaymentAdminTexts.All["Body.Cut"];
    }

    private static string Indent(byte[] body)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, readable))
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Deepest });
            while (reader.Read())
                Copy(ref reader, writer);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName when reader.ValueTextEquals("client_secret"u8):
                reader.Read();
                var there = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
                writer.WriteString("client_secret", there ? PaymentAdminTexts.All["Body.Hidden"] : null);
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
