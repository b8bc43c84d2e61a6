using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class DisputeObject
{
    public const string Kind = "dispute";

    private const string Blank = """
        {
          "id": "", "object": "dispute", "amount": 0, "balance_transactions": [], "charge": "", "created": 0, "currency": "",
          "enhanced_eligibility_types": [],
          "evidence": {
            "access_activity_log": null, "billing_address": null, "cancellation_policy": null, "cancellation_policy_disclosure": null,
            "cancellation_rebuttal": null, "customer_communication": null, "customer_email_address": null, "customer_name": null,
            "customer_purchase_ip": null, "customer_signature": null, "duplicate_charge_documentation": null,
            "duplicate_charge_explanation": null, "duplicate_charge_id": null, "enhanced_evidence": {}, "product_description": null,
            "receipt": null, "refund_policy": null, "refund_policy_disclosure": null, "refund_refusal_explanation": null,
            "service_date": null, "service_documentation": null, "shipping_address": null, "shipping_carrier": null,
            "shipping_date": null, "shipping_documentation": null, "shipping_tracking_number": null, "uncategorized_file": null,
            "uncategorized_text": null
          },
          "evidence_details": {
            "due_by": 0, "enhanced_eligibility": {}, "has_evidence": false, "past_due": false, "submission_count": 0,
            "submission_method": "not_submitted"
          },
          "intended_submission_method": null, "is_charge_refundable": false, "livemode": false, "metadata": {}, "payment_intent": null,
          "payment_method_details": { "card": { "brand": "visa", "case_type": "chargeback", "network": "visa", "network_reason_code": "10.4" }, "type": "card" },
          "reason": "", "status": "needs_response"
        }
        """;

    private const long TimeToAnswer = 9 * 24 * 60 * 60;

    public static JsonObject For(JsonObject charge, string reason, bool inquiry, long now)
    {
        var dispute = Json.Parse(Blank);
        dispute["id"] = SandboxIds.New("du");
        dispute["amount"] = charge.Copy("amount");
        dispute["charge"] = charge.Id();
        dispute["created"] = now;
        dispute["currency"] = charge.Copy("currency");
        dispute["evidence_details"]!["due_by"] = now + TimeToAnswer;
        dispute["is_charge_refundable"] = inquiry;
        dispute["payment_intent"] = charge.Copy("payment_intent");
        dispute["reason"] = reason;
        dispute["status"] = inquiry ? "warning_needs_response" : "needs_response";
        if (charge.Object("payment_method_details")?.Object("card") is { } card)
        {
            dispute["payment_method_details"]!["card"]!["brand"] = card.Copy("brand");
            dispute["payment_method_details"]!["card"]!["network"] = card.Copy("brand");
            dispute["payment_method_details"]!["card"]!["case_type"] = inquiry ? "inquiry" : "chargeback";
        }
        else
            dispute.Remove("payment_method_details");
        return dispute;
    }
}
