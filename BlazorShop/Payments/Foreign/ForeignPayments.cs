using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Payments.Journal;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Foreign;

/// <summary>
/// Money on our account that no shop of this kind asked for: a payment link, an agent's purchase. Each session becomes one entry,
/// and at most one order, however often it is heard of.
/// </summary>
public sealed partial class ForeignPayments(
    IDbContextFactory<ShopDbContext> contexts,
    IPaymentGateway gateway,
    IForeignOrders orders,
    IPaymentListener listener,
    IStaffNotices staff,
    PaymentsOptions options,
    ShopInstance instance,
    Ledger ledger,
    TimeProvider time,
    ILogger<ForeignPayments> logger)
{
    private readonly Rounds<string> open = new();

    public Task<SyncResult> SyncAsync(PaymentSession session, CancellationToken ct) => SyncAsync(session, options.ForeignSessions, by: null, ct);

    /// <summary>Staff want an order made of an entry, whatever the setting says. The entry says why where none can be.</summary>
    public async Task ImportAsync(string sessionReference, string actor, CancellationToken ct) =>
        await SyncAsync(await gateway.GetSessionAsync(sessionReference, ct), ForeignPolicy.Import, actor, ct);

    /// <summary>Staff say that it is none of the shop's. False when somebody has decided already.</summary>
    public async Task<bool> DismissAsync(string sessionReference, string actor, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ForeignPayment>().Of(gateway.Provider).Where(f => f.SessionReference == sessionReference && f.State == ForeignState.Open)
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.State, ForeignState.Dismissed).SetProperty(f => f.By, actor).SetProperty(f => f.SettledAt, now), ct) == 1;
    }

    /// <summary>What still belongs to no order may have gone back at the provider.</summary>
    public async Task LookAgainAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Set<ForeignPayment>().Of(gateway.Provider).AsNoTracking()
            .Where(f => f.State == ForeignState.Open && f.PaymentReference != null && f.Environment == gateway.Environment)
            .OrderBy(f => f.FoundAt).ToDictionaryAsync(f => f.SessionReference, f => f.PaymentReference!, ct);
        var outage = await open.RunAsync(due.Keys, async session =>
        {
            if (await gateway.GetPaymentAsync(due[session], ct) is not { } theirs || theirs.Captured.Minor > theirs.Refunded)
                return;
            var now = time.GetUtcNow().UtcDateTime;
            await db.Set<ForeignPayment>().Of(gateway.Provider).Where(f => f.SessionReference == session && f.State == ForeignState.Open)
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.State, ForeignState.Refunded).SetProperty(f => f.SettledAt, now), ct);
        }, (session, failure) =>
        {
            NotLookedAt(logger, session, failure);
            return Task.CompletedTask;
        }, ct);
        if (outage is not null)
            ExceptionDispatchInfo.Throw(outage);
    }

    private async Task<SyncResult> SyncAsync(PaymentSession session, ForeignPolicy policy, string? by, CancellationToken ct)
    {
        if (policy == ForeignPolicy.Ignore || session is not { IsForeign: true, State: SessionState.Complete, Money: SessionMoney.Paid, Total.Minor: > 0 })
            return SyncResult.NotOurs;
        var paidAt = session.PaidAt ?? session.CreatedAt;
        if (by is null && paidAt < await instance.FirstStartAsync(ct))
            return SyncResult.NotOurs;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (by is null && await db.Set<ForeignPayment>().Of(gateway.Provider).AnyAsync(f => f.SessionReference == session.Reference, ct))
                return SyncResult.Unchanged;
        }

        var basket = await gateway.ForeignBasketAsync(session.Reference, ct);
        return await Collision.RetryAsync(() => SyncOnceAsync(session, basket, policy, by, paidAt, ct), ct);
    }

    private async Task<SyncResult> SyncOnceAsync(
        PaymentSession session, ForeignBasket basket, ForeignPolicy policy, string? by, DateTime paidAt, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var entry = await db.Set<ForeignPayment>().Of(gateway.Provider).FirstOrDefaultAsync(f => f.SessionReference == session.Reference, ct);
        if (entry is not null && (by is null || entry.State != ForeignState.Open))
            return SyncResult.Unchanged;
        if (entry is null)
        {
            entry = new ForeignPayment
            {
                SessionReference = session.Reference,
                Provider = gateway.Provider.Key,
                PaymentReference = session.PaymentReference,
                Amount = session.Total,
                Email = basket.Email.ToLowerInvariant(),
                Environment = gateway.Environment,
                PaidAt = paidAt,
                FoundAt = now,
            };
            db.Add(entry);
            // The unique key decides who goes on, before any stock moves.
            await db.SaveChangesAsync(ct);
        }

        Payment? payment = null;
        if (policy == ForeignPolicy.Import)
        {
            var id = Id.New<PaymentId>(time);
            switch (await orders.PlaceAsync(db, id, session, basket, ct))
            {
                case ForeignOrder.Placed placed:
                    payment = await BookAsync(db, session, placed.Request, now, ct);
                    (entry.State, entry.OrderId, entry.AwaitsAccount, entry.Problem, entry.By, entry.SettledAt) =
                        (ForeignState.Ordered, placed.Request.Order, placed.AwaitsAccount, null, by, now);
                    break;
                case ForeignOrder.Refused refused:
                    entry.Problem = KindText.Of(refused.Why, refused.Arguments);
                    break;
            }
        }

        if (payment is null)
        {
            var facts = new NoticeFacts { Amount = entry.Amount, From = entry.Email.Length == 0 ? null : entry.Email, Said = Languages.InEach(() => ForeignWords.Refusal(entry.Problem)) };
            await staff.TellAsync(
                db,
                new StaffNotice("foreign:" + Short(session.Reference), StaffNoticeKind.ForeignPayment, session.PaymentReference ?? session.Reference, facts, "/admin/payments"),
                ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Found(logger, session.Reference, entry.State);
        if (payment is not null)
            listener.Committed(payment);
        else
            staff.Ring();
        return SyncResult.Changed;
    }

    private async Task<Payment> BookAsync(ShopDbContext db, PaymentSession session, PaymentRequest request, DateTime now, CancellationToken ct)
    {
        var payment = new Payment
        {
            Id = request.Payment,
            Provider = gateway.Provider.Key,
            OrderId = request.Order,
            Attempt = request.Attempt,
            CustomerId = request.Customer,
            Amount = request.Total,
            State = PaymentState.Paid,
            Received = session.Total.Minor,
            IdempotencyKey = "foreign-" + Short(session.Reference),
            Request = request.ToJson(),
            CustomerReference = session.CustomerReference,
            SessionReference = session.Reference,
            Reference = session.PaymentReference,
            Environment = gateway.Environment,
            CreatedAt = session.CreatedAt,
            ExpiresAt = session.ExpiresAt,
            SettledAt = now,
            Fee = session.Fee?.Minor,
            FeeCurrency = session.Fee?.Currency,
        };
        db.Payments.Add(payment);
        await db.SaveChangesAsync(ct);
        var paid = new PaymentEvent.Succeeded(payment, now, session.Total, session.PaidWith, ShippingAddress: null);
        await listener.AnnounceAsync(db, paid, ct);
        PaymentSync.Book(ledger, db, paid);
        return payment;
    }

    private static string Short(string reference) => Text.LimitToEnd(reference, 110);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {Session}, which belongs to no order, could not be looked at again")]
    private static partial void NotLookedAt(ILogger logger, string session, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {Session} was paid on our account and is no shop's: {State}")]
    private static partial void Found(ILogger logger, string session, ForeignState state);
}
