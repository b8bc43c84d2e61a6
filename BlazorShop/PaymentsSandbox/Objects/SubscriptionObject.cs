using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class SubscriptionObject
{
    public const string Kind = "subscription";

    private const string Blank = """
        {
          "id": "", "object": "subscription", "application": null, "application_fee_percent": null,
          "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null }, "billing_cycle_anchor": 0,
          "billing_cycle_anchor_config": null, "billing_mode": { "flexible": null, "type": "classic" }, "billing_schedules": [],
          "billing_thresholds": null, "cancel_at": null, "cancel_at_period_end": false, "canceled_at": null,
          "cancellation_details": { "comment": null, "feedback": null, "feedback_option": null, "reason": null },
          "collection_method": "charge_automatically", "created": 0, "currency": "", "customer": "", "customer_account": null,
          "days_until_due": null, "default_payment_method": null, "default_source": null, "default_tax_rates": [], "description": null,
          "discounts": [], "ended_at": null,
          "invoice_settings": { "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null, "issuer": { "type": "self" } },
          "items": { "object": "list", "data": [], "has_more": false, "url": "" }, "latest_invoice": null, "livemode": false,
          "managed_payments": null, "metadata": {}, "next_pending_invoice_item_invoice": null, "on_behalf_of": null,
          "pause_collection": null,
          "payment_settings": { "payment_method_options": null, "payment_method_types": null, "save_default_payment_method": "off" },
          "pending_invoice_item_interval": null, "pending_setup_intent": null, "pending_update": null, "schedule": null, "start_date": 0,
          "status": "active", "test_clock": null, "transfer_data": null, "trial_end": null,
          "trial_settings": { "end_behavior": { "missing_payment_method": "create_invoice" } }, "trial_start": null
        }
        """;

    /// <summary>What a completed session in mode <c>subscription</c> begins.</summary>
    public static JsonObject For(JsonObject session, JsonObject method, long now)
    {
        var data = session.Hidden().Object("subscription_data") ?? [];
        var subscription = Json.Parse(Blank);
        var id = SandboxIds.New("sub");
        subscription["id"] = id;
        foreach (var name in new[] { "created", "start_date", "billing_cycle_anchor" })
            subscription[name] = now;
        subscription["currency"] = session.Copy("currency");
        subscription["customer"] = session.Copy("customer");
        subscription["default_payment_method"] = method.Id();
        subscription["description"] = data.Copy("description");
        subscription["metadata"] = data.Copy("metadata") ?? new JsonObject();
        var items = new JsonArray();
        foreach (var line in (session.Hidden()["line_items"] as JsonArray ?? []).OfType<JsonObject>())
            items.Add(SubscriptionItemObject.For(id, line, now));
        subscription["items"] = new JsonObject
        {
            ["object"] = "list",
            ["data"] = items,
            ["has_more"] = false,
            ["url"] = $"/v1/subscription_items?subscription={id}",
        };
        return subscription;
    }

    public static IEnumerable<JsonObject> Items(JsonObject subscription) => subscription.Object("items")!["data"]!.AsArray().OfType<JsonObject>();

    public static long PeriodEnd(JsonObject subscription) => Items(subscription).First().Number("current_period_end");

    public static bool IsOver(JsonObject subscription) => subscription.Text("status") is "canceled" or "incomplete_expired";

    /// <summary>The next period begins where the last one ended.</summary>
    public static void Advance(JsonObject subscription)
    {
        foreach (var item in Items(subscription))
            SubscriptionItemObject.Advance(item);
    }
}
