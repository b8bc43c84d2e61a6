using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class InvoiceLineObject
{
    /// <summary>An item of the subscription, for its running period.</summary>
    public static JsonObject Of(string invoice, JsonObject subscription, JsonObject item)
    {
        var price = item.Object("price")!;
        var quantity = item.Number("quantity");
        var amount = price.Number("unit_amount") * quantity;
        return new JsonObject
        {
            ["id"] = SandboxIds.New("il"),
            ["object"] = "line_item",
            ["amount"] = amount,
            ["currency"] = subscription.Copy("currency"),
            ["description"] = subscription.Text("description"),
            ["discount_amounts"] = new JsonArray(),
            ["discountable"] = true,
            ["discounts"] = new JsonArray(),
            ["invoice"] = invoice,
            ["livemode"] = false,
            ["metadata"] = subscription.Copy("metadata"),
            ["parent"] = new JsonObject
            {
                ["invoice_item_details"] = null,
                ["subscription_item_details"] = new JsonObject
                {
                    ["invoice_item"] = null,
                    ["proration"] = false,
                    ["proration_details"] = null,
                    ["subscription"] = subscription.Id(),
                    ["subscription_item"] = item.Id(),
                },
                ["type"] = "subscription_item_details",
            },
            ["period"] = new JsonObject { ["end"] = item.Copy("current_period_end"), ["start"] = item.Copy("current_period_start") },
            ["pretax_credit_amounts"] = new JsonArray(),
            ["pricing"] = new JsonObject
            {
                ["price_details"] = new JsonObject { ["price"] = price.Copy("id"), ["product"] = price.Copy("product") },
                ["type"] = "price_details",
                ["unit_amount_decimal"] = price.Copy("unit_amount_decimal"),
            },
            ["quantity"] = quantity,
            ["quantity_decimal"] = quantity.ToString(CultureInfo.InvariantCulture),
            ["subscription"] = subscription.Id(),
            ["subtotal"] = amount,
            ["taxes"] = new JsonArray(),
        };
    }

    /// <summary>Something on the invoice that is not the subscription itself: what is left of a period after a change, or what staff added.</summary>
    public static JsonObject Extra(JsonObject invoice, string description, long amount, bool proration)
    {
        var line = (JsonObject)invoice["lines"]!["data"]![0]!.DeepClone();
        line["id"] = SandboxIds.New("il");
        line["amount"] = amount;
        line["subtotal"] = amount;
        line["description"] = description;
        line["discountable"] = false;
        line["quantity"] = 1;
        line["quantity_decimal"] = "1";
        line["parent"] = new JsonObject
        {
            ["invoice_item_details"] = new JsonObject
            {
                ["invoice_item"] = SandboxIds.New("ii"),
                ["proration"] = proration,
                ["proration_details"] = null,
                ["subscription"] = line.Copy("subscription"),
            },
            ["subscription_item_details"] = null,
            ["type"] = "invoice_item_details",
        };
        return line;
    }
}
