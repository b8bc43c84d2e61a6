using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BlazorShop.PaymentsSandbox.Store;

/// <summary>Short words for reading documents, and what the outside may see of them.</summary>
internal static class Json
{
    /// <summary>The part of a document that Stripe would not show.</summary>
    public const string Backstage = "_sandbox";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    public static string Write(this JsonNode node) => node.ToJsonString(Plain);

    public static string? Text(this JsonObject o, string name) => o[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    public static string Id(this JsonObject o) => o.Text("id")!;

    public static long Number(this JsonObject o, string name) => o.MaybeNumber(name) ?? 0;

    public static long? MaybeNumber(this JsonObject o, string name) => o[name] switch
    {
        JsonValue v when v.TryGetValue<long>(out var number) => number,
        JsonValue v when v.TryGetValue<int>(out var number) => number,
        _ => null,
    };

    public static bool Flag(this JsonObject o, string name) => o[name] is JsonValue v && v.TryGetValue<bool>(out var flag) && flag;

    public static JsonObject? Object(this JsonObject o, string name) => o[name] as JsonObject;

    public static JsonNode? Copy(this JsonObject o, string name) => o[name]?.DeepClone();

    public static JsonObject Hidden(this JsonObject o)
    {
        if (o[Backstage] is not JsonObject hidden)
            o[Backstage] = hidden = [];
        return hidden;
    }

    /// <summary>A copy without what belongs backstage.</summary>
    public static JsonObject Shown(this JsonObject o)
    {
        var copy = o.DeepClone().AsObject();
        copy.Remove(Backstage);
        return copy;
    }
}
