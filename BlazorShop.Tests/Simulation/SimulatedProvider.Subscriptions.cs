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

    public CardForm FindCardForm(string reference)
    {
        Tick();
        return CardForms.Find(f => f.Reference == reference) ?? throw NotFound(reference);
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
}
