using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class InvoiceObject
{
    public const string Kind = "invoice";

    private const string Blank = """
        {
          "id": "", "object": "invoice", "account_country": "FR", "account_name": "Sandbox", "account_tax_ids": null, "amount_due": 0,
          "amount_overpaid": 0, "amount_paid": 0, "amount_remaining": 0, "amount_shipping": 0, "application": null, "attempt_count": 0,
          "attempted": false, "auto_advance": true,
          "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null, "provider": null, "status": null },
          "automatically_finalizes_at": null, "billing_reason": "subscription_cycle", "collection_method": "charge_automatically",
          "created": 0, "currency": "", "custom_fields": null, "customer": "", "customer_account": null, "customer_address": null,
          "customer_email": null, "customer_name": null, "customer_phone": null, "customer_shipping": null, "customer_tax_exempt": "none",
          "customer_tax_ids": [], "default_payment_method": null, "default_source": null, "default_tax_rates": [], "description": null,
          "discounts": [], "due_date": null, "effective_at": null, "ending_balance": 0, "footer": null, "from_invoice": null,
          "hosted_invoice_url": null, "invoice_pdf": null, "issuer": { "type": "self" }, "last_finalization_error": null,
          "latest_revision": null, "lines": { "object": "list", "data": [], "has_more": false, "url": "" }, "livemode": false,
          "metadata": {}, "next_payment_attempt": null, "number": null, "on_behalf_of": null, "parent": null,
          "payment_settings": { "default_mandate": null, "payment_method_options": null, "payment_method_types": null },
          "period_end": 0, "period_start": 0, "post_payment_credit_notes_amount": 0, "pre_payment_credit_notes_amount": 0,
          "receipt_number": null, "rendering": null, "shipping_cost": null, "shipping_details": null, "starting_balance": 0,
          "statement_descriptor": null, "status": "draft",
          "status_transitions": { "finalized_at": null, "marked_uncollectible_at": null, "paid_at": null, "voided_at": null },
          "subtotal": 0, "subtotal_excluding_tax": 0, "test_clock": null, "total": 0, "total_discount_amounts": [],
          "total_excluding_tax": 0, "total_pretax_credit_amounts": [], "total_taxes": [], "webhooks_delivered_at": null
        }
        """;

    /// <summary>What a subscription's running period costs.</summary>
    public static JsonObject For(JsonObject subscription, JsonObject? customer, string reason, long now)
    {
        var invoice = Json.Parse(Blank);
        var id = SandboxIds.New("in");
        invoice["id"] = id;
        invoice["created"] = now;
        invoice["billing_reason"] = reason;
        invoice["currency"] = subscription.Copy("currency");
        invoice["customer"] = subscription.Copy("customer");
        invoice["customer_email"] = customer?.Copy("email");
        invoice["customer_name"] = customer?.Copy("name");
        invoice["customer_address"] = customer?.Copy("address");
        invoice["customer_shipping"] = customer?.Copy("shipping");
        invoice["number"] = SandboxIds.New("", 8).TrimStart('_').ToUpperInvariant() + "-" + (1000 + now % 9000).ToString(CultureInfo.InvariantCulture);
        invoice["parent"] = new JsonObject
        {
            ["quote_details"] = null,
            ["subscription_details"] = new JsonObject
            {
                ["metadata"] = subscription.Copy("metadata"),
                ["subscription"] = subscription.Id(),
            },
            ["type"] = "subscription_details",
        };
        var lines = new JsonArray();
        var total = 0L;
        foreach (var item in SubscriptionObject.Items(subscription))
        {
            var line = InvoiceLineObject.Of(id, subscription, item);
            total += line.Number("amount");
            lines.Add(line);
            invoice["period_start"] = item.Copy("current_period_start");
            invoice["period_end"] = item.Copy("current_period_start");
        }

        invoice["lines"] = new JsonObject { ["object"] = "list", ["data"] = lines, ["has_more"] = false, ["url"] = $"/v1/invoices/{id}/lines" };
        foreach (var name in new[] { "amount_due", "amount_remaining", "subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax" })
            invoice[name] = total;
        // The list of invoices is asked for by subscription, which stands deep in the document.
        invoice.Hidden()["subscription"] = subscription.Id();
        return invoice;
    }

    public static void Finalize(JsonObject invoice, long now)
    {
        invoice["status"] = "open";
        invoice["effective_at"] = now;
        invoice["status_transitions"]!["finalized_at"] = now;
    }

    public static void Pay(JsonObject invoice, long now)
    {
        invoice["status"] = "paid";
        invoice["attempted"] = true;
        invoice["auto_advance"] = false;
        invoice["next_payment_attempt"] = null;
        invoice["amount_paid"] = invoice.Copy("amount_due");
        invoice["amount_remaining"] = 0;
        invoice["status_transitions"]!["paid_at"] = now;
    }

    /// <summary>Somebody says that it was paid by other means: no charge is made for it.</summary>
    public static void PayOutside(JsonObject invoice, long now)
    {
        Pay(invoice, now);
        invoice["amount_paid_off_stripe"] = invoice.Copy("amount_due");
    }
}
