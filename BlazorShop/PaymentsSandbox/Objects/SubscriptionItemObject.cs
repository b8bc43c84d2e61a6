using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

/// <summary>What a subscription delivers, and the period it is paid for.</summary>
internal static class SubscriptionItemObject
{
    public static JsonObject For(string subscription, JsonObject line, long now)
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

    public static void Advance(JsonObject item)
    {
        var start = item.Number("current_period_end");
        item["current_period_start"] = start;
        item["current_period_end"] = After(start, item.Object("price")!.Object("recurring")!);
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
