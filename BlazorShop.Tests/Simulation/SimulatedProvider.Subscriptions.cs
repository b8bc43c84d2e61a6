using System.Text;
using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Pricing;

namespace BlazorShop.Tests.Simulation;

/// <summary>What the provider collects again and again: it keeps the calendar, the cards and the invoices.</summary>
internal sealed partial class SimulatedProvider
{
    /// <summary>So often a declined invoice is tried; then its subscription ends.</summary>
    private const int MostTries = 4;

    private const string Setup = "{\"data\":{\"object\":{\"mode\":\"setup\"}}}";
    private const string Declined = "Your card was declined.";
    private readonly HashSet<string> declining = new(StringComparer.Ordinal);

    public List<Subscription> Subscriptions { get; } = [];

    public List<Invoice> Invoices { get; } = [];

    public List<CardForm> CardForms { get; } = [];

    /// <summary>Money that invoices have collected without a form.</summary>
    public List<Session> Renewals { get; } = [];

    /// <summary>Which card was tried for which invoice because the shop asked.</summary>
    public List<(string Invoice, string Card, DateTime At)> Tries { get; } = [];

    /// <summary>All the money there is, by form or without.</summary>
    public IEnumerable<Session> Charges => Sessions.Concat(Renewals);

    public Subscription FindSubscription(string reference) => Subscriptions.Find(s => s.Reference == reference) ?? throw NotFound(reference);

    public Invoice FindInvoice(string reference) => Invoices.Find(i => i.Reference == reference) ?? throw NotFound(reference);

    public CardForm FindCardForm(string reference)
    {
        Tick();
        return CardForms.Find(f => f.Reference == reference) ?? throw NotFound(reference);
    }

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

    public void End(Subscription subscription)
    {
        if (subscription.IsOver)
            return;
        (subscription.Status, subscription.EndedAt) = (SubscriptionStatus.Cancelled, Now);
        Happened("customer.subscription.deleted", subscription.Reference);
    }

    /// <param name="byShop">Not somebody at the provider's own admin.</param>
    public ProviderSubscription Change(string reference, SubscriptionChange change, bool byShop)
    {
        var subscription = FindSubscription(reference);
        if (subscription.IsOver)
            throw new PaymentGatewayException(GatewayProblem.Rejected, "A canceled subscription cannot be changed.");
        var before = Say(subscription);
        switch (change)
        {
            case SubscriptionChange.Pause or SubscriptionChange.Resume:
                subscription.IsPaused = change is SubscriptionChange.Pause;
                break;
            case SubscriptionChange.CancelAtPeriodEnd or SubscriptionChange.KeepRunning:
                subscription.CancelAtPeriodEnd = change is SubscriptionChange.CancelAtPeriodEnd;
                break;
            case SubscriptionChange.UseCard card:
                subscription.Card = card.CardReference;
                break;
        }

        subscription.Changes.Add((change, byShop));
        if (Say(subscription) != before)
            Happened("customer.subscription.updated", reference);
        return Say(subscription);
    }

    public ProviderSubscription Change(string reference, SubscriptionChange change, string key) =>
        Once(key, $"{reference} {change}", () => Change(reference, change, byShop: true));

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

    public SubscriptionCardForm CreateCardForm(SubscriptionCardFormRequest request, string customer, string key) =>
        Once(key, JsonSerializer.Serialize(request) + customer, () =>
        {
            if (Forgotten.Contains(customer))
                throw NotFound(customer);
            if (request.ExpiresAt < Now.AddMinutes(30))
                throw new PaymentGatewayException(GatewayProblem.Rejected, "The form must be open for 30 minutes at least.");
            var form = new CardForm { Reference = Name("cs"), Request = request };
            CardForms.Add(form);
            return Say(form);
        });

    /// <summary>The buyer enters a card. False when the form takes none any more.</summary>
    public bool Fill(CardForm form, bool declines)
    {
        Tick();
        if (form.State != SessionState.Open)
            return false;
        (form.State, form.Card, form.FilledAt) = (SessionState.Complete, Name("pm"), Now);
        if (declines)
            declining.Add(form.Card);
        Happened("checkout.session.completed", form);
        return true;
    }

    public static ProviderSubscription Say(Subscription subscription) => new()
    {
        Reference = subscription.Reference,
        Ours = subscription.Session.Request.Subscription,
        CustomerReference = subscription.Customer,
        Status = subscription.Status,
        PeriodEnd = subscription.PeriodEnd,
        CancelAtPeriodEnd = subscription.CancelAtPeriodEnd,
        CollectionPaused = subscription.IsPaused,
        PaidWith = NameOf(subscription.Card),
        CreatedAt = subscription.Session.PaidAt,
        EndedAt = subscription.EndedAt,
    };

    public static ProviderInvoice Say(Invoice invoice) => new()
    {
        Reference = invoice.Reference,
        Subscription = invoice.Subscription.Session.Request.Subscription,
        SubscriptionReference = invoice.Subscription.Reference,
        CustomerReference = invoice.Subscription.Customer,
        IsFirst = invoice.IsFirst,
        State = invoice.State,
        Due = invoice.Due,
        Paid = invoice.State == InvoiceState.Paid ? invoice.Due : invoice.Due with { Minor = 0 },
        PaidOutside = invoice.PaidOutside,
        Adjustments = invoice.Adjustments,
        Attempts = invoice.Attempts,
        NextAttempt = invoice.IsOwed && !invoice.Subscription.IsOver ? invoice.CreatedAt.AddDays(3 * invoice.Attempts) : null,
        PaymentReference = invoice.Charge?.Intent,
        PaidWith = invoice.Charge is not null ? NameOf(invoice.PaidBy) : invoice.PaidOutside > 0 ? "Paid outside of Stripe" : null,
        Fee = invoice.Charge?.Fee,
        Decline = invoice.IsOwed ? DeclineReason.Declined : null,
        CreatedAt = invoice.CreatedAt,
        PaidAt = invoice.PaidAt,
        Until = invoice.Until,
    };

    public static SubscriptionCardForm Say(CardForm form) => new()
    {
        Reference = form.Reference,
        ClientSecret = form.Reference + "_secret",
        State = form.State,
        ExpiresAt = form.Request.ExpiresAt,
        Subscription = form.Request.Subscription,
        CardReference = form.Card,
        Card = form.Card is { } card ? NameOf(card) : null,
    };

    private static string NameOf(string? card) => $"Visa ending in {(card is null ? "4242" : card[^4..])}";

    /// <summary>A form is paid by which something recurs: its first invoice is paid by that very money.</summary>
    private void Begin(Session session)
    {
        var subscription = new Subscription
        {
            Reference = Name("sub"),
            Session = session,
            Customer = session.Customer,
            PeriodEnd = session.Request.Recurrence!.After(Now),
        };
        Subscriptions.Add(subscription);
        session.Invoice = new Invoice
        {
            Reference = Name("in"),
            Subscription = subscription,
            IsFirst = true,
            State = InvoiceState.Paid,
            Due = session.Total,
            Attempts = 1,
            Charge = session,
            CreatedAt = Now,
            PaidAt = Now,
            Until = subscription.PeriodEnd,
        };
        Invoices.Add(session.Invoice);
        Happened("customer.subscription.created", subscription.Reference);
        Happened("invoice.paid", session.Invoice.Reference);
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

    private void CloseCardForms()
    {
        foreach (var form in CardForms.Where(f => f.State == SessionState.Open && f.Request.ExpiresAt <= Now))
        {
            form.State = SessionState.Expired;
            Happened("checkout.session.expired", form);
        }
    }

    /// <summary>What an event says of a form tells that it takes a card and no money.</summary>
    private void Happened(string type, CardForm form) =>
        Events.Add(new Event { Id = Name("evt"), Type = type, ObjectId = form.Reference, Intent = null, Body = Encoding.UTF8.GetBytes(Setup), CreatedAt = Now });

    internal sealed class Subscription
    {
        public required string Reference { get; init; }

        /// <summary>The form it began by.</summary>
        public required Session Session { get; init; }

        public required string Customer { get; init; }

        public required DateTime PeriodEnd { get; set; }

        public SubscriptionStatus Status { get; set; } = SubscriptionStatus.Active;

        public bool CancelAtPeriodEnd { get; set; }

        /// <summary>What falls due is void.</summary>
        public bool IsPaused { get; set; }

        /// <summary>What it is paid with; null: the card of the first form.</summary>
        public string? Card { get; set; }

        public DateTime? EndedAt { get; set; }

        /// <summary>What was changed, in the order in which it was, and whether the shop asked for it.</summary>
        public List<(SubscriptionChange Change, bool ByShop)> Changes { get; } = [];

        public bool IsOver => Status == SubscriptionStatus.Cancelled;
    }

    internal sealed class Invoice
    {
        public required string Reference { get; init; }

        public required Subscription Subscription { get; init; }

        public required bool IsFirst { get; init; }

        public required Money Due { get; init; }

        public IReadOnlyList<Charge> Adjustments { get; init; } = [];

        public required DateTime CreatedAt { get; init; }

        public required DateTime Until { get; init; }

        public InvoiceState State { get; set; } = InvoiceState.Draft;

        /// <summary>Closed for good; one that was only given up can still be paid.</summary>
        public bool IsVoid { get; set; }

        /// <summary>How often the provider tried it by itself.</summary>
        public int Attempts { get; set; }

        public DateTime? PaidAt { get; set; }

        public long PaidOutside { get; set; }

        /// <summary>The money it collected; null while there is none, and where none came through the provider.</summary>
        public Session? Charge { get; set; }

        public string? PaidBy { get; set; }

        /// <summary>It was tried, and is still to be paid.</summary>
        public bool IsOwed => State == InvoiceState.Open && Attempts > 0;
    }

    internal sealed class CardForm
    {
        public required string Reference { get; init; }

        public required SubscriptionCardFormRequest Request { get; init; }

        public SessionState State { get; set; } = SessionState.Open;

        public string? Card { get; set; }

        public DateTime? FilledAt { get; set; }
    }
}
