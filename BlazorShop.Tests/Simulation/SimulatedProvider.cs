using System.Text;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Refunds;
using BlazorShop.Payments.StripeGateway;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// The provider's side of a schedule: objects, keys, events and money, all in memory. It lives on when the shop dies. What it
/// holds is the truth that the shop's books are measured by.
/// </summary>
internal sealed partial class SimulatedProvider(TimeProvider time)
{
    public static readonly TimeSpan KeysLive = TimeSpan.FromHours(24);
    private readonly Dictionary<string, (string Asked, object Answer, DateTime At)> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTime> failures = new(StringComparer.Ordinal);
    private int counter;

    public List<Session> Sessions { get; } = [];

    public List<Refund> Refunds { get; } = [];

    public List<Dispute> Disputes { get; } = [];

    public List<Event> Events { get; } = [];

    public List<(string Reference, CustomerId Customer, DateTime MadeAt)> Customers { get; } = [];

    /// <summary>Customers that were deleted.</summary>
    public HashSet<string> Forgotten { get; } = new(StringComparer.Ordinal);

    /// <summary>Customers that were made, and of which nobody was told: the answer was an error. No money hangs on them.</summary>
    public HashSet<string> Unheard { get; } = new(StringComparer.Ordinal);

    /// <summary>By the provider's own clock.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The money the shop has there: taken, less given back, less taken back by banks.</summary>
    public long Balance => Charges.Sum(BalanceOf);

    public long BalanceOf(Session session) => session.Captured
        - Refunds.Where(r => r.Session == session && r.IsOutstanding).Sum(r => r.Amount)
        - Disputes.Where(d => d.Session == session && d is { Withdrawn: true, Reinstated: false }).Sum(d => d.Amount);

    /// <summary>Forms run out by the provider's clock.</summary>
    public void Tick()
    {
        CloseCardForms();
        foreach (var session in Charges)
        {
            if (session.State == SessionState.Open && session.Request.ExpiresAt <= Now)
                Expire(session);
            // What it costs is known some moments after the money is there.
            if (session is { Fee: null, Captured: > 0 } && Now - session.PaidAt > TimeSpan.FromMinutes(1))
                session.Fee = session.Total with { Minor = (session.Captured / 50) + 25 };
        }
    }

    public string CreateCustomer(CustomerId customer, string email, string key) => Once(key, $"{customer} {email}", () =>
    {
        var reference = Name("cus");
        Customers.Add((reference, customer, Now));
        return reference;
    });

    /// <param name="collects">The form would collect this instead: a rounding, a tax, a setting of the account.</param>
    public PaymentSession CreateSession(PaymentRequest request, string customer, string key, Money? collects = null) => Once(key, request.ToJson() + customer, () =>
    {
        MustKnow(customer);
        if (request.ExpiresAt < Now.AddMinutes(30))
            throw new PaymentGatewayException(GatewayProblem.Rejected, "The form must be open for 30 minutes at least.");
        var session = new Session { Reference = Name("cs"), Request = request, Customer = customer, CreatedAt = Now, Total = collects ?? request.Total };
        Sessions.Add(session);
        return Say(session);
    });

    public string MustKnow(string customer) => Forgotten.Contains(customer) ? throw NotFound(customer) : customer;

    public PaymentSession Get(string reference)
    {
        Tick();
        return Say(Find(reference));
    }

    public PaymentSession Close(string reference)
    {
        Tick();
        var session = Find(reference);
        if (session.State == SessionState.Open)
            Expire(session);
        return Say(session);
    }

    public Session Find(string reference) => Sessions.Find(s => s.Reference == reference) ?? throw NotFound(reference);

    /// <summary>The buyer fills in the form and sends it. False when it takes no money any more.</summary>
    public bool Pay(Session session, bool later)
    {
        Tick();
        if (session.State != SessionState.Open)
            return false;
        // What recurs is paid by card.
        later &= session.Request.Recurrence is null;
        session.State = SessionState.Complete;
        session.Intent = Name("pi");
        session.PaidAt = Now;
        session.Money = later ? SessionMoney.Processing : SessionMoney.Paid;
        session.Captured = later ? 0 : session.Total.Minor;
        Happened("checkout.session.completed", session.Reference);
        if (session.Request.Recurrence is not null)
            Begin(session);
        return true;
    }

    public string DeleteCustomer(string reference)
    {
        Forgotten.Add(reference);
        foreach (var subscription in Subscriptions.Where(s => s.Customer == reference && !s.IsOver))
            End(subscription);
        return reference;
    }

    /// <summary>The bank answers, days later; it may even change its mind for the better.</summary>
    public void Decide(Session session, bool paid)
    {
        if (session.Money is not (SessionMoney.Processing or SessionMoney.Failed))
            return;
        session.Money = paid ? SessionMoney.Paid : SessionMoney.Failed;
        session.Captured = paid ? session.Total.Minor : 0;
        Happened(paid ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", session.Reference);
    }

    public ProviderRefund CreateRefund(string payment, Guid? ours, long amount, string? key, bool pending) =>
        key is null
            ? Make(payment, ours, amount, pending)
            : Once(key, $"{payment} {ours} {amount}", () => Make(payment, ours, amount, pending));

    public IEnumerable<Refund> RefundsOf(string payment) => Refunds.Where(r => r.Session.Intent == payment);

    public ProviderRefund GetRefund(string reference) => Say(Refunds.Find(r => r.Reference == reference) ?? throw NotFound(reference));

    /// <summary>A refund moves on: to the buyer, or back to us.</summary>
    public void Decide(Refund refund, bool arrives)
    {
        if (refund.State is RefundState.Failed)
            return;
        refund.State = arrives ? RefundState.Succeeded : RefundState.Failed;
        refund.Problem = arrives ? null : "The account is closed.";
        Happened(arrives ? "refund.updated" : "refund.failed", refund.Reference);
    }

    public bool OpenDispute(Session session, bool inquiry)
    {
        var amount = session.Captured - Refunds.Where(r => r.Session == session && r.IsOutstanding).Sum(r => r.Amount);
        if (amount <= 0 || Disputes.Exists(d => d.Session == session))
            return false;
        var dispute = new Dispute
        {
            Reference = Name("du"),
            Session = session,
            Amount = amount,
            CreatedAt = Now,
            Status = inquiry ? "warning_needs_response" : "needs_response",
            Withdrawn = !inquiry,
        };
        Disputes.Add(dispute);
        Happened("charge.dispute.created", dispute.Reference);
        if (!inquiry)
            Happened("charge.dispute.funds_withdrawn", dispute.Reference);
        return true;
    }

    public void Decide(Dispute dispute, bool won)
    {
        if (dispute.Closed)
            return;
        if (!dispute.Withdrawn)
        {
            dispute.Status = "warning_closed";
        }
        else
        {
            dispute.Status = won ? "won" : "lost";
            dispute.Reinstated = won;
            if (won)
                Happened("charge.dispute.funds_reinstated", dispute.Reference);
        }

        Happened("charge.dispute.closed", dispute.Reference);
    }

    public ProviderDispute GetDispute(string reference) => Say(Disputes.Find(d => d.Reference == reference) ?? throw NotFound(reference));

    /// <summary>An error that stays: whoever comes with this key gets it again, for as long as keys live. A key that has its answer keeps that.</summary>
    public void FailUnder(string key) => failures.TryAdd(key, Now);

    /// <summary>The same fact, told by a second event of another id.</summary>
    public void Repeat(Event told) =>
        Events.Add(new Event { Id = Name("evt"), Type = told.Type, ObjectId = told.ObjectId, Intent = told.Intent, Body = told.Body, CreatedAt = Now });

    private ProviderRefund Make(string payment, Guid? ours, long amount, bool pending)
    {
        var session = Charges.FirstOrDefault(s => s.Intent == payment) ?? throw NotFound(payment);
        var left = session.Captured - Refunds.Where(r => r.Session == session && r.IsOutstanding).Sum(r => r.Amount);
        if (amount > left || Disputes.Exists(d => d.Session == session && d is { Withdrawn: true, Reinstated: false }))
            throw new PaymentGatewayException(GatewayProblem.Rejected, "There is not so much left to give back.");
        var refund = new Refund
        {
            Reference = Name("re"),
            Session = session,
            Ours = ours,
            Amount = amount,
            CreatedAt = Now,
            State = pending ? RefundState.Pending : RefundState.Succeeded,
        };
        Refunds.Add(refund);
        Happened("charge.refunded", "ch_" + session.Reference, payment);
        Happened("refund.created", refund.Reference);
        return Say(refund);
    }

    private void Expire(Session session)
    {
        session.State = SessionState.Expired;
        Happened("checkout.session.expired", session.Reference);
    }

    private void Happened(string type, string subject, string? intent = null)
    {
        var body = intent is null ? "{}" : "{\"data\":{\"object\":{\"payment_intent\":\"" + intent + "\"}}}";
        Events.Add(new Event { Id = Name("evt"), Type = type, ObjectId = subject, Intent = intent, Body = Encoding.UTF8.GetBytes(body), CreatedAt = Now });
    }

    /// <summary>The same key gives the same answer for a day, word for word; with other words it is refused.</summary>
    private T Once<T>(string key, string asked, Func<T> make)
        where T : notnull
    {
        if (failures.TryGetValue(key, out var failed) && Now - failed < KeysLive && !(keys.TryGetValue(key, out var first) && first.At < failed))
            throw new PaymentGatewayException(GatewayProblem.Unavailable, "An error, the same as before.") { IsRemembered = true };
        if (keys.TryGetValue(key, out var known) && Now - known.At < KeysLive)
        {
            return known.Asked == asked
                ? (T)known.Answer
                : throw new PaymentGatewayException(GatewayProblem.Rejected, $"The key {key} was used for another request.");
        }

        var answer = make();
        keys[key] = (asked, answer, Now);
        return answer;
    }

    private string Name(string kind) => $"{kind}_{++counter:D6}";
}
