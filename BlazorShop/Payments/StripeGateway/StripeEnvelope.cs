using System.Text.Json;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>The little that is read of an event before it is stored.</summary>
internal sealed record StripeEnvelope(string Id, string Type, string? ObjectId, string? ApiVersion, bool Livemode, DateTime? CreatedAt)
{
    private const int MaxName = 255;
    private const int MaxVersion = 40;

    /// <summary>Null when the bytes are no event of Stripe's.</summary>
    public static StripeEnvelope? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 64 });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || Text(root, "object") is not ("event" or "v2.core.event")
                || Name(root, "id", MaxName) is not { } id
                || Name(root, "type", 120) is not { } type
                || !root.TryGetProperty("livemode", out var live)
                || live.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return null;
            }

            return new StripeEnvelope(id, type, ObjectIdOf(root), Name(root, "api_version", MaxVersion), live.GetBoolean(), Time(root, "created"));
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

    private static string? ObjectIdOf(JsonElement root) =>
        root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("object", out var subject) && subject.ValueKind == JsonValueKind.Object
            ? Name(subject, "id", MaxName)
            : null;

    /// <summary>Short and printable, or nothing: a database column takes it as it is.</summary>
    private static string? Name(JsonElement element, string name, int length) =>
        Text(element, name) is { Length: > 0 } text && text.Length <= length && text.All(c => c is > ' ' and <= '~') ? text : null;

    private static DateTime? Time(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
