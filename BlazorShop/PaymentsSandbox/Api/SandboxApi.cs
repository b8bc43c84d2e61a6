using BlazorShop.PaymentsSandbox.Objects;
using Microsoft.AspNetCore.Mvc;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>The list of what this Stripe can do.</summary>
internal static class SandboxApi
{
    public static readonly IReadOnlyList<Operation> Operations =
    [
        new("POST", "customers", CustomerParams.Create, CustomerApi.Create),
        new("GET", "customers", CustomerParams.List, CustomerApi.List),
        new("GET", "customers/{id}", ResourceParams.None, CustomerApi.Get),
        new("POST", "customers/{id}", CustomerParams.Update, CustomerApi.Update),
        new("DELETE", "customers/{id}", ResourceParams.None, CustomerApi.Delete),
        new("GET", "customers/{id}/payment_methods", CustomerParams.PaymentMethods, PaymentMethodApi.OfCustomer),

        new("POST", "checkout/sessions", SessionParams.Create, SessionCreation.Create),
        new("GET", "checkout/sessions", SessionParams.List, SessionApi.List),
        new("GET", "checkout/sessions/{id}", ResourceParams.None, SessionApi.Get),
        new("POST", "checkout/sessions/{id}/expire", ResourceParams.None, SessionApi.Expire),
        new("GET", "checkout/sessions/{id}/line_items", ResourceParams.Page, SessionApi.LineItems),

        new("GET", "payment_intents", ResourceParams.PaymentIntentList, call => Listing.Of(call, PaymentIntentObject.Kind, "/v1/payment_intents", "customer")),
        new("GET", "payment_intents/{id}", ResourceParams.Intent, call => call.Get(PaymentIntentObject.Kind, "payment_intent")),
        new("GET", "charges", ResourceParams.ChargeList, call => Listing.Of(call, ChargeObject.Kind, "/v1/charges", "customer", "payment_intent", "transfer_group")),
        new("GET", "charges/{id}", ResourceParams.None, call => call.Get(ChargeObject.Kind, "charge")),
        new("GET", "setup_intents/{id}", ResourceParams.Intent, call => call.Get(SetupIntentObject.Kind, "setupintent")),

        new("POST", "refunds", ResourceParams.RefundCreate, RefundApi.Create),
        new("GET", "refunds", ResourceParams.RefundList, call => Listing.Of(call, RefundObject.Kind, "/v1/refunds", "charge", "payment_intent")),
        new("GET", "refunds/{id}", ResourceParams.None, call => call.Get(RefundObject.Kind, "refund")),

        new("GET", "disputes", ResourceParams.RefundList, call => Listing.Of(call, DisputeObject.Kind, "/v1/disputes", "charge", "payment_intent")),
        new("GET", "disputes/{id}", ResourceParams.None, call => call.Get(DisputeObject.Kind, "dispute")),

        new("GET", "payment_methods", ResourceParams.PaymentMethodList, PaymentMethodApi.List),
        new("GET", "payment_methods/{id}", ResourceParams.None, call => call.Get(PaymentMethodObject.Kind, "PaymentMethod")),
        new("POST", "payment_methods/{id}", ResourceParams.PaymentMethodUpdate, PaymentMethodApi.Update),
        new("POST", "payment_methods/{id}/detach", ResourceParams.None, PaymentMethodApi.Detach),

        new("GET", "subscriptions", SubscriptionParams.List, SubscriptionApi.List),
        new("GET", "subscriptions/{id}", ResourceParams.None, SubscriptionApi.Get),
        new("POST", "subscriptions/{id}", SubscriptionParams.Update, SubscriptionApi.Update),
        new("DELETE", "subscriptions/{id}", SubscriptionParams.Cancel, SubscriptionApi.Cancel),
        new("POST", "subscriptions/{id}/pause", SubscriptionParams.Pause, SubscriptionApi.Pause),
        new("POST", "subscriptions/{id}/resume", SubscriptionParams.Resume, SubscriptionApi.Resume),
        new("GET", "invoices", InvoiceParams.List, InvoiceApi.List),
        new("GET", "invoices/{id}", ResourceParams.None, InvoiceApi.Get),
        new("POST", "invoices/{id}/pay", InvoiceParams.Pay, InvoiceApi.Pay),
        new("GET", "invoice_payments", InvoiceParams.Payments, InvoiceApi.Payments),

        new("GET", "events", ResourceParams.EventList, EventApi.List),
        new("GET", "events/{id}", ResourceParams.None, EventApi.Get),
        new("GET", "balance_transactions/{id}", ResourceParams.None, call => call.Get(BalanceTransactionObject.Kind, "balance_transaction")),
        new("GET", "balance", ResourceParams.None, BalanceApi.Get),
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/sandbox/stripe/v1");
        foreach (var operation in Operations)
            api.MapMethods(operation.Path, [operation.Method], (HttpContext http, ApiPipeline pipeline) => pipeline.AnswerAsync(http, operation));
        // Anything else is answered here too, so that the shop's own 404 page never speaks for Stripe.
        api.Map("{**rest}", (HttpContext http, ApiPipeline pipeline) => pipeline.AnswerAsync(http, null));
        api.WithMetadata(new SkipStatusCodePagesAttribute()).DisableAntiforgery().DisableRateLimiting().AllowAnonymous().ExcludeFromDescription();
    }
}
