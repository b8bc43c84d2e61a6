using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

/// <summary>How a charge arrived on the account: what Stripe kept of it, and when the rest can be paid out.</summary>
internal static class BalanceTransactionObject
{
    public const string Kind = "balance_transaction";

    private const long Fixed = 25;
    private const long PerThousand = 15;
    private const long TwoDays = 2 * 24 * 60 * 60;

    /// <summary>What a bank took back of a charge, or gave back: negative where it left the account. No fee of this Stripe's.</summary>
    public static JsonObject ForDispute(JsonObject dispute, long amount, long now) => new()
    {
        ["id"] = SandboxIds.New("txn"),
        ["object"] = Kind,
        ["amount"] = amount,
        ["available_on"] = now + TwoDays,
        ["balance_type"] = "payments",
        ["created"] = now,
        ["currency"] = dispute.Copy("currency"),
        ["description"] = amount < 0 ? "Chargeback withdrawal for " + dispute.Text("charge") : "Chargeback reversal for " + dispute.Text("charge"),
        ["exchange_rate"] = null,
        ["fee"] = 0,
        ["fee_details"] = new JsonArray(),
        ["net"] = amount,
        ["reporting_category"] = amount < 0 ? "dispute" : "dispute_reversal",
        ["source"] = dispute.Id(),
        ["status"] = "pending",
        ["type"] = "adjustment",
    };

    /// <summary>1.5 % and 25 minor units, and never more than was taken.</summary>
    public static JsonObject For(JsonObject charge, long now)
    {
        var amount = charge.Number("amount");
        var fee = Math.Min(amount, (((amount * PerThousand) + 500) / 1000) + Fixed);
        return new JsonObject
        {
            ["id"] = SandboxIds.New("txn"),
            ["object"] = Kind,
            ["amount"] = amount,
            ["available_on"] = now + TwoDays,
            ["balance_type"] = "payments",
            ["created"] = now,
            ["currency"] = charge.Copy("currency"),
            ["description"] = charge.Copy("description"),
            ["exchange_rate"] = null,
            ["fee"] = fee,
            ["fee_details"] = new JsonArray(new JsonObject
            {
                ["amount"] = fee,
                ["application"] = null,
                ["currency"] = charge.Copy("currency"),
                ["description"] = "Stripe processing fees",
                ["type"] = "stripe_fee",
            }),
            ["net"] = amount - fee,
            ["reporting_category"] = "charge",
            ["source"] = charge.Id(),
            ["status"] = "pending",
            ["type"] = charge.Object("payment_method_details")?.Text("type") == "card" ? "charge" : "payment",
        };
    }
}
