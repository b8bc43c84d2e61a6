using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class SubscriptionApi
{
    private static readonly string[] Changeable = ["cancel_at_period_end", "default_payment_method", "description", "metadata", "pause_collection"];

    public static JsonObject Get(ApiCall call) => call.Get(SubscriptionObject.Kind, "subscription");

    public static JsonObject List(ApiCall call)
    {
        // Without a status Stripe leaves out what was cancelled.
        var status = call.Params.Text("status");
        (string, object)[] extra = status switch
        {
            null => [("json_extract(json, '$.status') <> ?", "canceled")],
            "all" => [],
            "ended" => [("json_extract(json, '$.status') IN ('canceled', 'incomplete_expired') AND 1 = ?", 1)],
            _ => [("json_extract(json, '$.status') = ?", status)],
        };
        return Listing.Of(call, SubscriptionObject.Kind, "/v1/subscriptions", extra, "customer");
    }

    public static JsonObject Update(ApiCall call)
    {
        var subscription = Living(call);
        foreach (var (name, _) in call.Params)
        {
            if (name != "expand" && !Changeable.Contains(name))
                throw ApiError.Refused($"The sandbox does not change `{name}` of a subscription.", name);
        }

        var before = subscription.Shown();
        if (call.Params.ContainsKey("cancel_at_period_end"))
        {
            var ends = call.Params.Flag("cancel_at_period_end");
            subscription["cancel_at_period_end"] = ends;
            subscription["cancel_at"] = ends ? SubscriptionObject.PeriodEnd(subscription) : null;
            subscription["canceled_at"] = ends ? call.Work.Now : null;
            subscription["cancellation_details"]!["reason"] = ends ? "cancellation_requested" : null;
        }

        if (call.Params.Text("default_payment_method") is { } method)
            subscription["default_payment_method"] = Card(call.Work, method, subscription.Text("customer")!, "default_payment_method").Id();
        if (call.Params.ContainsKey("description"))
            subscription["description"] = call.Params.Copy("description");
        if (call.Params.ContainsKey("pause_collection"))
        {
            subscription["pause_collection"] = call.Params.Object("pause_collection") is { } pause
                ? new JsonObject { ["behavior"] = pause.Copy("behavior"), ["resumes_at"] = pause.Copy("resumes_at") }
                : null;
        }

        Metadata.Merge(subscription, call.Params);
        if (JsonNode.DeepEquals(before, subscription.Shown()))
            return subscription;
        call.Work.Put(subscription);
        call.Work.Emit("customer.subscription.updated", subscription, EventObject.Changed(before, subscription));
        return subscription;
    }

    public static JsonObject Cancel(ApiCall call)
    {
        var subscription = Get(call);
        if (SubscriptionObject.IsOver(subscription))
            throw ApiError.NoSuch("subscription", call.Id);
        SubscriptionBilling.End(call.Work, subscription, "cancellation_requested");
        return subscription;
    }

    /// <summary>Stops the calendar itself, unlike <c>pause_collection</c>.</summary>
    public static JsonObject Pause(ApiCall call)
    {
        var subscription = Living(call);
        if (subscription.Text("status") != "active")
            throw ApiError.Refused($"Only an active subscription can be paused; this one is {subscription.Text("status")}.");
        subscription["status"] = "paused";
        call.Work.Put(subscription);
        call.Work.Emit("customer.subscription.paused", subscription, new JsonObject { ["status"] = "active" });
        return subscription;
    }

    public static JsonObject Resume(ApiCall call)
    {
        var subscription = Living(call);
        if (subscription.Text("status") != "paused")
            throw ApiError.Refused($"Only a paused subscription can be resumed; this one is {subscription.Text("status")}.");
        subscription["status"] = "active";
        call.Work.Put(subscription);
        call.Work.Emit("customer.subscription.resumed", subscription, new JsonObject { ["status"] = "paused" });
        return subscription;
    }

    /// <summary>A card of this customer.</summary>
    public static JsonObject Card(SandboxWork work, string id, string customer, string param)
    {
        var method = work.Find(PaymentMethodObject.Kind, id) ?? throw ApiError.NoSuchParam("PaymentMethod", id, param);
        return method.Text("customer") == customer
            ? method
            : throw ApiError.Refused("The customer does not have a payment method with the ID " + id + ". The payment method must be attached to the customer.", param, "resource_missing");
    }

    private static JsonObject Living(ApiCall call)
    {
        var subscription = Get(call);
        return SubscriptionObject.IsOver(subscription)
            ? throw ApiError.Refused("A canceled subscription can only update its cancellation_details and metadata.")
            : subscription;
    }
}
