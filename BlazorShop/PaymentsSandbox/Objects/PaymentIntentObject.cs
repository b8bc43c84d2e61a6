using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class PaymentIntentObject
{
    public const string Kind = "payment_intent";

    private const string Blank = """
        {
          "id": "", "object": "payment_intent", "allowed_payment_method_types": null, "amount": 0, "amount_capturable": 0,
          "amount_details": { "tip": {} }, "amount_received": 0, "application": null, "application_fee_amount": null,
          "automatic_payment_methods": null, "canceled_at": null, "cancellation_reason": null, "capture_method": "automatic_async",
          "client_secret": null, "confirmation_method": "automatic", "created": 0, "currency": "", "customer": null,
          "customer_account": null, "description": null, "excluded_payment_method_types": null, "last_payment_error": null,
          "latest_charge": null, "livemode": false, "managed_payments": null, "metadata": {}, "next_action": null,
          "on_behalf_of": null, "payment_method": null, "payment_method_configuration_details": null,
          "payment_method_options": { "card": { "installments": null, "mandate_options": null, "network": null, "request_three_d_secure": "automatic" } },
          "payment_method_types": ["card"], "payment_record": null, "processing": null, "receipt_email": null, "review": null,
          "setup_future_usage": null, "shipping": null, "source": null, "statement_descriptor": null,
          "statement_descriptor_suffix": null, "status": "requires_payment_method", "transfer_data": null, "transfer_group": null
        }
        """;

    /// <summary>The intent of a session. Since API 2022-08-01 it exists only from the buyer's first attempt on.</summary>
    public static JsonObject For(JsonObject session, long now)
    {
        var data = session.Hidden().Object("payment_intent_data") ?? [];
        var intent = Json.Parse(Blank);
        var id = SandboxIds.New("pi");
        intent["id"] = id;
        intent["client_secret"] = SandboxIds.SecretOf(id);
        intent["created"] = now;
        intent["amount"] = session.Copy("amount_total");
        intent["currency"] = session.Copy("currency");
        intent["customer"] = session.Copy("customer");
        intent["payment_method_types"] = session.Copy("payment_method_types");
        intent["metadata"] = data.Copy("metadata") ?? new JsonObject();
        foreach (var name in new[] { "description", "receipt_email", "setup_future_usage", "statement_descriptor_suffix", "transfer_group" })
            intent[name] = data.Copy(name);
        intent["shipping"] = CustomerObject.Shipping(data.Object("shipping"));
        if (session.Text("mode") == "subscription")
        {
            // The card is kept for what comes after; what was said about the subscription stands on its invoice, not here.
            intent["setup_future_usage"] = "off_session";
            intent["description"] = "Subscription creation";
        }

        intent.Hidden()["session"] = session.Id();
        return intent;
    }

    /// <summary>The intent of a later invoice, which no form belongs to.</summary>
    public static JsonObject ForInvoice(JsonObject invoice, long now)
    {
        var intent = Json.Parse(Blank);
        var id = SandboxIds.New("pi");
        intent["id"] = id;
        intent["client_secret"] = SandboxIds.SecretOf(id);
        intent["created"] = now;
        intent["amount"] = invoice.Copy("amount_due");
        intent["currency"] = invoice.Copy("currency");
        intent["customer"] = invoice.Copy("customer");
        intent["description"] = "Subscription update";
        return intent;
    }
}
