using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class LineItemObject
{
    /// <summary>A line of a session. Its product rides backstage until it is stored on its own.</summary>
    public static JsonObject For(JsonObject line, long unitAmount, long now)
    {
        var data = line.Object("price_data")!;
        var given = data.Object("product_data") ?? [];
        var quantity = line.MaybeNumber("quantity") ?? 1;
        var currency = data.Text("currency")!.ToLowerInvariant();
        var product = new JsonObject
        {
            ["id"] = SandboxIds.New("prod", 14),
            ["object"] = "product",
            ["active"] = false,
            ["created"] = now,
            ["description"] = given.Copy("description"),
            ["images"] = given.Copy("images") ?? new JsonArray(),
            ["livemode"] = false,
            ["marketing_features"] = new JsonArray(),
            ["metadata"] = given.Copy("metadata") ?? new JsonObject(),
            ["name"] = given.Text("name") ?? "Product",
            ["package_dimensions"] = null,
            ["shippable"] = null,
            ["tax_code"] = given.Copy("tax_code"),
            ["tax_details"] = null,
            ["type"] = "service",
            ["unit_label"] = given.Copy("unit_label"),
            ["updated"] = now,
            ["url"] = null,
        };
        return new JsonObject
        {
            ["id"] = SandboxIds.New("li"),
            ["object"] = "item",
            ["adjustable_quantity"] = null,
            ["amount_discount"] = 0,
            ["amount_subtotal"] = unitAmount * quantity,
            ["amount_tax"] = 0,
            ["amount_total"] = unitAmount * quantity,
            ["currency"] = currency,
            ["description"] = given.Text("name") ?? "Product",
            ["metadata"] = line.Copy("metadata") ?? new JsonObject(),
            ["price"] = new JsonObject
            {
                ["id"] = SandboxIds.New("price"),
                ["object"] = "price",
                ["active"] = false,
                ["billing_scheme"] = "per_unit",
                ["created"] = now,
                ["currency"] = currency,
                ["custom_unit_amount"] = null,
                ["livemode"] = false,
                ["lookup_key"] = null,
                ["metadata"] = new JsonObject(),
                ["nickname"] = null,
                ["product"] = product.Id(),
                ["recurring"] = Recurring(data.Object("recurring")),
                ["tax_behavior"] = data.Text("tax_behavior") ?? "unspecified",
                ["tiers_mode"] = null,
                ["transform_quantity"] = null,
                ["type"] = data.Object("recurring") is null ? "one_time" : "recurring",
                ["unit_amount"] = unitAmount,
                ["unit_amount_decimal"] = unitAmount.ToString(CultureInfo.InvariantCulture),
            },
            ["quantity"] = quantity,
            [Json.Backstage] = new JsonObject { ["product"] = product },
        };
    }

    private static JsonObject? Recurring(JsonObject? given) => given is null ? null : new JsonObject
    {
        ["interval"] = given.Text("interval"),
        ["interval_count"] = given.MaybeNumber("interval_count") ?? 1,
        ["meter"] = null,
        ["trial_period_days"] = null,
        ["usage_type"] = "licensed",
    };
}
