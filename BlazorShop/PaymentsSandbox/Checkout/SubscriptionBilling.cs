using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>A subscription's life: it begins with a paid form, is renewed by the clock or by hand, and ends.</summary>
internal static class SubscriptionBilling
{
    /// <summary>The form was paid: what was agreed begins, its first invoice paid by that very payment.</summary>
    public static void Begin(SandboxWork work, JsonObject session, JsonObject intent, JsonObject method)
    {
        var subscription = work.Put(SubscriptionObject.For(session, method, work.Now));
        work.Emit("customer.subscription.created", subscription);
        var invoice = Invoices.Open(work, subscription, "subscription_create");
        work.Put(InvoicePaymentObject.For(invoice, intent, work.Now));
        Invoices.Settle(work, invoice, intent);
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
            if (Invoices.OpenOf(work, subscription.Id()) is { } open)
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
        var invoice = Invoices.Open(work, subscription, "subscription_cycle", reduced);
        subscription["latest_invoice"] = invoice.Id();
        work.Put(subscription);
        if (subscription.Object("pause_collection") is not null)
        {
            Invoices.Void(work, invoice);
            work.Emit("customer.subscription.updated", subscription, EventObject.Changed(before, subscription));
            return;
        }

        if (invoice.Number("amount_due") == 0)
            Invoices.Settle(work, invoice, intent: null);
        else
            InvoiceCollection.Collect(work, invoice, InvoiceCollection.MethodOf(work, subscription));
        Follow(work, work.Find(SubscriptionObject.Kind, subscription.Id())!, invoice, before);
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
        else if (Invoices.OpenOf(work, subscription.Id()) is null)
        {
            subscription["status"] = "active";
        }

        work.Put(subscription);
        if (!JsonNode.DeepEquals(before, subscription.Shown()))
            work.Emit("customer.subscription.updated", subscription, EventObject.Changed(before, subscription));
    }

    public static void End(SandboxWork work, JsonObject subscription, string reason)
    {
        subscription["status"] = "canceled";
        subscription["canceled_at"] ??= work.Now;
        subscription["ended_at"] = work.Now;
        subscription["cancellation_details"]!["reason"] = reason;
        work.Put(subscription);
        if (Invoices.OpenOf(work, subscription.Id()) is { } owed)
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
        InvoiceCollection.Collect(work, invoice, InvoiceCollection.MethodOf(work, subscription));
        Follow(work, subscription, invoice);
    }

    /// <summary>An invoice is marked as paid by other means: what was to be collected for it is not collected.</summary>
    public static void PayOutside(SandboxWork work, JsonObject subscription, JsonObject invoice)
    {
        Invoices.PayOutside(work, invoice);
        Follow(work, subscription, invoice);
    }
}
