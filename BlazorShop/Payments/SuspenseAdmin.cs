using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>
/// Money of a payment that is set aside. <see cref="Held"/> is what is left of it by the books; <see cref="Requested"/> the part
/// that is on its way back and not booked yet; <see cref="Refusal"/> why the provider would not take the last refund.
/// </summary>
public sealed record HeldPayment(
    PaymentId Payment, OrderId Order, SuspenseReason? Because, Money Received, Money Held, DateTime At, bool IsDisputed, Money Requested, string? Refusal)
{
    /// <summary>What somebody can ask to be refunded now.</summary>
    public Money Refundable => IsDisputed ? Money.Zero(Held.Currency) : Currencies.DownToStep(Held - Requested);
}

/// <summary>All that is held, newest first, and how much that is in each currency. <see cref="Payments"/> is cut at <see cref="SuspenseAdmin.MostShown"/>.</summary>
public sealed record SuspenseReport(IReadOnlyList<HeldPayment> Payments, IReadOnlyList<Money> Totals);

/// <summary>What staff see of money in suspense. Each question is asked by somebody, and refused to anybody but staff.</summary>
public sealed class SuspenseAdmin(IDbContextFactory<ShopDbContext> contexts, StaffGuard guard)
{
    public const int MostShown = 100;

    public async Task<SuspenseReport> ReportAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var totals = await (
            from posting in db.Set<JournalPosting>()
            where posting.Account == Account.Suspense
            group posting.Amount by posting.Currency into currency
            select new { Currency = currency.Key, Sum = -currency.Sum() }).ToListAsync(ct);
        return new SuspenseReport(
            await ReadAsync(db, null, ct),
            [.. totals.Where(t => t.Sum != 0).OrderBy(t => t.Currency, StringComparer.Ordinal).Select(t => new Money(t.Sum, t.Currency))]);
    }

    public async Task<IReadOnlyList<HeldPayment>> OfOrderAsync(ClaimsPrincipal staff, OrderId order, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await ReadAsync(db, order, ct);
    }

    private static async Task<IReadOnlyList<HeldPayment>> ReadAsync(ShopDbContext db, OrderId? order, CancellationToken ct)
    {
        var suspended = db.Payments.AsNoTracking().Where(p => p.State == PaymentState.Paid && p.InSuspense);
        if (order is { } only)
            suspended = suspended.Where(p => p.OrderId == only);
        var rows = await (
            from payment in suspended
            let held = -((from entry in db.Set<JournalEntry>()
                          join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                          where entry.PaymentId == payment.Id && posting.Account == Account.Suspense
                          select (long?)posting.Amount).Sum() ?? 0)
            where held != 0
            orderby payment.SettledAt descending, payment.Id
            select new { Payment = payment, Held = held }).Take(MostShown).ToListAsync(ct);
        var ids = rows.Select(r => r.Payment.Id).ToList();
        var refunds = await db.Set<Refund>().AsNoTracking().Where(r => ids.Contains(r.PaymentId))
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).ToListAsync(ct);
        var disputed = await db.Set<Dispute>().Where(d => ids.Contains(d.PaymentId)).Where(Dispute.WhereOpenOrLost).Select(d => d.PaymentId).ToListAsync(ct);
        return [.. rows.Select(row =>
        {
            var (payment, mine) = (row.Payment, refunds.FindAll(r => r.PaymentId == row.Payment.Id));
            var currency = payment.ReceivedMoney.Currency;
            return new HeldPayment(
                payment.Id,
                payment.OrderId,
                payment.SuspendedBecause,
                payment.ReceivedMoney,
                new Money(row.Held, currency),
                payment.SettledAt ?? payment.CreatedAt,
                disputed.Contains(payment.Id),
                new Money(mine.Where(r => r.State == RefundState.Requested).Sum(r => r.Amount.Minor), currency),
                mine is [.., { State: RefundState.Refused or RefundState.Failed } last] ? last.Problem : null);
        })];
    }
}
