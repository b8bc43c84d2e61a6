using System.Globalization;
using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>All money that moved for an order. <see cref="Room"/> is what can still be refunded of what paid it; null where nothing did.</summary>
public sealed record MoneyTrail(
    OrderBooks Books,
    PaymentId? PaidBy,
    RefundRoom? Room,
    Money? Fee,
    IReadOnlyList<Refund> Refunds,
    IReadOnlyList<Dispute> Disputes,
    IReadOnlyList<JournalEntry> Journal)
{
    /// <summary>The most that one refund of what paid the order can be; null where nothing did.</summary>
    public Money? Left => Room?.Left;
}

/// <summary>What the payments admin reads. Each question is asked by somebody, and refused to anybody but staff.</summary>
public sealed class PaymentAdmin(IDbContextFactory<ShopDbContext> contexts, PaymentsOptions options, StaffGuard guard, TimeProvider time)
{
    private const int MostShown = 200;
    private const int MostTroubles = 20;
    private static readonly StringComparer byNumber = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    public async Task<BooksReport> BooksAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var runs = db.Set<ReconciliationRun>().AsNoTracking().OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id);
        var open = db.Set<ReconciliationBreak>().AsNoTracking().Where(b => b.ResolvedAt == null);
        var troubles = Stuck(db);
        var now = time.GetUtcNow().UtcDateTime;
        var upTo = (await db.Set<Watermark>().AsNoTracking().FirstOrDefaultAsync(w => w.Name == Reconciler.Name, ct))?.Value;
        return new BooksReport(
            await runs.FirstOrDefaultAsync(ct),
            await runs.FirstOrDefaultAsync(r => r.FinishedAt != null && r.Problem == null, ct),
            await open.OrderByDescending(b => b.FoundAt).ThenBy(b => b.Reference).Take(MostShown).ToListAsync(ct),
            await open.GroupBy(b => b.Kind).Select(k => new { k.Key, Count = k.Count() }).ToDictionaryAsync(k => k.Key, k => k.Count, ct),
            // What is broken comes first, then 2 before 11.
            [.. (await db.Set<InvariantResult>().AsNoTracking().ToListAsync(ct)).OrderBy(i => i.Violations == 0).ThenBy(i => i.Name, byNumber)])
        {
            UpTo = upTo,
            Now = now,
            IsOld = upTo is { } then && now - then > 2 * options.ReconcileEvery,
            Failing = await FailingEvents(db).CountAsync(ct) + await troubles.CountAsync(ct),
            Troubles = await troubles.OrderBy(t => t.FirstAt).Take(MostTroubles).ToListAsync(ct),
            Held = await HeldAsync(db, ct),
            Foreign = await db.Set<ForeignPayment>().CountAsync(f => f.State == ForeignState.Open, ct),
            OutSince = await db.Set<Trouble>().Where(t => t.Reference == Alarms.Provider && t.ResolvedAt == null && t.Attempts >= Alarms.Patience)
                .Select(t => (DateTime?)t.FirstAt).FirstOrDefaultAsync(ct),
        };
    }

    /// <summary>Open work beside the word Payments: what fails, what differs, disputes that wait for an answer.</summary>
    public async Task<int> OpenWorkAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await FailingEvents(db).CountAsync(ct)
            + await Stuck(db).CountAsync(ct)
            + await db.Set<ReconciliationBreak>().CountAsync(b => b.ResolvedAt == null, ct)
            + await db.Set<ForeignPayment>().CountAsync(f => f.State == ForeignState.Open, ct)
            + await db.Set<Dispute>().CountAsync(d => d.Status == DisputeStatus.NeedsResponse || d.Status == DisputeStatus.Inquiry || d.Status == DisputeStatus.AppealNeedsResponse, ct);
    }

    private static IQueryable<InboxEvent> FailingEvents(ShopDbContext db) =>
        db.InboxEvents.Where(e => e.State == InboxState.Quarantined || (e.State == InboxState.New && e.Attempts >= Alarms.Patience));

    private static IQueryable<Trouble> Stuck(ShopDbContext db) =>
        db.Set<Trouble>().AsNoTracking().Where(t => t.ResolvedAt == null && t.Reference != Alarms.Provider && t.Attempts >= Alarms.Patience);

    private static async Task<IReadOnlyList<Money>> HeldAsync(ShopDbContext db, CancellationToken ct)
    {
        var sums = await db.Set<JournalPosting>().Where(p => p.Account == Account.Suspense).GroupBy(p => p.Currency)
            .Select(c => new { c.Key, Sum = c.Sum(p => p.Amount) }).ToListAsync(ct);
        return [.. sums.Where(c => c.Sum != 0).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new Money(-c.Sum, c.Key))];
    }

    /// <summary>What was paid for an order, refunded and disputed, and how that was booked.</summary>
    public async Task<MoneyTrail> OfOrderAsync(ClaimsPrincipal staff, OrderId order, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refunds = await db.Set<Refund>().AsNoTracking().Where(r => r.OrderId == order)
            .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).ToListAsync(ct);
        var paid = await db.Payments.AsNoTracking()
            .Where(p => p.OrderId == order && p.State == PaymentState.Paid && !p.InSuspense).FirstOrDefaultAsync(ct);
        return new MoneyTrail(
            await Ledger.OfAsync(db, order, ct),
            paid?.Id,
            paid is null ? null : await RefundRoom.OfAsync(db, paid, ct),
            paid is { Fee: { } fee, FeeCurrency: { } currency } ? new Money(fee, currency) : null,
            refunds,
            await db.Set<Dispute>().AsNoTracking().Where(d => d.OrderId == order).OrderByDescending(d => d.CreatedAt).ToListAsync(ct),
            await db.Set<JournalEntry>().AsNoTracking().Include(e => e.Postings.OrderBy(p => p.Line))
                .Where(e => e.OrderId == order).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct));
    }
}
