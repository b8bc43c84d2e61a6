using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Refunds;

/// <summary>
/// Refunds money: from the admin, by the shop itself, or as heard from the provider. The request is committed with its
/// key before the provider is asked; each refund is booked once, by the provider's id, however often and in whatever order it is
/// heard of.
/// </summary>
public sealed partial class RefundService(
    IDbContextFactory<ShopDbContext> contexts,
    IPaymentGateway gateway,
    PaymentSync sync,
    IPaymentListener listener,
    RefundRequests requests,
    ISubscriptionCommands subscriptions,
    Ledger ledger,
    TimeProvider time,
    ILogger<RefundService> logger)
{
    private readonly Rounds<string> unanswered = new(portion: 100);

    /// <summary>Asks for a refund of the payment that paid an order, and sends it.</summary>
    public async Task<RefundStart> RequestAsync(OrderId order, Money amount, string reason, string actor, Guid requestId, CancellationToken ct)
    {
        PaymentId? paid;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            paid = await db.Payments.AsNoTracking()
                .Where(p => p.OrderId == order && p.State == PaymentState.Paid && !p.InSuspense).Select(p => (PaymentId?)p.Id).FirstOrDefaultAsync(ct);
        }

        return paid is { } id ? await RequestAsync(id, amount, reason, actor, requestId, SubscriptionAfterwards.GoesOn, ct) : new RefundStart.NothingPaid();
    }

    /// <summary>
    /// Asks for a refund of one payment, also of one in suspense, and sends it. <paramref name="requestId"/> is the dialog's own id:
    /// sent twice, it is one refund. <paramref name="then"/>: what is to become of the subscription that was paid by it, written
    /// down with the refund.
    /// </summary>
    public async Task<RefundStart> RequestAsync(
        PaymentId id, Money amount, string reason, string actor, Guid requestId, SubscriptionAfterwards then, CancellationToken ct)
    {
        Refund refund;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await PaymentSync.LockAsync(db, id, ct) is not { State: PaymentState.Paid } payment)
                return new RefundStart.NothingPaid();
            // Behind the payment's lock: a second click finds what the first has written.
            if (await db.Set<Refund>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == requestId, ct) is { } known)
                return new RefundStart.Begun(known);
            var room = await RefundRoom.OfAsync(db, payment, ct);
            if (room.IsDisputed && !room.IsOutside)
                return new RefundStart.Disputed();
            if (amount.Currency != room.Currency || amount.Minor <= 0 || amount > room.Left)
                return new RefundStart.TooMuch(room.Left);
            if (!room.IsOutside && !Currencies.IsOnStep(amount))
                return new RefundStart.OffStep(Currencies.Least(room.Currency));
            refund = requests.Add(db, payment, requestId, amount, RefundReason.ByShop, reason, actor, $"refund-{requestId}", room.IsOutside);
            if (then is not SubscriptionAfterwards.GoesOn && PaymentRequest.FromJson(payment.Request).Subscription is { } subscription)
                await subscriptions.RecordAsync(db, subscription, then, actor, time.GetUtcNow().UtcDateTime, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        Requested(logger, refund.Id, refund.OrderId, actor);
        try
        {
            await SendAsync(refund.Id, ct);
        }
        catch (PaymentGatewayException failure) when (failure.Problem is not GatewayProblem.Rejected)
        {
            // It is committed: the next pass sends it again with the same key.
            NotSent(logger, refund.Id, failure.Problem);
        }

        if (then is not SubscriptionAfterwards.GoesOn)
            await subscriptions.SendDueAsync(ct);
        await using var after = await contexts.CreateDbContextAsync(ct);
        return new RefundStart.Begun(await after.Set<Refund>().AsNoTracking().SingleAsync(r => r.Id == refund.Id, ct));
    }

    /// <summary>What can still be refunded of a payment, in minor units. Joins the caller's transaction, which holds the payment's lock.</summary>
    public static async Task<long> LeftAsync(ShopDbContext db, Payment payment, CancellationToken ct) =>
        (await RefundRoom.OfAsync(db, payment, ct)).Total.Minor;

    /// <summary>Reads the refunds that wait for a bank again.</summary>
    /// <exception cref="PaymentGatewayException">The provider does not answer; what is left is read next time.</exception>
    public async Task FollowUpAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var pending = await db.Set<Refund>().AsNoTracking().Where(r => r.State == RefundState.Pending && r.Reference != null)
            .OrderBy(r => r.ChangedAt).Select(r => r.Reference!).ToListAsync(ct);
        var outage = await unanswered.RunAsync(pending, reference => SyncAsync(reference, ct), (reference, failure) =>
        {
            if (failure is PaymentGatewayException { Problem: var problem })
                NotFollowed(logger, reference, problem);
            else
                NotRead(logger, reference, failure);
            return Task.CompletedTask;
        }, ct);
        if (outage is not null)
            ExceptionDispatchInfo.Throw(outage);
    }

    public async Task<SyncResult> SyncAsync(string refundReference, CancellationToken ct) =>
        await ApplyAsync(await gateway.GetRefundAsync(refundReference, ct), ct);

    public async Task<SyncResult> SyncAllOfAsync(string paymentReference, CancellationToken ct)
    {
        var result = SyncResult.NotOurs;
        foreach (var refund in await gateway.RefundsOfAsync(paymentReference, ct))
        {
            var one = await ApplyAsync(refund, ct);
            result = one > result ? one : result;
        }

        return result;
    }

    /// <summary>Applies what was just read; a state that is further on is never taken back by an older answer.</summary>
    public async Task<SyncResult> ApplyAsync(ProviderRefund theirs, CancellationToken ct)
    {
        if (await sync.FindAsync(theirs.Payment, theirs.PaymentReference, ct) is not { } id || await sync.CatchUpAsync(id, ct) is not { } state)
            return SyncResult.NotOurs;
        if (state != PaymentState.Paid)
            throw new InvalidOperationException($"Refund {theirs.Reference} gives back payment {id}, which the provider does not call paid yet.");
        // Somebody may write the same refund first: look again.
        return await Collision.RetryAsync(() => ApplyOnceAsync(id, theirs, ct), ct);
    }

    private async Task<SyncResult> ApplyOnceAsync(PaymentId id, ProviderRefund theirs, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await PaymentSync.LockAsync(db, id, ct) is not { } payment)
            return SyncResult.NotOurs;
        var now = time.GetUtcNow().UtcDateTime;
        var refund = await db.Set<Refund>().Of(gateway.Provider).FirstOrDefaultAsync(r => r.Reference == theirs.Reference || (theirs.Ours != null && r.Id == theirs.Ours), ct);
        if (refund is null)
        {
            refund = new Refund
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                Provider = payment.Provider,
                PaymentId = payment.Id,
                OrderId = payment.OrderId,
                Amount = theirs.Amount,
                State = RefundState.Requested,
                Because = RefundReason.AtProvider,
                RequestedBy = Actor.Provider,
                IdempotencyKey = "provider-" + theirs.Reference,
                CreatedAt = theirs.CreatedAt,
            };
            db.Add(refund);
        }

        if (refund.Reference == theirs.Reference && Rank(theirs.State) <= Rank(refund.State))
            return SyncResult.Unchanged;
        refund.Reference = theirs.Reference;
        refund.State = theirs.State;
        refund.Problem = theirs.Problem;
        refund.ChangedAt = now;
        await BookAsync(db, payment, refund, ct);
        await db.SaveChangesAsync(ct);
        var total = payment.ReceivedMoney with { Minor = await BackAsync(db, id, ct) };
        await listener.AnnounceAsync(db, new PaymentEvent.Refunded(payment, now, refund, total), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Moved(logger, refund.Id, payment.OrderId, refund.State);
        listener.Committed(payment);
        return SyncResult.Changed;
    }

    private async Task BookAsync(ShopDbContext db, Payment payment, Refund refund, CancellationToken ct)
    {
        var key = "refund:" + refund.Reference;
        var side = payment.InSuspense ? Account.Suspense : Account.Refunds;
        var cash = refund.IsOutside ? Account.Outside : Account.Provider;
        var booked = await Ledger.IsBookedAsync(db, payment, key, ct);
        if (refund.State is RefundState.Pending or RefundState.Succeeded)
        {
            if (!booked)
                ledger.Move(db, key, payment, JournalKind.Refund, refund.Reason, refund.Amount, cash, side);
        }
        else if (booked && !await Ledger.IsBookedAsync(db, payment, key + ":back", ct))
        {
            ledger.Move(db, key + ":back", payment, JournalKind.RefundReturned, "", refund.Amount, side, cash);
        }
    }

    /// <summary>Refunded, as the books have it.</summary>
    private static Task<long> BackAsync(ShopDbContext db, PaymentId id, CancellationToken ct) => (
        from entry in db.Set<JournalEntry>()
        join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
        where entry.PaymentId == id && (posting.Account == Account.Provider || posting.Account == Account.Outside) && entry.EffectKey.StartsWith("refund:")
        select -posting.Amount).SumAsync(ct);

    private static int Rank(RefundState state) => state switch
    {
        RefundState.Requested => 0,
        RefundState.Pending => 1,
        RefundState.Succeeded => 2,
        _ => 3,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Refund {Refund} of order {Order} was requested by {Actor}")]
    private static partial void Requested(ILogger logger, Guid refund, OrderId order, string actor);

    [LoggerMessage(Level = LogLevel.Information, Message = "Refund {Refund} of order {Order} is now {State}")]
    private static partial void Moved(ILogger logger, Guid refund, OrderId order, RefundState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refund {Refund} could not be read again ({Problem})")]
    private static partial void NotFollowed(ILogger logger, string refund, GatewayProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Refund {Refund} was read again but could not be booked; the next pass tries again")]
    private static partial void NotRead(ILogger logger, string refund, Exception failure);
}
