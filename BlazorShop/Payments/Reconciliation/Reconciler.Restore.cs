using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Money that the provider has and we do not: it is booked, or its order is made again.</summary>
public sealed partial class Reconciler
{
    /// <summary>Money that an earlier comparison missed here, however long ago: its form or invoice is looked up, and booked or restored.</summary>
    private async Task RestoreMissingAsync(ReconciliationRun run, Streak streak, HashSet<string> tried, CancellationToken ct)
    {
        List<string> missing;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            missing = await db.Set<ReconciliationBreak>().Of(gateway.Provider).Where(b => b.ResolvedAt == null && b.Kind == BreakKind.MissingHere)
                .OrderBy(b => b.FoundAt).Select(b => b.Reference).ToListAsync(ct);
        }

        foreach (var reference in missing.Where(r => !tried.Contains(r)))
            await RepairAsync(run, streak, reference, null, () => RestoreAsync(reference, ct), ct);
    }

    private async Task<bool> RestoreAsync(string paymentReference, CancellationToken ct)
    {
        if (await gateway.SessionOfPaymentAsync(paymentReference, ct) is { } session)
            return await SyncOrRestoreAsync(session, ct);
        foreach (var other in others)
        {
            if (await other.OfPaymentAsync(paymentReference, ct) is { } theirs)
                return await BookAsync(theirs, ct);
        }

        return false;
    }

    private Task<bool> BookAsync(Reconcilable theirs, CancellationToken ct) => theirs.BookAsync(form => SyncOrRestoreAsync(form, ct));

    /// <summary>True when something had to be mended.</summary>
    private async Task<bool> SyncOrRestoreAsync(PaymentSession session, CancellationToken ct)
    {
        // Most were settled long ago, fee and all: that costs no lock.
        if (await IsSyncedAsync(session.Reference, ct))
            return false;
        switch (await sync.ApplyAsync(session, ct))
        {
            case SyncResult.Changed:
                return true;
            case SyncResult.Unchanged:
                return false;
        }

        if (session.IsForeign)
            return await foreign.SyncAsync(session, ct) == SyncResult.Changed;

        // Marked as ours, and unknown here: an order that was lost, or another shop's on the same account.
        if (await gateway.RecallAsync(session.Reference, ct) is not { } lost || lost.Shop != await instance.IdAsync(ct))
            return false;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Payments.AnyAsync(p => p.Id == lost.Payment, ct))
                return false;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Since the copy that the database was set back to, its order may have been tried again under the same number.
            var isTaken = await db.Payments.AnyAsync(p => p.OrderId == lost.Order && p.Attempt == lost.Attempt, ct);
            db.Payments.Add(new Payment
            {
                Id = lost.Payment,
                Provider = gateway.Provider.Key,
                OrderId = lost.Order,
                Attempt = isTaken ? await PaymentSessions.AttemptsAsync(db, lost.Order, ct) + 1 : lost.Attempt,
                CustomerId = lost.Customer,
                Subscribes = lost is { Recurrence: not null, Lines: [var line, ..] } ? line.Item.Variant : null,
                Amount = lost.Total,
                // Its form takes no money any more, and another of the same order may; what became of it is settled right after.
                State = PaymentState.Expired,
                IdempotencyKey = isTaken ? $"restored-{lost.Payment}" : $"order-{lost.Order}-attempt-{lost.Attempt}",
                Request = lost.ToJson(),
                CustomerReference = session.CustomerReference,
                SessionReference = session.Reference,
                Environment = gateway.Environment,
                CreatedAt = session.CreatedAt,
                ExpiresAt = session.ExpiresAt,
            });
            await listener.RestoreAsync(db, lost, session.CreatedAt, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        await sync.ApplyAsync(session, ct);
        return true;
    }

    private async Task<bool> IsSyncedAsync(string sessionReference, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Payments.Of(gateway.Provider).AnyAsync(p => p.SessionReference == sessionReference && p.State == PaymentState.Paid && p.Fee != null, ct);
    }
}
