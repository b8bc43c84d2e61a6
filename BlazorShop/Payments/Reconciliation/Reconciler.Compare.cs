using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Object by object: what we booked of it, beside what the provider has.</summary>
public sealed partial class Reconciler
{
    private async Task CompareAsync(ReconciliationRun run, ProviderPayment theirs, CancellationToken ct)
    {
        var there = theirs.Captured.Minor - theirs.Refunded;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await sync.FindAsync(theirs.Payment, theirs.Reference, ct) is not { } id)
        {
            // Money that bears the mark of a payment which was paid by other money: it is booked nowhere.
            if (theirs.Payment is { } marked && await db.Payments.Where(p => p.Id == marked).Select(p => (OrderId?)p.OrderId).FirstOrDefaultAsync(ct) is { } order)
            {
                if (there == 0)
                    await ResolveAsync(db, theirs.Reference, ct);
                else
                    await ReportAsync(db, theirs.Reference, BreakKind.MissingHere, order, 0, there, theirs.Captured.Currency, ct);
            }

            return;
        }

        var payment = await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct);
        if (payment is null)
        {
            // Another shop's payment carries the same kind of mark; ours should have been restored by now.
            if (theirs.Shop == await instance.IdAsync(ct))
                await ReportAsync(db, theirs.Reference, BreakKind.MissingHere, null, 0, there, theirs.Captured.Currency, ct);
            return;
        }

        var ours = await (
            from entry in db.Set<JournalEntry>()
            join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
            where entry.PaymentId == id && posting.Account == Account.Provider
                && (entry.EffectKey.StartsWith("pay:") || entry.EffectKey.StartsWith("refund:"))
            select posting.Amount).SumAsync(ct);
        if (payment.State == PaymentState.Paid && ours == there)
        {
            run.Matched++;
            await ResolveAsync(db, theirs.Reference, ct);
            return;
        }

        var kind = payment.State == PaymentState.Paid ? BreakKind.AmountDiffers : BreakKind.MissingHere;
        await ReportAsync(db, theirs.Reference, kind, payment.OrderId, ours, there, theirs.Captured.Currency, ct);
    }

    /// <summary>What a bank has taken back is not part of a payment's own amounts there: it is compared by itself.</summary>
    private async Task CompareAsync(ProviderDispute theirs, CancellationToken ct)
    {
        if (await sync.FindAsync(theirs.Payment, theirs.PaymentReference, ct) is not { } id)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var order = await db.Payments.Where(p => p.Id == id).Select(p => (OrderId?)p.OrderId).FirstOrDefaultAsync(ct);
        if (order is null)
            return;
        var moves = $"dispute:{theirs.Reference}:";
        var ours = await (
            from entry in db.Set<JournalEntry>()
            join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
            where posting.Account == Account.Provider && entry.EffectKey.StartsWith(moves)
            select posting.Amount).SumAsync(ct);
        var there = -theirs.Taken;
        if (ours == there)
            await ResolveAsync(db, theirs.Reference, ct);
        else
            await ReportAsync(db, theirs.Reference, BreakKind.AmountDiffers, order, ours, there, theirs.Amount.Currency, ct);
    }

    private async Task ReportAsync(
        ShopDbContext db, string reference, BreakKind kind, OrderId? order, long ours, long theirs, string currency, CancellationToken ct)
    {
        var known = await db.Set<ReconciliationBreak>().Of(gateway.Provider).FirstOrDefaultAsync(b => b.Reference == reference, ct);
        if (known is null)
        {
            known = new ReconciliationBreak { Reference = reference, Provider = gateway.Provider.Key, Kind = kind, Currency = currency, FoundAt = time.GetUtcNow().UtcDateTime };
            db.Add(known);
        }
        else if (known.ResolvedAt is not null)
        {
            known.FoundAt = time.GetUtcNow().UtcDateTime;
        }
        else
        {
            // Seen by a second pass: not something that was under way while the first one looked.
            await alarms.DifferAsync(reference, kind, order, known.FoundAt, new Money(ours, currency), new Money(theirs, currency), ct);
        }

        (known.Kind, known.OrderId, known.Ours, known.Theirs, known.Currency, known.ResolvedAt) = (kind, order, ours, theirs, currency, null);
        await db.SaveChangesAsync(ct);
        Differs(logger, reference, kind, order);
    }

    private async Task ResolveAsync(ShopDbContext db, string reference, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await db.Set<ReconciliationBreak>().Of(gateway.Provider).Where(b => b.Reference == reference && b.ResolvedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.ResolvedAt, now), ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reference} of order {Order}: {Kind}")]
    private static partial void Differs(ILogger logger, string reference, BreakKind kind, OrderId? order);
}
