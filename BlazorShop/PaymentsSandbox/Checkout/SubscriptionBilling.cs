using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>A subscription's life: it begins with a paid form, is renewed by the clock or by hand, and ends.</summary>
internal static class SubscriptionBilling
{
    /// <summary>After how long a declined renewal is tried again by itself; after the last one the subscription ends.</summary>
    private static readonly TimeSpan[] Retries = [TimeSpan.FromDays(3), TimeSpan.FromDays(5), TimeSpan.FromDays(7)];

    /// <summary>Cards that are asked for once, when they are set up, and not again.</summary>
    private static readonly HashSet<string> SparedOnceSetUp = ["4000002500003155", "4000003800000446"];

    private static readonly Decline NoCard = new("missing", null, "There is no card to charge.");

    /// <summary>The form was paid: what was agreed begins, its first invoice paid by that very payment.</summary>
    public static void Begin(SandboxWork work, JsonObject session, JsonObject intent, JsonObject method)
    {
        var subscription = work.Put(SubscriptionObject.For(session, method, work.Now));
        work.Emit("customer.subscription.created", subscription);
        var invoice = Open(work, subscription, "subscription_create");
        work.Put(InvoiceObject.Payment(invoice, intent, work.Now));
        Settle(work, invoice, intent);
        subscription["latest_invoice"] = invoice.Id();
        work.Put(subscription);
        session["subscription"] = subscription.Id();
        session["invoice"] = invoice.Id();
        work.Put(session);
    }

    /// <summary>All that is due by the clock: renewals, tries of what was declined before.</summary>
    public static void RunClock(SandboxWork work)
    {
        foreach (var subscription in work.All(SubscriptionObject.Kind).Where(s => !SubscriptionObject.IsOver(s)).Reverse())
        {
            if (OpenInvoice(work, subscription.Id()) is { } open)
            {
                if (open.MaybeNumber("next_payment_attempt") <= work.Now)
                    Retry(work, subscription, open);
            }
            else if (SubscriptionObject.PeriodEnd(subscription) <= work.Now)
            {
                Renew(work, subscription);
            }
        }
    }

    /// <summary>Turns this subscription's clock to the end of its period. <paramref name="reduced"/>: see <see cref="InvoiceReductions"/>.</summary>
    public static void Renew(SandboxWork work, JsonObject subscription, string? reduced = null)
    {
        if (SubscriptionObject.IsOver(subscription))
            throw ApiError.Refused("This subscription has ended.");
        if (subscription.Flag("cancel_at_period_end"))
        {
            End(work, subscription, "cancellation_requested");
            return;
        }

        var before = subscription.Shown();
        SubscriptionObject.Advance(subscription);
        work.Put(subscription);
        var invoice = Open(work, subscription, "subscription_cycle", reduced);
        subscription["latest_invoice"] = invoice.Id();
        work.Put(subscription);
        if (subscription.Object("pause_collection") is not null)
        {
            Void(work, invoice);
            work.Emit("customer.subscription.updated", subscription, Changed(before, subscription));
            return;
        }

        if (invoice.Number("amount_due") == 0)
            Settle(work, invoice, intent: null);
        else
            Collect(work, invoice, MethodOf(work, subscription));
        Follow(work, work.Find(SubscriptionObject.Kind, subscription.Id())!, invoice, before);
    }

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
            Settle(work, invoice, intent);
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

    /// <summary>What an invoice's fate means for its subscription.</summary>
    public static void Follow(SandboxWork work, JsonObject subscription, JsonObject invoice, JsonObject? before = null)
    {
        before ??= subscription.Shown();
        if (SubscriptionObject.IsOver(subscription))
            return;
        if (invoice.Text("status") == "open" && invoice.Flag("attempted"))
        {
            if (invoice["next_payment_attempt"] is null)
            {
                End(work, subscription, "payment_failed");
                return;
            }

            subscription["status"] = "past_due";
        }
        else if (OpenInvoice(work, subscription.Id()) is null)
        {
            subscription["status"] = "active";
        }

        work.Put(subscription);
        if (!JsonNode.DeepEquals(before, subscription.Shown()))
            work.Emit("customer.subscription.updated", subscription, Changed(before, subscription));
    }

    public static void End(SandboxWork work, JsonObject subscription, string reason)
    {
        subscription["status"] = "canceled";
        subscription["canceled_at"] ??= work.Now;
        subscription["ended_at"] = work.Now;
        subscription["cancellation_details"]!["reason"] = reason;
        work.Put(subscription);
        if (OpenInvoice(work, subscription.Id()) is { } owed)
        {
            // Owed it stays, as at Stripe; only nobody tries to collect it any more.
            owed["auto_advance"] = false;
            owed["next_payment_attempt"] = null;
            work.Put(owed);
        }

        work.Emit("customer.subscription.deleted", subscription);
    }

    public static void Retry(SandboxWork work, JsonObject subscription, JsonObject invoice)
    {
        Collect(work, invoice, MethodOf(work, subscription));
        Follow(work, subscription, invoice);
    }

    public static JsonObject? OpenInvoice(SandboxWork work, string subscription) =>
        work.All(InvoiceObject.Kind, ("status", "open")).FirstOrDefault(i => i.Hidden().Text("subscription") == subscription);

    /// <summary>What changed, as an event tells it: the values from before.</summary>
    public static JsonObject Changed(JsonObject before, JsonObject after)
    {
        var changed = new JsonObject();
        foreach (var (name, value) in before)
        {
            if (!JsonNode.DeepEquals(value, after[name]))
                changed[name] = value?.DeepClone();
        }

        return changed;
    }

    /// <summary>An invoice is marked as paid by other means: what was to be collected for it is not collected.</summary>
    public static void PayOutside(SandboxWork work, JsonObject subscription, JsonObject invoice)
    {
        InvoiceObject.PayOutside(invoice, work.Now);
        work.Put(invoice);
        foreach (var payment in work.All(InvoiceObject.PaymentKind, ("invoice", invoice.Id())))
        {
            payment["status"] = "canceled";
            payment["status_transitions"]!["canceled_at"] = work.Now;
            work.Put(payment);
        }

        work.Emit("invoice.paid", invoice);
        work.Emit("invoice.payment_succeeded", invoice);
        Follow(work, subscription, invoice);
    }

    private static JsonObject Open(SandboxWork work, JsonObject subscription, string reason, string? reduced = null)
    {
        var customer = work.Find(CustomerObject.Kind, subscription.Text("customer"));
        var invoice = InvoiceObject.For(subscription, customer, reason, work.Now);
        if (reason != "subscription_create")
            InvoiceReductions.Apply(work, invoice, reduced);
        work.Put(invoice);
        work.Emit("invoice.created", invoice);
        InvoiceObject.Finalize(invoice, work.Now);
        work.Put(invoice);
        work.Emit("invoice.finalized", invoice);
        return invoice;
    }

    /// <param name="intent">What paid it; null where nothing was due.</param>
    private static void Settle(SandboxWork work, JsonObject invoice, JsonObject? intent)
    {
        InvoiceObject.Pay(invoice, work.Now);
        work.Put(invoice);
        foreach (var payment in work.All(InvoiceObject.PaymentKind, ("invoice", invoice.Id())))
        {
            payment["status"] = "paid";
            payment["amount_paid"] = intent?.Copy("amount_received");
            payment["status_transitions"]!["paid_at"] = work.Now;
            work.Put(payment);
        }

        work.Emit("invoice.paid", invoice);
        work.Emit("invoice.payment_succeeded", invoice);
    }

    private static void Void(SandboxWork work, JsonObject invoice)
    {
        invoice["status"] = "void";
        invoice["status_transitions"]!["voided_at"] = work.Now;
        work.Put(invoice);
        work.Emit("invoice.voided", invoice);
    }

    /// <summary>The subscription's own card, else the customer's.</summary>
    private static JsonObject? MethodOf(SandboxWork work, JsonObject subscription)
    {
        var customer = work.Find(CustomerObject.Kind, subscription.Text("customer"));
        return Attached(subscription.Text("default_payment_method"))
            ?? Attached(customer?.Object("invoice_settings")?.Text("default_payment_method"));

        JsonObject? Attached(string? id) => work.Find(PaymentMethodObject.Kind, id) is { } method && method.Text("customer") is not null ? method : null;
    }

    private static JsonObject IntentOf(SandboxWork work, JsonObject invoice)
    {
        var known = work.All(InvoiceObject.PaymentKind, ("invoice", invoice.Id())).FirstOrDefault()?.Object("payment")?.Text("payment_intent");
        if (work.Find(PaymentIntentObject.Kind, known) is { } there)
            return there;
        var intent = work.Put(PaymentIntentObject.ForInvoice(invoice, work.Now));
        work.Emit("payment_intent.created", intent);
        work.Put(InvoiceObject.Payment(invoice, intent, work.Now));
        return intent;
    }
}
