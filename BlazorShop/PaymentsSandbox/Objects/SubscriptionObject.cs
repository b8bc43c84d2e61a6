using System.Globalization;
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
            items.Add(Item(id, line, now));
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
        {
            var start = item.Number("current_period_end");
            item["current_period_start"] = start;
            item["current_period_end"] = After(start, item.Object("price")!.Object("recurring")!);
        }
    }

    private static JsonObject Item(string subscription, JsonObject line, long now)
    {
        var price = line.Object("price")!.DeepClone().AsObject();
        var recurring = price.Object("recurring")!;
        return new JsonObject
        {
            ["id"] = SandboxIds.New("si", 14),
            ["object"] = "subscription_item",
            ["billing_thresholds"] = null,
            ["created"] = now,
            ["current_period_end"] = After(now, recurring),
            ["current_period_start"] = now,
            ["current_trial"] = null,
            ["discounts"] = new JsonArray(),
            ["metadata"] = new JsonObject(),
            ["plan"] = Plan(price, recurring),
            ["price"] = price,
            ["quantity"] = line.Copy("quantity"),
            ["subscription"] = subscription,
            ["tax_rates"] = new JsonArray(),
        };
    }

    /// <summary>The older shape of a price, which Stripe still sends beside it.</summary>
    private static JsonObject Plan(JsonObject price, JsonObject recurring) => new()
    {
        ["id"] = price.Copy("id"),
        ["object"] = "plan",
        ["active"] = price.Copy("active"),
        ["amount"] = price.Copy("unit_amount"),
        ["amount_decimal"] = price.Copy("unit_amount_decimal"),
        ["billing_scheme"] = "per_unit",
        ["created"] = price.Copy("created"),
        ["currency"] = price.Copy("currency"),
        ["interval"] = recurring.Copy("interval"),
        ["interval_count"] = recurring.Copy("interval_count"),
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["meter"] = null,
        ["nickname"] = null,
        ["product"] = price.Copy("product"),
        ["tiers_mode"] = null,
        ["transform_usage"] = null,
        ["trial_period_days"] = null,
        ["usage_type"] = "licensed",
    };

    private static long After(long moment, JsonObject recurring)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(moment);
        var count = (int)recurring.Number("interval_count");
        return (recurring.Text("interval") switch
        {
            "day" => start.AddDays(count),
            "week" => start.AddDays(7 * count),
            "month" => start.AddMonths(count),
            "year" => start.AddYears(count),
            var other => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No period of {count} {other}.")),
        }).ToUnixTimeSeconds();
    }
}
