using System.Collections.Concurrent;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>
/// The one place where a payment changes because of what the provider says. Webhook, return page, form and reconciliation all
/// end here: it reads the session again and decides by that, so that it does not matter who comes first, or how often.
/// </summary>
public sealed partial class PaymentSync(
    IDbContextFactory<ShopDbContext> contexts,
    IPaymentGateway gateway,
    IPaymentListener listener,
    ISubscriptionRecords subscriptions,
    Ledger ledger,
    TimeProvider time,
    ILogger<PaymentSync> logger)
{
    /// <summary>So long after the provider said so first, it is believed that it does not know a form.</summary>
    public static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<PaymentId, DateTime> unknown = [];

    public async Task<SyncResult> SyncAsync(string sessionReference, CancellationToken ct) =>
        await ApplyAsync(await gateway.GetSessionAsync(sessionReference, ct), ct);

    /// <summary>
    /// Makes sure that a payment which the provider moves money for is known here as paid: a refund or a dispute may be heard of
    /// before the payment itself. Null when it is no payment of ours.
    /// </summary>
    public async Task<PaymentState?> CatchUpAsync(PaymentId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = await db.Payments.AsNoTracking().Where(p => p.Id == id).Select(p => new { p.State, p.SessionReference }).FirstOrDefaultAsync(ct);
        if (known is null || known.State == PaymentState.Paid || known.SessionReference is not { } session)
            return known?.State;
        await SyncAsync(session, ct);
        return await db.Payments.AsNoTracking().Where(p => p.Id == id).Select(p => (PaymentState?)p.State).FirstOrDefaultAsync(ct);
    }

    /// <summary>
    /// Which of our payments the provider's money belongs to: by its name, else by what we wrote on it. What a subscription
    /// collects carries nothing of ours but on its invoice.
    /// </summary>
    public async Task<PaymentId?> FindAsync(PaymentId? written, string? reference, CancellationToken ct)
    {
        if (reference is null)
            return written;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Payments.Of(gateway.Provider).Where(p => p.Reference == reference).Select(p => (PaymentId?)p.Id).FirstOrDefaultAsync(ct) is { } known)
            return known;
        // What we wrote may stand on a copy, too: of a payment whose money has another name, this is none.
        return written is { } id && await db.Payments.AnyAsync(p => p.Id == id && p.Reference != null, ct) ? null : written;
    }

    /// <summary>Applies what was just read. Never goes back: a stale answer changes nothing.</summary>
    public async Task<SyncResult> ApplyAsync(PaymentSession session, CancellationToken ct)
    {
        if (session.Payment is not { } id)
            return SyncResult.NotOurs;
        // Known after all: should it be unknown once more, that is a first look again.
        unknown.TryRemove(id, out _);
        return await Collision.RetryAsync(() => ApplyOnceAsync(id, session, ct), ct);
    }

    /// <summary>The provider refused to open the form, for good: nobody can pay by it.</summary>
    public Task AbandonAsync(PaymentId id, string why, CancellationToken ct) => EndAsync(id, p => p.State is PaymentState.Creating, PaymentState.Abandoned, why, ct);

    /// <summary>
    /// The provider says that it knows no form of this payment. Once may only mean that it is slow to know it; when it still does not a
    /// minute later, the payment has ended, and what was held for it is free. True when it has.
    /// </summary>
    public async Task<bool> UnknownAsync(PaymentId id, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - unknown.GetOrAdd(id, now) < SecondLook)
            return false;
        unknown.TryRemove(id, out _);
        await EndAsync(id, p => p.IsLive || p.State is PaymentState.Processing, PaymentState.Expired, KindText.Of(GivenUpBecause.FormUnknownThere), ct);
        return true;
    }

    /// <summary>Nobody is left to ask about it: what it held is free. Should money come by it after all, that is booked.</summary>
    public Task CloseElsewhereAsync(PaymentId id, string environment, CancellationToken ct) => EndAsync(
        id, p => p.IsLive || p.State is PaymentState.Processing, PaymentState.Expired, KindText.Of(GivenUpBecause.OpenedElsewhere, environment), ct);

    private async Task EndAsync(PaymentId id, Func<Payment, bool> when, PaymentState state, string why, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(db, id, ct) is not { } payment || !when(payment))
            return;
        payment.State = state;
        payment.Problem = Limit(why);
        payment.SettledAt = time.GetUtcNow().UtcDateTime;
        await listener.AnnounceAsync(db, new PaymentEvent.Expired(payment, payment.SettledAt.Value), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Moved(logger, payment.Id, payment.OrderId, payment.State);
        listener.Committed(payment);
    }

    /// <summary>Remembers on the order that the provider would have collected <paramref name="asked"/> instead of the payment's amount.</summary>
    public async Task NoteTotalAsync(PaymentId id, Money asked, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(db, id, ct) is not { } payment)
            return;
        await listener.AnnounceAsync(db, new PaymentEvent.TotalDiffers(payment, time.GetUtcNow().UtcDateTime, asked), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        listener.Committed(payment);
    }

    private async Task<SyncResult> ApplyOnceAsync(PaymentId id, PaymentSession session, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var payment = await LockAsync(db, id, ct);
        if (payment is null || (payment.SessionReference is { } known && known != session.Reference))
            return SyncResult.NotOurs;

        var now = time.GetUtcNow().UtcDateTime;
        var happened = Decide(payment, session, now);
        if (happened is null)
        {
            // The fee is often known only some moments after the money.
            if (payment.State != PaymentState.Paid || !TakeFee(payment, session))
                return SyncResult.Unchanged;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return SyncResult.Unchanged;
        }

        TakeFee(payment, session);
        payment.SessionReference = session.Reference;
        payment.ExpiresAt = session.ExpiresAt;
        payment.InvoiceReference = session.InvoiceReference ?? payment.InvoiceReference;
        payment.Reference = session.PaymentReference ?? payment.Reference;
        if (happened is not PaymentEvent.Opened)
            payment.SettledAt = now;
        await listener.AnnounceAsync(db, happened, ct);
        if (happened is PaymentEvent.Succeeded paid)
        {
            Book(ledger, db, paid);
            await subscriptions.StartAsync(db, payment, session, now, ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Moved(logger, payment.Id, payment.OrderId, payment.State);
        listener.Committed(payment);
        return SyncResult.Changed;
    }

    /// <summary>Every cent received is booked, with the payment itself: for the order, or as owed back to the buyer.</summary>
    internal static void Book(Ledger ledger, ShopDbContext db, PaymentEvent.Succeeded paid)
    {
        if (paid.Received.Minor == 0)
            return;
        var payment = paid.Payment;
        var side = payment.InSuspense ? Account.Suspense : Account.Sales;
        var outside = paid.Received with { Minor = payment.ReceivedOutside };
        var passed = paid.Received - outside;
        if (passed.Minor > 0)
            ledger.Move(db, "pay:" + (payment.Reference ?? payment.SourceReference), payment, JournalKind.Payment, paid.PaidWith ?? "", passed, side, Account.Provider);
        // What the provider never had is on an account of its own: no comparison with the provider looks for it there.
        if (outside.Minor > 0)
            ledger.Move(db, $"pay:{payment.SourceReference}:outside", payment, JournalKind.PaidOutside, paid.PaidWith is { } means and not PaidWith.Outside ? means : "", outside, side, Account.Outside);
    }

    /// <summary>First statement of the transaction: a write on the payment's row, which makes everybody else wait.</summary>
    internal static async Task<Payment?> LockAsync(ShopDbContext db, PaymentId id, CancellationToken ct) =>
        await db.Payments.Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version + 1), ct) == 0
            ? null
            : await db.Payments.SingleAsync(p => p.Id == id, ct);

    private static PaymentEvent? Decide(Payment payment, PaymentSession session, DateTime now)
    {
        switch (payment.State, session.State, session.Money)
        {
            case (PaymentState.Paid, _, _):
                return null;
            case (_, SessionState.Complete, SessionMoney.Paid):
                payment.State = PaymentState.Paid;
                payment.Received = session.Total.Minor;
                payment.ReceivedCurrency = session.Total.Currency == payment.Amount.Currency ? null : session.Total.Currency;
                return new PaymentEvent.Succeeded(payment, now, session.Total, session.PaidWith, session.ShippingAddress);
            case (not PaymentState.Processing and not PaymentState.Failed, SessionState.Complete, SessionMoney.Processing):
                payment.State = PaymentState.Processing;
                return new PaymentEvent.Processing(payment, now);
            case (not PaymentState.Failed, SessionState.Complete, SessionMoney.Failed):
                payment.State = PaymentState.Failed;
                payment.Problem = session.Problem is { } words ? Limit(words) : null;
                return new PaymentEvent.Failed(payment, now, session.Decline ?? DeclineReason.Declined);
            case (PaymentState.Creating or PaymentState.Open, SessionState.Expired, _):
                payment.State = PaymentState.Expired;
                return new PaymentEvent.Expired(payment, now);
            case (PaymentState.Creating, SessionState.Open, _):
                payment.State = PaymentState.Open;
                return new PaymentEvent.Opened(payment, now);
            default:
                return null;
        }
    }

    private static bool TakeFee(Payment payment, PaymentSession session)
    {
        if (session.Fee is not { } fee || payment.Fee is not null)
            return false;
        (payment.Fee, payment.FeeCurrency) = (fee.Minor, fee.Currency);
        return true;
    }

    private static string Limit(string text) => Text.Limit(text, 500);

    [LoggerMessage(Level = LogLevel.Information, Message = "Payment {Payment} of order {Order} is now {State}")]
    private static partial void Moved(ILogger logger, PaymentId payment, OrderId order, PaymentState state);
}
