using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class EventObject
{
    public const string Kind = "event";

    public static JsonObject Of(string type, JsonObject snapshot, JsonObject? before, long now, RequestMark? request)
    {
        var data = new JsonObject { ["object"] = snapshot };
        if (before is not null)
            data["previous_attributes"] = before;
        return new JsonObject
        {
            ["id"] = SandboxIds.New("evt"),
            ["object"] = Kind,
            ["api_version"] = SandboxSettings.ApiVersion,
            ["created"] = now,
            ["data"] = data,
            ["livemode"] = false,
            ["pending_webhooks"] = 1,
            ["request"] = new JsonObject { ["id"] = request?.Id, ["idempotency_key"] = request?.IdempotencyKey },
            ["type"] = type,
        };
    }

    /// <summary>Another event of the same fact, as Stripe sometimes sends.</summary>
    public static JsonObject TwinOf(JsonObject happening)
    {
        var twin = happening.DeepClone().AsObject();
        twin["id"] = SandboxIds.New("evt");
        return twin;
    }

    /// <summary>What changed, as an event tells it: the values from before.</summary>
    public static JsonObject Changed(JsonObject before, JsonObject after)
    {
        var changed = new JsonObject();
        foreach (var (name, value) in before)
        {
            if (!JsonNode.DeepEquals(value, after[name]))
                changed[name] = value?.DeepClone();
        }

        return changed;
    }
}
