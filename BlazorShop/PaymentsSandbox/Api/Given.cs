using System.Globalization;
using System.Text.Json.Nodes;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>Finds a parameter by the path that Stripe's errors name it by, and refuses it there.</summary>
internal static class Given
{
    /// <summary>Every value at <paramref name="path"/>, where <c>[]</c> is each item of a list, with the path of the one it is.</summary>
    public static IEnumerable<(string Path, JsonNode Value)> All(JsonNode? given, string path)
    {
        var at = path.IndexOfAny(['[', ']']);
        var (name, rest) = at < 0 ? (path, "") : (path[..at], path[at..]);
        return given is JsonObject members && members[name] is { } value ? Below(value, name, rest) : [];
    }

    public static bool Has(JsonObject given, string path) => All(given, path).Any();

    /// <summary>A number, which is text where the sandbox keeps what it was sent.</summary>
    public static long? Number(JsonNode value) => value is not JsonValue one ? null
        : one.TryGetValue<long>(out var number) ? number
        : one.TryGetValue<string>(out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) ? read : null;

    public static int Length(JsonNode value) => value switch
    {
        JsonArray list => list.Count,
        JsonValue one when one.TryGetValue<string>(out var text) => text.Length,
        _ => 0,
    };

    private static IEnumerable<(string Path, JsonNode Value)> Below(JsonNode value, string path, string rest)
    {
        if (rest.Length == 0)
            return [(path, value)];
        var end = rest.IndexOf(']', StringComparison.Ordinal);
        var (name, after) = (rest[1..end], rest[(end + 1)..]);
        return name.Length > 0
            ? value is JsonObject members && members[name] is { } member ? Below(member, $"{path}[{name}]", after) : []
            : (value as JsonArray ?? []).SelectMany((item, i) => item is null ? [] : Below(item, $"{path}[{i}]", after));
    }
}
