using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class EventApi
{
    /// <summary>Stripe's list of events goes back 30 days and no further.</summary>
    private const long Memory = 30 * 24 * 60 * 60;

    private const int MostTypes = 20;

    private const string UndeliveredSql =
        "EXISTS (SELECT 1 FROM deliveries WHERE deliveries.event = objects.id AND deliveries.state <> 'delivered')";

    public static JsonObject List(ApiCall call)
    {
        var extra = new List<(string, object)> { ("created > ?", call.Work.Now - Memory) };
        if (call.Params["types"] is JsonArray { Count: > 0 } types)
        {
            if (call.Params["type"] is not null)
                throw ApiError.Invalid("You may only specify one of these parameters: type, types.", "types", null);
            if (types.Count > MostTypes)
                throw ApiError.Invalid($"You may pass up to {MostTypes} types.", "types", null);
            extra.Add(("json_extract(json, '$.type') IN (SELECT value FROM json_each(?))", types.ToJsonString()));
        }
        else if (call.Params.Text("type") is { } type)
            extra.Add(("json_extract(json, '$.type') GLOB ?", type));
        if (call.Params["delivery_success"] is not null)
            extra.Add(($"{UndeliveredSql} = ?", call.Params.Flag("delivery_success") ? 0 : 1));

        var list = Listing.Of(call, EventObject.Kind, "/v1/events", extra);
        foreach (var item in list["data"]!.AsArray().OfType<JsonObject>())
            CountPending(call.Work, item);
        return list;
    }

    public static JsonObject Get(ApiCall call)
    {
        var happening = call.Get(EventObject.Kind, "event");
        if (happening.Number("created") <= call.Work.Now - Memory)
            throw ApiError.NoSuch("event", call.Id);
        CountPending(call.Work, happening);
        return happening;
    }

    private static void CountPending(SandboxWork work, JsonObject happening) =>
        happening["pending_webhooks"] = work.DeliveriesOf(happening.Id()).Any(d => d.State == "waiting") ? 1 : 0;
}
