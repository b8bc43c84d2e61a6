using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class SessionApi
{
    public static JsonObject Get(ApiCall call) => Sessions.Find(call.Work, call.Id) ?? throw ApiError.NoSuch("checkout.session", call.Id);

    public static JsonObject List(ApiCall call)
    {
        Sessions.ExpireAllPast(call.Work);
        var extra = call.Params.Object("customer_details")?.Text("email") is { } email
            ? new[] { ("json_extract(json, '$.customer_details.email') = ?", (object)email) }
            : [];
        return Listing.Of(call, SessionObject.Kind, "/v1/checkout/sessions", extra, "customer", "status", "payment_intent", "subscription");
    }

    public static JsonObject Expire(ApiCall call)
    {
        var session = Get(call);
        if (!SessionObject.IsOpen(session))
            throw ApiError.Refused(
                $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{session.Text("status")}`.");
        Sessions.Expire(call.Work, session);
        return session;
    }

    public static JsonObject LineItems(ApiCall call)
    {
        Get(call);
        var all = Lines(call.Work, call.Id)["data"]!.AsArray().OfType<JsonObject>().ToList();
        var limit = (int)(call.Params.MaybeNumber("limit") ?? 10);
        var start = call.Params.Text("starting_after") is { } after ? all.FindIndex(line => line.Id() == after) + 1 : 0;
        return Listing.Whole($"/v1/checkout/sessions/{call.Id}/line_items", all.Skip(start).Take(limit), all.Count > start + limit);
    }

    public static JsonObject Lines(SandboxWork work, string sessionId)
    {
        var lines = work.Find(SessionObject.Kind, sessionId)?.Hidden()["line_items"] as JsonArray ?? [];
        return Listing.Whole($"/v1/checkout/sessions/{sessionId}/line_items", lines.OfType<JsonObject>());
    }
}
