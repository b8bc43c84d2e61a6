using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>An invoice is collected from the card that the subscription or its customer keeps.</summary>
internal static class InvoiceCollection
{
    /// <summary>After how long a declined renewal is tried again by itself; after the last one the subscription ends.</summary>
    private static readonly TimeSpan[] Retries = [TimeSpan.FromDays(3), TimeSpan.FromDays(5), TimeSpan.FromDays(7)];

    /// <summary>Cards that are asked for once, when they are set up, and not again.</summary>
    private static readonly HashSet<string> SparedOnceSetUp = ["4000002500003155", "4000003800000446"];

    private static readonly Decline NoCard = new("missing", null, "There is no card to charge.");

    /// <summary>Tries to collect an open invoice: by the clock, or because the shop asks.</summary>
    /// <returns>Why not, or null when it is paid.</returns>
    public static Decline? Collect(SandboxWork work, JsonObject invoice, JsonObject? method)
    {
        invoice["attempted"] = true;
        invoice["attempt_count"] = invoice.Number("attempt_count") + 1;
        var intent = IntentOf(work, invoice);
        var bank = TestCards.Of(method?.Hidden().Text("number"));
        // Nobody sits at the card's other side: a bank that wants to see its customer each time says no.
        var decline = method is null ? NoCard
            : bank.Decline ?? (bank.Challenge && !SparedOnceSetUp.Contains(method.Hidden().Text("number")!) ? Decline.Authentication : null);
        if (decline is null)
        {
            var charge = ChargeObject.For(intent, method!, work.Now);
            intent["latest_charge"] = charge.Id();
            intent["payment_method"] = method!.Id();
            intent["last_payment_error"] = null;
            PaymentAttempts.Succeed(work, intent, charge);
            Invoices.Settle(work, invoice, intent);
            return null;
        }

        if (method is not null)
        {
            var charge = ChargeObject.For(intent, method, work.Now);
            ChargeObject.Fail(charge, decline);
            work.Put(charge);
            intent["latest_charge"] = charge.Id();
            intent["last_payment_error"] = decline.AsLastError(method, charge.Id());
            work.Emit("charge.failed", charge);
        }

        intent["status"] = "requires_payment_method";
        intent["payment_method"] = null;
        work.Put(intent);
        work.Emit("payment_intent.payment_failed", intent);
        var tries = invoice.Number("attempt_count");
        invoice["next_payment_attempt"] = tries <= Retries.Length ? work.Now + (long)Retries[tries - 1].TotalSeconds : null;
        work.Put(invoice);
        work.Emit("invoice.payment_failed", invoice);
        return decline;
    }

    /// <summary>The subscription's own card, else the customer's.</summary>
    public static JsonObject? MethodOf(SandboxWork work, JsonObject subscription)
    {
        var customer = work.Find(CustomerObject.Kind, subscription.Text("customer"));
        return Attached(subscription.Text("default_payment_method"))
            ?? Attached(customer?.Object("invoice_settings")?.Text("default_payment_method"));

        JsonObject? Attached(string? id) => work.Find(PaymentMethodObject.Kind, id) is { } method && method.Text("customer") is not null ? method : null;
    }

    private static JsonObject IntentOf(SandboxWork work, JsonObject invoice)
    {
        var known = work.All(InvoicePaymentObject.Kind, ("invoice", invoice.Id())).FirstOrDefault()?.Object("payment")?.Text("payment_intent");
        if (work.Find(PaymentIntentObject.Kind, known) is { } there)
            return there;
        var intent = work.Put(PaymentIntentObject.ForInvoice(invoice, work.Now));
        work.Emit("payment_intent.created", intent);
        work.Put(InvoicePaymentObject.For(invoice, intent, work.Now));
        return intent;
    }
}
