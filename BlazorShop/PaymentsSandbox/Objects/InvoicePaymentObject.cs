using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

/// <summary>How an intent pays an invoice: since basil the one thing that knows both.</summary>
internal static class InvoicePaymentObject
{
    public const string Kind = "invoice_payment";

    public static JsonObject For(JsonObject invoice, JsonObject intent, long now) => new()
    {
        ["id"] = SandboxIds.New("inpay"),
        ["object"] = Kind,
        ["amount_paid"] = null,
        ["amount_requested"] = invoice.Copy("amount_due"),
        ["created"] = now,
        ["currency"] = invoice.Copy("currency"),
        ["invoice"] = invoice.Id(),
        ["is_default"] = true,
        ["livemode"] = false,
        ["payment"] = new JsonObject { ["payment_intent"] = intent.Id(), ["type"] = "payment_intent" },
        ["status"] = "open",
        ["status_transitions"] = new JsonObject { ["canceled_at"] = null, ["paid_at"] = null },
    };
}
