using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class BalanceApi
{
    /// <summary>What was taken minus what was refunded and what disputes hold, by currency. The fees of its charges are shown there and never collected.</summary>
    public static JsonObject Get(ApiCall call)
    {
        var amounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        void Add(string currency, long amount) => amounts[currency] = amounts.GetValueOrDefault(currency) + amount;
        foreach (var charge in call.Work.All(ChargeObject.Kind, ("status", "succeeded")))
            Add(charge.Text("currency")!, charge.Number("amount_captured") - charge.Number("amount_refunded"));
        foreach (var dispute in call.Work.All(DisputeObject.Kind).Where(d => d.Text("status") is "needs_response" or "under_review" or "lost"))
            Add(dispute.Text("currency")!, -dispute.Number("amount"));
        if (amounts.Count == 0)
            Add("eur", 0);
        return new JsonObject
        {
            ["object"] = "balance",
            ["available"] = new JsonArray([.. amounts.Select(a => Amount(a.Key, a.Value))]),
            ["livemode"] = false,
            ["pending"] = new JsonArray([.. amounts.Select(a => Amount(a.Key, 0))]),
        };
    }

    private static JsonObject Amount(string currency, long amount) => new()
    {
        ["amount"] = amount,
        ["currency"] = currency,
        ["source_types"] = new JsonObject { ["card"] = amount },
    };
}
