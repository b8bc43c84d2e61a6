using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Disputes;

/// <summary>Follows disputes: what the bank wants, until when, and where the money is meanwhile.</summary>
public sealed partial class DisputeDesk(
    IDbContextFactory<ShopDbContext> contexts,
    IPaymentGateway gateway,
    PaymentSettlement settlement,
    IPaymentListener listener,
    Ledger ledger,
    TimeProvider time,
    ILogger<DisputeDesk> logger)
{
    private const int Tries = 5;

    public async Task<Settled> SettleAsync(string disputeReference, CancellationToken ct) =>
        await ApplyAsync(await gateway.GetDisputeAsync(disputeReference, ct), ct);

    /// <summary>Applies what was just read. Withdrawn and reinstated are booked once each.</summary>
    public async Task<Settled> ApplyAsync(ProviderDispute theirs, CancellationToken ct)
    {
        if (await settlement.FindAsync(theirs.Payment, theirs.PaymentReference, ct) is not { } id || await settlement.CatchUpAsync(id, ct) is not { } state)
            return Settled.NotOurs;
        if (state != PaymentState.Paid)
            throw new InvalidOperationException($"Dispute {theirs.Reference} is about payment {id}, which the provider does not call paid yet.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ApplyOnceAsync(id, theirs, ct);
            }
            catch (Exception failure) when (attempt < Tries && Collision.Is(failure))
            {
                // Somebody wrote the same dispute first: look again.
            }
        }
    }

    private async Task<Settled> ApplyOnceAsync(PaymentId id, ProviderDispute theirs, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await PaymentSettlement.LockAsync(db, id, ct) is not { } payment)
            return Settled.NotOurs;
        var now = time.GetUtcNow().UtcDateTime;
        var disputes = await db.Set<Dispute>().Where(d => d.PaymentId == id).ToListAsync(ct);
        var dispute = disputes.Find(d => d.Reference == theirs.Reference);
        if (dispute is null)
        {
            dispute = new Dispute
            {
                Reference = theirs.Reference,
                PaymentId = id,
                OrderId = payment.OrderId,
                Amount = theirs.Amount,
                Status = "",
                Reason = theirs.Reason,
                CreatedAt = theirs.CreatedAt,
            };
            db.Add(dispute);
            disputes.Add(dispute);
        }

        if (Rank(theirs.Status) < Rank(dispute.Status)
            || (dispute.Status == theirs.Status && dispute.FundsWithdrawn == theirs.FundsWithdrawn && dispute.FundsReinstated == theirs.FundsReinstated))
        {
            return Settled.Unchanged;
        }

        dispute.Status = theirs.Status;
        dispute.DueBy = theirs.DueBy;
        dispute.ChangedAt = now;
        var key = "dispute:" + theirs.Reference;
        if (theirs.FundsWithdrawn && !dispute.FundsWithdrawn)
        {
            dispute.FundsWithdrawn = true;
            ledger.Move(db, key + ":withdrawn", payment, "Dispute: " + theirs.Reason, theirs.Amount, Account.Provider, Account.Disputes);
        }

        if (theirs.FundsReinstated && dispute.FundsWithdrawn && !dispute.FundsReinstated)
        {
            dispute.FundsReinstated = true;
            ledger.Move(db, key + ":reinstated", payment, "Dispute won", theirs.Amount, Account.Disputes, Account.Provider);
        }

        await listener.ApplyAsync(db, new PaymentEvent.Disputed(payment, now, dispute, disputes.Exists(d => d.Weighs)), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Moved(logger, dispute.Reference, payment.OrderId, dispute.Status);
        listener.Committed(payment);
        return Settled.Changed;
    }

    /// <summary>How far a dispute is: an older answer never takes a later one back.</summary>
    private static int Rank(string status) => status switch
    {
        "" => 0,
        "warning_needs_response" => 1,
        "warning_under_review" => 2,
        "needs_response" => 3,
        "under_review" => 4,
        "won" or "lost" or "warning_closed" or "prevented" => 5,
        // A decision and the appeal against it may follow each other; whichever was read last stands.
        "appeal_needs_response" or "appeal_under_review" => 5,
        _ => 4,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dispute {Dispute} of order {Order} is now {Status}")]
    private static partial void Moved(ILogger logger, string dispute, OrderId order, string status);
}
