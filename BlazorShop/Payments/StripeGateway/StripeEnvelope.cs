using System.Globalization;
using System.Text.Json;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>The little that is read of an event before it is stored. However deep the rest of it is, nobody here goes down.</summary>
internal sealed record StripeEnvelope(string Id, string Type, string? ObjectId, string? ApiVersion, bool Livemode, DateTime? CreatedAt)
{
    private const int MaxName = 255;
    private const int MaxVersion = 40;
    private const int MaxType = 120;

    /// <summary>Null when the bytes are no event of Stripe's. Where a name stands twice, the last one counts.</summary>
    public static StripeEnvelope? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return null;
            string? kind = null, id = null, type = null, version = null, snapshot = null, related = null;
            DateTime? created = null;
            bool? live = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString();
                json.Read();
                switch (name)
                {
                    case "object":
                        kind = Text(ref json);
                        break;
                    case "id":
                        id = Short(Text(ref json), MaxName);
                        break;
                    case "type":
                        // An unknown type is no reason to refuse, however long its name.
                        type = Text(ref json) is { Length: > MaxType } longer ? Short(Common.Text.Limit(longer, MaxType), MaxType) : Short(Text(ref json), MaxType);
                        break;
                    case "api_version":
                        version = Short(Text(ref json), MaxVersion);
                        break;
                    case "livemode":
                        live = json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : null;
                        break;
                    case "created":
                        created = Time(ref json);
                        break;
                    case "data":
                        snapshot = Short(IdWithin(ref json, "object"), MaxName);
                        break;
                    case "related_object":
                        related = Short(IdWithin(ref json, null), MaxName);
                        break;
                }

                json.Skip();
            }

            // Nothing may follow; reading on throws where something does.
            if (json.TokenType != JsonTokenType.EndObject || json.Read() || kind is not ("event" or "v2.core.event") || id is null || type is null || live is null)
                return null;
            return new StripeEnvelope(id, type, kind == "event" ? snapshot : related, version, live.Value, created);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid UTF-8.
            return null;
        }
    }

    /// <summary>The id in the object that the reader stands at, or in its member <paramref name="member"/>. Leaves the reader at the object's end.</summary>
    private static string? IdWithin(ref Utf8JsonReader json, string? member)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        string? id = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals(member ?? "id");
            json.Read();
            if (found)
                id = member is null ? Text(ref json) : IdWithin(ref json, null);
            json.Skip();
        }

        return id;
    }

    private static string? Text(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString() : null;

    /// <summary>Short and printable, or nothing: a database column takes it as it is.</summary>
    private static string? Short(string? text, int length) =>
        text is { Length: > 0 } && text.Length <= length && text.All(c => c is > ' ' and <= '~') ? text : null;

    /// <summary>Seconds in an event, a date in a thin one.</summary>
    private static DateTime? Time(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Number when json.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800 => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime,
        JsonTokenType.String when DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, out var date) => date.UtcDateTime,
        _ => null,
    };
}
