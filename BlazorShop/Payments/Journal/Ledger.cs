using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Journal;

/// <summary>What the journal says of one order, in minor units: the only source of what was paid and refunded.</summary>
public sealed record OrderBooks(long Paid, long Refunded, long Disputed, long Suspense)
{
    /// <summary>What the shop has of it.</summary>
    public long Net => Paid - Refunded - Disputed + Suspense;
}

/// <summary>Writes the journal, and reads it. An entry that does not balance is a bug and is refused.</summary>
public sealed class Ledger(TimeProvider time)
{
    /// <summary>Books a movement from <paramref name="from"/> to <paramref name="to"/>; joins the caller's transaction.</summary>
    public void Move(ShopDbContext db, string effectKey, Payment payment, JournalKind kind, string text, Money amount, Account from, Account to)
    {
        if (amount.Minor <= 0 || from == to)
            throw new InvalidOperationException($"{effectKey}: {amount} from {from} to {to} is no movement of money.");
        var entry = new JournalEntry
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Provider = payment.Provider,
            EffectKey = effectKey,
            At = time.GetUtcNow().UtcDateTime,
            OrderId = payment.OrderId,
            PaymentId = payment.Id,
            // A reason may be longer than a line of the journal; the refund has it whole.
            Kind = kind,
            Text = Text.LimitWithEllipsis(text, JournalEntry.LongestText),
        };
        entry.Postings.Add(new JournalPosting { EntryId = entry.Id, Line = 1, Account = to, Amount = amount.Minor, Currency = amount.Currency });
        entry.Postings.Add(new JournalPosting { EntryId = entry.Id, Line = 2, Account = from, Amount = -amount.Minor, Currency = amount.Currency });
        db.Add(entry);
    }

    /// <summary>Whether this fact is in the books, also when only this transaction knows.</summary>
    public static async Task<bool> IsBookedAsync(ShopDbContext db, Payment payment, string effectKey, CancellationToken ct) =>
        db.Set<JournalEntry>().Local.Any(e => e.EffectKey == effectKey && e.Provider == payment.Provider)
        || await db.Set<JournalEntry>().AnyAsync(e => e.EffectKey == effectKey && e.Provider == payment.Provider, ct);

    /// <summary>What is held of an order's payments and not owed for it, by currency; nothing where nothing is. Joins the caller's transaction.</summary>
    public static async Task<IReadOnlyList<Money>> HeldAsync(ShopDbContext db, OrderId order, CancellationToken ct)
    {
        var sums = await (
            from entry in db.Set<JournalEntry>()
            join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
            where entry.OrderId == order && posting.Account == Account.Suspense
            group posting.Amount by posting.Currency into currency
            select new { Currency = currency.Key, Sum = currency.Sum() }).ToListAsync(ct);
        return [.. sums.Where(s => s.Sum != 0).OrderBy(s => s.Currency, StringComparer.Ordinal).Select(s => new Money(-s.Sum, s.Currency))];
    }

    public static async Task<OrderBooks> OfAsync(ShopDbContext db, OrderId order, CancellationToken ct)
    {
        var sums = await (
            from entry in db.Set<JournalEntry>()
            join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
            where entry.OrderId == order
            group posting.Amount by posting.Account into account
            select new { Account = account.Key, Sum = account.Sum() }).ToDictionaryAsync(a => a.Account, a => a.Sum, ct);
        return new OrderBooks(
            -sums.GetValueOrDefault(Account.Sales),
            sums.GetValueOrDefault(Account.Refunds),
            sums.GetValueOrDefault(Account.Disputes),
            -sums.GetValueOrDefault(Account.Suspense));
    }
}
