using System.Globalization;
using System.Text.Json.Nodes;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>Stripe's bracket notation (<c>line_items[0][price_data][currency]=eur</c>) as a tree whose leaves are strings.</summary>
internal static class FormTree
{
    public static JsonObject Parse(string encoded)
    {
        var root = new JsonObject();
        foreach (var pair in encoded.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var key = Decode(at < 0 ? pair : pair[..at]);
            Place(root, Path(key), at < 0 ? "" : Decode(pair[(at + 1)..]));
        }
        return root;
    }

    /// <summary>The items in index order when every key is an index, else null.</summary>
    public static List<JsonNode>? AsList(JsonObject node)
    {
        var items = new SortedDictionary<int, JsonNode>();
        foreach (var (key, value) in node)
        {
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || value is null)
                return null;
            items[index] = value;
        }
        return [.. items.Values];
    }

    private static string[] Path(string key)
    {
        var bracket = key.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? [key] : [key[..bracket], .. key[(bracket + 1)..].TrimEnd(']').Split("][")];
    }

    private static void Place(JsonObject root, string[] path, string value)
    {
        var node = root;
        for (var i = 0; i < path.Length; i++)
        {
            // "a[]" appends, as Stripe reads it.
            var name = path[i].Length == 0 ? node.Count.ToString(CultureInfo.InvariantCulture) : path[i];
            if (i == path.Length - 1)
            {
                node[name] = value;
                return;
            }
            if (node[name] is not JsonObject next)
                node[name] = next = [];
            node = next;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
