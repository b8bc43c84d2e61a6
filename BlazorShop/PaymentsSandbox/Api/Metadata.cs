using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>Metadata is merged key by key; an empty value removes its key; an empty whole clears everything.</summary>
internal static class Metadata
{
    public static void Merge(JsonObject document, JsonObject given)
    {
        if (!given.ContainsKey("metadata"))
            return;
        if (given.Object("metadata") is not { } changes)
        {
            document["metadata"] = new JsonObject();
            return;
        }
        Check(changes, "metadata");
        var kept = document.Object("metadata")?.DeepClone().AsObject() ?? [];
        foreach (var (key, value) in changes)
        {
            if (string.IsNullOrEmpty(value?.GetValue<string>()))
                kept.Remove(key);
            else
                kept[key] = value.DeepClone();
        }
        document["metadata"] = kept;
    }

    public static void Check(JsonObject? metadata, string param)
    {
        if (metadata is null)
            return;
        if (metadata.Count > 50)
            throw ApiError.Invalid("You can only have 50 keys in metadata.", param, "parameter_invalid");
        foreach (var (key, value) in metadata)
        {
            if (key.Length > 40)
                throw ApiError.Invalid($"Metadata keys must be 40 characters or less, but you passed in a key that is {key.Length} characters.", param, null);
            if (value is not JsonValue text || text.GetValue<string>().Length > 500)
                throw ApiError.Invalid("Metadata values can have up to 500 characters.", $"{param}[{key}]", null);
        }
    }
}
