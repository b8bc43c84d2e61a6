using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BlazorShop.Admin.Payments;

/// <summary>An event's body as a person reads it. The page encodes it.</summary>
internal static class PrettyJson
{
    /// <summary>More than that is cut off: it all goes through the circuit.</summary>
    public const int Most = 100_000;

    private static readonly JsonSerializerOptions readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented; what opens somebody's payment form stays hidden. As it came where it is no JSON.</summary>
    public static string Of(byte[] body)
    {
        string text;
        try
        {
            var json = JsonNode.Parse(body);
            Hide(json);
            text = json?.ToJsonString(readable) ?? "null";
        }
        catch (JsonException)
        {
            text = Encoding.UTF8.GetString(body);
        }

        return text.Length <= Most ? text : text[..Most] + "\n… cut off here";
    }

    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Hide(item);
        }

        if (node is not JsonObject thing)
            return;
        foreach (var (name, value) in thing.ToList())
        {
            if (name == "client_secret" && value is not null)
                thing[name] = "(hidden)";
            else
                Hide(value);
        }
    }
}
