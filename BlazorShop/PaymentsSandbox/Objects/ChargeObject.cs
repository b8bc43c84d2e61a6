using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class ChargeObject
{
    public const string Kind = "charge";

    private const string Blank = """
        {
          "id": "", "object": "charge", "amount": 0, "amount_captured": 0, "amount_refunded": 0, "application": null,
          "application_fee": null, "application_fee_amount": null, "balance_transaction": null, "billing_details": {},
          "calculated_statement_descriptor": "SANDBOX", "captured": false, "created": 0, "currency": "", "customer": null,
          "description": null, "disputed": false, "failure_balance_transaction": null, "failure_code": null, "failure_message": null,
          "fraud_details": {}, "livemode": false, "metadata": {}, "on_behalf_of": null, "outcome": null, "paid": false,
          "payment_intent": null, "payment_method": null, "payment_method_details": {}, "receipt_email": null, "receipt_number": null,
          "receipt_url": null, "refunded": false, "review": null, "shipping": null, "source": null, "source_transfer": null,
          "statement_descriptor": null, "statement_descriptor_suffix": null, "status": "pending", "transfer_data": null,
          "transfer_group": null
        }
        """;

    public static JsonObject For(JsonObject intent, JsonObject method, long now)
    {
        var charge = Json.Parse(Blank);
        charge["id"] = SandboxIds.New("ch");
        charge["created"] = now;
        charge["payment_intent"] = intent.Id();
        charge["payment_method"] = method.Id();
        charge["billing_details"] = method.Copy("billing_details");
        charge["payment_method_details"] = PaymentMethodObject.AsCharged(method);
        foreach (var name in new[] { "amount", "currency", "customer", "description", "metadata", "receipt_email", "shipping", "statement_descriptor_suffix", "transfer_group" })
            charge[name] = intent.Copy(name);
        return charge;
    }

    public static void Succeed(JsonObject charge)
    {
        charge["status"] = "succeeded";
        charge["paid"] = true;
        charge["captured"] = true;
        charge["amount_captured"] = charge.Copy("amount");
        charge["outcome"] = Outcome("authorized", "approved_by_network", null, "Payment complete.");
    }

    public static void Fail(JsonObject charge, Decline decline)
    {
        charge["status"] = "failed";
        charge["paid"] = false;
        charge["captured"] = false;
        charge["failure_code"] = decline.Code;
        charge["failure_message"] = decline.Message;
        charge["outcome"] = decline.Blocked
            ? Outcome("blocked", "not_sent_to_network", "highest_risk_level", "Stripe blocked this payment as too risky.")
            : Outcome("issuer_declined", "declined_by_network", decline.DeclineCode ?? decline.Code, "The bank did not approve this payment.");
    }

    private static JsonObject Outcome(string type, string network, string? reason, string seller) => new()
    {
        ["advice_code"] = null,
        ["network_advice_code"] = null,
        ["network_decline_code"] = null,
        ["network_status"] = network,
        ["reason"] = reason,
        ["risk_level"] = "normal",
        ["seller_message"] = seller,
        ["type"] = type,
    };
}
