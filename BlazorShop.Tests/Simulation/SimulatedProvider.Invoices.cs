using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Pricing;

namespace BlazorShop.Tests.Simulation;

/// <summary>What a subscription costs, and whether it is paid.</summary>
internal sealed partial class SimulatedProvider
{
    /// <summary>So often a declined invoice is tried; then its subscription ends.</summary>
    private const int MostTries = 4;

    public Invoice FindInvoice(string reference) => Invoices.Find(i => i.Reference == reference) ?? throw NotFound(reference);

    /// <summary>A period is over: what it costs is collected, where it is not cancelled or paused.</summary>
    /// <param name="difference">By so much another amount than was agreed is due; less than nothing is nothing.</param>
    public Invoice? Bill(Subscription subscription, ChargeKind why, long difference, bool declines)
    {
        if (subscription.CancelAtPeriodEnd)
        {
            End(subscription);
            return null;
        }

        var request = subscription.Session.Request;
        subscription.PeriodEnd = request.Recurrence!.After(subscription.PeriodEnd);
        difference = Math.Max(difference, -request.Total.Minor);
        var due = request.Total with { Minor = request.Total.Minor + difference };
        var invoice = new Invoice
        {
            Reference = Name("in"),
            Subscription = subscription,
            IsFirst = false,
            Due = due,
            Adjustments = difference == 0 ? [] : [new Charge(why, due with { Minor = difference })],
            CreatedAt = Now,
            Until = subscription.PeriodEnd,
        };
        Invoices.Add(invoice);
        if (subscription.IsPaused)
            Close(invoice, voided: true);
        else if (due.Minor == 0)
            MarkPaid(invoice, null);
        else
            Collect(invoice, declines);
        if (!subscription.IsOver)
            Happened("customer.subscription.updated", subscription.Reference);
        return invoice;
    }

    /// <summary>The provider tries again by itself.</summary>
    public void Retry(Invoice invoice, bool declines)
    {
        if (invoice.State != InvoiceState.Open || invoice.Subscription.IsOver)
            return;
        Collect(invoice, declines);
        if (!invoice.Subscription.IsOver)
            Happened("customer.subscription.updated", invoice.Subscription.Reference);
    }

    /// <summary>Somebody pays an invoice on the provider's own page, or says that it was paid elsewhere; also one that was given up.</summary>
    public bool PayByHand(Invoice invoice, bool outside)
    {
        if (!invoice.IsOwed && invoice is not { State: InvoiceState.Closed, IsVoid: false })
            return false;
        if (outside)
            invoice.PaidOutside = invoice.Due.Minor;
        MarkPaid(invoice, outside ? null : Take(invoice, "by hand"));
        if (!invoice.Subscription.IsOver)
            Happened("customer.subscription.updated", invoice.Subscription.Reference);
        return true;
    }

    /// <summary>Nobody owes it any more.</summary>
    public bool Close(Invoice invoice, bool voided)
    {
        if (invoice.State is not (InvoiceState.Draft or InvoiceState.Open))
            return false;
        (invoice.State, invoice.IsVoid) = (InvoiceState.Closed, voided);
        Happened(voided ? "invoice.voided" : "invoice.marked_uncollectible", invoice.Reference);
        Recover(invoice.Subscription);
        return true;
    }

    /// <summary>A card that is declined is an answer like any other: it may be lost, and is kept under its key.</summary>
    public (ProviderInvoice Invoice, string Problem) PayInvoice(string reference, string card, string key)
    {
        var problem = Once(key, $"{reference} {card}", () =>
        {
            var invoice = FindInvoice(reference);
            if (invoice.State != InvoiceState.Open)
                return "This invoice can no longer be paid.";
            Tries.Add((reference, card, Now));
            if (declining.Contains(card))
            {
                // The first try counts, whoever made it; after that only the provider's own do.
                invoice.Attempts = Math.Max(1, invoice.Attempts);
                Happened("invoice.payment_failed", reference);
                return Declined;
            }

            MarkPaid(invoice, Take(invoice, card));
            if (!invoice.Subscription.IsOver)
                Happened("customer.subscription.updated", invoice.Subscription.Reference);
            return "";
        });
        return (Say(FindInvoice(reference)), problem);
    }

    private void Collect(Invoice invoice, bool declines)
    {
        var subscription = invoice.Subscription;
        invoice.State = InvoiceState.Open;
        invoice.Attempts++;
        if (!declines && (subscription.Card is not { } card || !declining.Contains(card)))
        {
            MarkPaid(invoice, Take(invoice, subscription.Card));
            return;
        }

        Happened("invoice.payment_failed", invoice.Reference);
        if (invoice.Attempts >= MostTries)
            End(subscription);
        else
            subscription.Status = SubscriptionStatus.PastDue;
    }

    private Session Take(Invoice invoice, string? card)
    {
        var charge = new Session
        {
            Reference = invoice.Reference,
            Request = invoice.Subscription.Session.Request,
            Customer = invoice.Subscription.Customer,
            CreatedAt = Now,
            State = SessionState.Complete,
            Money = SessionMoney.Paid,
            Intent = Name("pi"),
            PaidAt = Now,
            Captured = invoice.Due.Minor,
            Total = invoice.Due,
            Invoice = invoice,
        };
        invoice.PaidBy = card;
        Renewals.Add(charge);
        return charge;
    }

    private void MarkPaid(Invoice invoice, Session? charge)
    {
        (invoice.State, invoice.PaidAt, invoice.Charge) = (InvoiceState.Paid, Now, charge);
        Recover(invoice.Subscription);
        Happened("invoice.paid", invoice.Reference);
    }

    private void Recover(Subscription subscription)
    {
        if (!subscription.IsOver && !Invoices.Exists(i => i.Subscription == subscription && i.IsOwed))
            subscription.Status = SubscriptionStatus.Active;
    }
}
