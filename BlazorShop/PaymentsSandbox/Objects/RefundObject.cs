using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class RefundObject
{
    public const string Kind = "refund";

    public static JsonObject For(JsonObject charge, long amount, string? reason, JsonNode? metadata, long now) => new()
    {
        ["id"] = SandboxIds.New("re"),
        ["object"] = Kind,
        ["amount"] = amount,
        ["balance_transaction"] = null,
        ["charge"] = charge.Id(),
        ["created"] = now,
        ["currency"] = charge.Copy("currency"),
        ["customer"] = charge.Copy("customer"),
        ["customer_account"] = null,
        ["destination_details"] = charge.Object("payment_method_details")?.Text("type") == "card"
            ? Json.Parse("""{ "card": { "reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund" }, "type": "card" }""")
            : null,
        ["metadata"] = metadata ?? new JsonObject(),
        ["payment_intent"] = charge.Copy("payment_intent"),
        ["payment_method"] = charge.Copy("payment_method"),
        ["reason"] = reason,
        ["receipt_number"] = null,
        ["source_transfer_reversal"] = null,
        ["status"] = "pending",
        ["transfer_reversal"] = null,
    };
}
