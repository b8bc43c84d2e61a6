using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Disputes;

/// <summary>Follows disputes: what the bank wants, until when, and where the money is meanwhile.</summary>
public sealed partial class DisputeService(
    IDbContextFactory<ShopDbContext> contexts,
    IPaymentGateway gateway,
    PaymentSync sync,
    IPaymentListener listener,
    Ledger ledger,
    TimeProvider time,
    ILogger<DisputeService> logger)
{
    public async Task<SyncResult> SyncAsync(string disputeReference, CancellationToken ct) =>
        await ApplyAsync(await gateway.GetDisputeAsync(disputeReference, ct), ct);

    /// <summary>Applies what was just read. Withdrawn and reinstated are booked once each.</summary>
    public async Task<SyncResult> ApplyAsync(ProviderDispute theirs, CancellationToken ct)
    {
        if (await sync.FindAsync(theirs.Payment, theirs.PaymentReference, ct) is not { } id || await sync.CatchUpAsync(id, ct) is not { } state)
            return SyncResult.NotOurs;
        if (state != PaymentState.Paid)
            throw new InvalidOperationException($"Dispute {theirs.Reference} is about payment {id}, which the provider does not call paid yet.");
        return await Collision.RetryAsync(() => ApplyOnceAsync(id, theirs, ct), ct);
    }

    private async Task<SyncResult> ApplyOnceAsync(PaymentId id, ProviderDispute theirs, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await PaymentSync.LockAsync(db, id, ct) is not { } payment)
            return SyncResult.NotOurs;
        var now = time.GetUtcNow().UtcDateTime;
        var dispute = await db.Set<Dispute>().Of(gateway.Provider).FirstOrDefaultAsync(d => d.Reference == theirs.Reference, ct);
        var known = dispute?.Status;
        if (dispute is null)
        {
            dispute = new Dispute
            {
                Reference = theirs.Reference,
                Provider = payment.Provider,
                PaymentId = id,
                OrderId = payment.OrderId,
                Amount = theirs.Amount,
                Status = theirs.Status,
                Reason = theirs.Reason,
                CreatedAt = theirs.CreatedAt,
            };
            db.Add(dispute);
        }

        if (known is { } before && Rank(theirs.Status) < Rank(before))
            return SyncResult.Unchanged;
        var moves = await DisputeMoves.UnbookedAsync(db, payment, dispute, theirs, ct);
        if (known == theirs.Status && moves.Count == 0)
            return SyncResult.Unchanged;

        dispute.Status = theirs.Status;
        dispute.DueBy = theirs.DueBy;
        dispute.ChangedAt = now;
        var side = await DisputeMoves.SideAsync(db, payment, theirs.Reference, ct);
        foreach (var (key, withdraws) in moves)
        {
            if (withdraws)
                ledger.Move(db, key, payment, JournalKind.Dispute, theirs.Reason.ToString(), theirs.Amount, Account.Provider, side);
            else
                ledger.Move(db, key, payment, JournalKind.DisputeWon, "", theirs.Amount, side, Account.Provider);
            // Whatever moved last says where the money is.
            dispute.FundsWithdrawn = true;
            dispute.FundsReinstated = !withdraws;
        }

        await db.SaveChangesAsync(ct);
        await listener.AnnounceAsync(db, new PaymentEvent.Disputed(payment, now, dispute, await IsOpenOrLostAsync(db, payment.OrderId, ct)), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Moved(logger, dispute.Reference, payment.OrderId, dispute.Status);
        listener.Committed(payment);
        return SyncResult.Changed;
    }

    /// <summary>
    /// All disputes of what the order was paid with, weighed together. Those of money in suspense decide nothing about the order:
    /// it was not paid with that.
    /// </summary>
    private static Task<bool> IsOpenOrLostAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        db.Set<Dispute>().Where(d => d.OrderId == order && db.Payments.Any(p => p.Id == d.PaymentId && !p.InSuspense)).AnyAsync(Dispute.WhereOpenOrLost, ct);

    /// <summary>How far a dispute is: an older answer never takes a later one back.</summary>
    private static int Rank(DisputeStatus status) => status switch
    {
        DisputeStatus.Inquiry => 1,
        DisputeStatus.InquiryUnderReview => 2,
        DisputeStatus.NeedsResponse => 3,
        DisputeStatus.UnderReview => 4,
        DisputeStatus.Won or DisputeStatus.Lost or DisputeStatus.InquiryClosed or DisputeStatus.Prevented => 5,
        // A decision and the appeal against it may follow each other; whichever was read last stands.
        DisputeStatus.AppealNeedsResponse or DisputeStatus.AppealUnderReview => 5,
        _ => 4,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dispute {Dispute} of order {Order} is now {Status}")]
    private static partial void Moved(ILogger logger, string dispute, OrderId order, DisputeStatus status);
}
