using BlazorShop.Catalog;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Assurance;

/// <summary>One rule that must hold at every moment between transactions, and what breaks it.</summary>
public sealed record Violation(string Name, IReadOnlyList<string> Broken)
{
    /// <summary>What it says, as logs say it: in English, whoever reads the page.</summary>
    public string Rule
    {
        get
        {
            using (Languages.Neutral.Use())
                return AssuranceWords.Rule(Name);
        }
    }
}

/// <summary>
/// The rules of the books, checked on the tables themselves: after every schedule of the simulation, in every reconciliation, and
/// shown to staff with their last result. Each finds what breaks it; finding nothing is the proof.
/// </summary>
public sealed class Invariants(IDbContextFactory<ShopDbContext> contexts, TimeProvider time)
{
    private const int Examples = 20;

    private static readonly IReadOnlyList<(string Name, Func<ShopDbContext, IQueryable<string>> Broken)> rules =
    [
        ("I1", db =>
            from payment in db.Payments
            where payment.State == PaymentState.Paid && !payment.InSuspense
                && !db.Orders.Any(o => o.Id == payment.OrderId && o.ConfirmedAt != null && o.PaymentSession == payment.SessionReference)
            select "payment " + (payment.SessionReference ?? payment.InvoiceReference)),
        ("I2", db =>
            from order in db.Orders
            where order.ConfirmedAt != null && !db.Payments.Any(p => p.OrderId == order.Id && p.State == PaymentState.Paid && !p.InSuspense)
            select "order " + order.Number),
        ("I2b", db =>
            from order in db.Orders
            where db.Payments.Count(p => p.OrderId == order.Id && p.State == PaymentState.Paid && !p.InSuspense) > 1
            select "order " + order.Number),
        ("I3", db =>
            from order in db.Orders
            join payment in db.Payments on order.Id equals payment.OrderId
            where payment.State == PaymentState.Paid && !payment.InSuspense
                && (payment.Received != order.Total.Minor || payment.Amount.Currency != order.Total.Currency)
            select "order " + order.Number),
        ("I4", db =>
            from item in db.StockItems where item.Reserved < 0 || item.OnHand < item.Reserved select "variant " + item.VariantId),
        ("I4b", db =>
            from item in db.StockItems
            where item.Reserved != (db.Reservations.Where(r => r.VariantId == item.VariantId && r.State == ReservationState.Held).Sum(r => (int?)r.Quantity) ?? 0)
            select "variant " + item.VariantId),
        ("I5", db =>
            from posting in db.Set<JournalPosting>()
            group posting by new { posting.EntryId, posting.Currency } into entry
            where entry.Sum(p => p.Amount) != 0
            select "entry " + entry.Key.EntryId),
        ("I5b", db =>
            from payment in db.Payments
            where payment.State == PaymentState.Paid
                && payment.Received != ((from entry in db.Set<JournalEntry>()
                    join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                    where entry.PaymentId == payment.Id && (posting.Account == Account.Provider || posting.Account == Account.Outside)
                        && entry.EffectKey.StartsWith("pay:")
                    select (long?)posting.Amount).Sum() ?? 0)
            select "payment " + (payment.SessionReference ?? payment.InvoiceReference)),
        ("I5c", db =>
            from entry in db.Set<JournalEntry>()
            where entry.EffectKey.StartsWith("pay:") && !db.Payments.Any(p => p.Id == entry.PaymentId && p.State == PaymentState.Paid)
            select entry.EffectKey),
        ("I6", db =>
            from payment in db.Payments
            where payment.Received < (db.Set<Refund>().Where(r => r.PaymentId == payment.Id
                && (r.State == RefundState.Pending || r.State == RefundState.Succeeded)).Sum(r => (long?)r.Amount.Minor) ?? 0)
            select "payment " + (payment.SessionReference ?? payment.InvoiceReference)),
        ("I6b", db =>
            from order in db.Orders
            where order.Refunded != ((from entry in db.Set<JournalEntry>()
                join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                where entry.OrderId == order.Id && posting.Account == Account.Refunds
                select (long?)posting.Amount).Sum() ?? 0)
            select "order " + order.Number),
        ("I6c", db =>
            from order in db.Orders
            where order.HeldMinor != -((from entry in db.Set<JournalEntry>()
                join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                where entry.OrderId == order.Id && posting.Account == Account.Suspense && posting.Currency == (order.HeldCurrency ?? order.Total.Currency)
                select (long?)posting.Amount).Sum() ?? 0)
            select "order " + order.Number),
        ("I6d", db =>
            from payment in db.Payments
            where payment.State == PaymentState.Paid && payment.InSuspense
                && !db.Orders.Any(o => o.Id == payment.OrderId && o.NeedsAttention)
                && !db.Set<Refund>().Any(r => r.PaymentId == payment.Id && r.State == RefundState.Requested)
                && ((from entry in db.Set<JournalEntry>()
                    join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                    where entry.PaymentId == payment.Id && posting.Account == Account.Suspense
                    select (long?)posting.Amount).Sum() ?? 0) != 0
            select "payment " + (payment.SessionReference ?? payment.InvoiceReference)),
        ("I8", db =>
            from stored in db.InboxEvents where stored.State == InboxState.Applied && stored.AppliedAt == null select "event " + stored.Id),
        ("I9", db =>
            from order in db.Orders
            // Of an order that staff were asked to look at they decide, and what they were asked may be done.
            where order.ConfirmedAt != null && !order.NeedsAttention && !db.Set<OrderHistoryEntry>().Any(h => h.OrderId == order.Id && h.Effect.StartsWith(Order.SettledByStaff))
                && !db.OutboxMessages.Any(m => m.DedupKey == "order:" + order.Number + ":confirmed")
            select "order " + order.Number),
        ("I11", db =>
            from order in db.Orders
            where !order.History.Any(h => h.Sequence == order.History.Max(l => l.Sequence) && h.OrderStatus == order.Status && h.PaymentStatus == order.PaymentStatus)
            select "order " + order.Number),
        ("I11b", db =>
            from order in db.Orders
            where (order.FulfilmentStatus != FulfilmentStatus.Unfulfilled && order.ConfirmedAt == null)
                || order.Lines.Any(l => l.Quantity < (order.Shipments.SelectMany(s => s.Lines).Where(p => p.Position == l.Position).Sum(p => (int?)p.Quantity) ?? 0))
            select "order " + order.Number),
        ("I11c", db =>
            from order in db.Orders
            where order.Status == OrderStatus.Cancelled
                && (order.FulfilmentStatus != FulfilmentStatus.Unfulfilled
                    || db.Reservations.Any(r => r.State == ReservationState.Taken && db.Payments.Any(p => p.Id == r.PaymentId && p.OrderId == order.Id)))
            select "order " + order.Number),
        ("I12", db =>
            from reservation in db.Reservations
            join payment in db.Payments on reservation.PaymentId equals payment.Id
            where (reservation.State == ReservationState.Released
                    && (payment.State == PaymentState.Creating || payment.State == PaymentState.Open
                        || (payment.State == PaymentState.Processing
                            // Staff have been told that there was too little left to hold.
                            && !db.Set<OrderHistoryEntry>().Any(h => h.OrderId == payment.OrderId && h.Effect.StartsWith(Order.ShortOfStock)))))
                || (reservation.State == ReservationState.Taken && payment.State != PaymentState.Paid)
                || (reservation.State == ReservationState.Held
                    && payment.State != PaymentState.Creating && payment.State != PaymentState.Open && payment.State != PaymentState.Processing)
            select "payment " + payment.Id),
        ("I13", db =>
            from payment in db.Payments
            where payment.State == PaymentState.Creating || payment.State == PaymentState.Open
            group payment by payment.OrderId into order
            where order.Count() > 1
            select "order " + order.Key),
        ("I14", db =>
            from payment in db.Payments
            where payment.InvoiceReference != null && payment.State == PaymentState.Paid && !payment.InSuspense
                && !db.Orders.Any(o => o.Id == payment.OrderId && db.Subscriptions.Any(s => s.Id == o.SubscriptionId && s.CustomerId == payment.CustomerId))
            select "payment " + payment.InvoiceReference),
        ("I15", db =>
            from order in db.Orders
            where order.Total.Minor != order.Subtotal - order.Discount + (order.Charges.Sum(c => (long?)c.Amount.Minor) ?? 0)
                || order.Subtotal != (order.Lines.Sum(l => (long?)(l.UnitPrice.Minor * l.Quantity)) ?? 0)
                || order.Delivery != (order.Charges.Where(c => c.Kind == ChargeKind.Delivery).Sum(c => (long?)c.Amount.Minor) ?? 0)
                || order.Tax != (order.Lines.Sum(l => (long?)l.Tax) ?? 0) + (order.Charges.Sum(c => (long?)c.Tax) ?? 0)
            select "order " + order.Number),
        ("I16", db =>
            from order in db.Orders
            where order.Discount != (order.Lines.Sum(l => (long?)l.Discount) ?? 0)
                || order.Lines.Any(l => l.Discount < 0 || l.Discount > l.UnitPrice.Minor * l.Quantity)
            select "order " + order.Number),
    ];

    /// <summary>Checks all rules now.</summary>
    public async Task<IReadOnlyList<Violation>> CheckAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var results = new List<Violation>();
        foreach (var (name, broken) in rules)
            results.Add(new Violation(name, await broken(db).Take(Examples).ToListAsync(ct)));
        return results;
    }

    /// <summary>Checks all rules and keeps the results for the admin.</summary>
    public async Task<IReadOnlyList<Violation>> CheckAndKeepAsync(CancellationToken ct)
    {
        var results = await CheckAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var kept = await db.Set<InvariantResult>().ToDictionaryAsync(r => r.Name, ct);
        foreach (var result in results)
        {
            if (!kept.TryGetValue(result.Name, out var row))
            {
                row = new InvariantResult { Name = result.Name, CheckedAt = now };
                db.Add(row);
            }

            (row.CheckedAt, row.Violations, row.Example) = (now, result.Broken.Count, result.Broken.Count > 0 ? result.Broken[0] : null);
        }

        // A rule that was retired while it was broken would count for ever.
        db.RemoveRange(kept.Values.Where(row => results.All(result => result.Name != row.Name)));
        await db.SaveChangesAsync(ct);
        return results;
    }
}
