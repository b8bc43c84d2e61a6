using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

internal static class InvoiceApi
{
    public static JsonObject Get(ApiCall call) => call.Get(InvoiceObject.Kind, "invoice");

    public static JsonObject List(ApiCall call)
    {
        (string, object)[] extra = call.Params.Text("subscription") is { } subscription
            ? [($"json_extract(json, '$.{Json.Backstage}.subscription') = ?", subscription)]
            : [];
        return Listing.Of(call, InvoiceObject.Kind, "/v1/invoices", extra, "customer", "status", "collection_method");
    }

    public static JsonObject Payments(ApiCall call)
    {
        var paidBy = call.Params.Object("payment")?.Text("payment_intent") is { } intent
            ? new[] { ("json_extract(json, '$.payment.payment_intent') = ?", (object)intent) }
            : [];
        return Listing.Of(call, InvoicePaymentObject.Kind, "/v1/invoice_payments", paidBy, "invoice", "status");
    }

    /// <summary>As part of an invoice, where it is asked for.</summary>
    public static JsonObject PaymentsOf(SandboxWork work, string invoice) =>
        Listing.Whole($"/v1/invoice_payments?invoice={invoice}", work.All(InvoicePaymentObject.Kind, ("invoice", invoice)));

    public static JsonObject Pay(ApiCall call)
    {
        var invoice = Get(call);
        if (invoice.Text("status") == "paid")
            throw ApiError.Refused("Invoice is already paid");
        if (invoice.Text("status") != "open")
            throw ApiError.Refused($"This invoice can no longer be paid: it is {invoice.Text("status")}.");
        var subscription = call.Work.Find(SubscriptionObject.Kind, invoice.Hidden().Text("subscription"))!;
        if (call.Params.Flag("paid_out_of_band"))
        {
            SubscriptionBilling.PayOutside(call.Work, subscription, invoice);
            return invoice;
        }

        var method = SubscriptionApi.Card(
            call.Work, call.Params.Text("payment_method") ?? subscription.Text("default_payment_method") ?? "", invoice.Text("customer")!, "payment_method");
        if (InvoiceCollection.Collect(call.Work, invoice, method) is { } decline)
        {
            SubscriptionBilling.Follow(call.Work, subscription, invoice);
            // What was tried stays tried: the events tell of it, though the call is refused.
            call.Work.RefuseAfter(new ApiError(402, "card_error", decline.Message, decline.Code, decline.Param));
        }
        else
        {
            SubscriptionBilling.Follow(call.Work, subscription, invoice);
        }

        return invoice;
    }
}
