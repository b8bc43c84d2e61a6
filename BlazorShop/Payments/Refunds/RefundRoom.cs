using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Refunds;

/// <summary>
/// What can still be refunded of one payment, in minor units: <paramref name="AtProvider"/> by the provider,
/// on the currency's step, <paramref name="Outside"/> only the way it came. <paramref name="IsDisputed"/>: a bank decides about it, and the provider
/// refunds nothing of it.
/// </summary>
public sealed record RefundRoom(long AtProvider, long Outside, string Currency, bool IsDisputed)
{
    /// <summary>The next refund goes the way the money came, without the provider: there is nothing left there.</summary>
    public bool IsOutside => AtProvider == 0 && Outside > 0;

    /// <summary>The most that one refund can be now.</summary>
    public Money Left => new(IsOutside ? Outside : AtProvider, Currency);

    public Money Total => new(AtProvider + Outside, Currency);

    /// <summary>As the rows say. Joins the caller's transaction, which holds the payment's lock where it goes on to write.</summary>
    public static async Task<RefundRoom> OfAsync(ShopDbContext db, Payment payment, CancellationToken ct)
    {
        var counting = db.Set<Refund>().Where(r => r.PaymentId == payment.Id
            && (r.State == RefundState.Requested || r.State == RefundState.Pending || r.State == RefundState.Succeeded));
        var back = await counting.Where(r => !r.IsOutside).SumAsync(r => r.Amount.Minor, ct);
        var backOutside = await counting.Where(r => r.IsOutside).SumAsync(r => r.Amount.Minor, ct);
        // What a bank has taken is not there to be refunded.
        var taken = await (
            from entry in db.Set<JournalEntry>()
            join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
            where entry.PaymentId == payment.Id && posting.Account == Account.Provider && entry.EffectKey.StartsWith("dispute:")
            select -posting.Amount).SumAsync(ct);
        var there = payment.ReceivedMoney with { Minor = Math.Max(0, payment.Received - payment.ReceivedOutside - back - taken) };
        return new RefundRoom(
            Currencies.DownToStep(there).Minor,
            Math.Max(0, payment.ReceivedOutside - backOutside),
            payment.ReceivedMoney.Currency,
            await db.Set<Dispute>().Where(d => d.PaymentId == payment.Id).AnyAsync(Dispute.WhereOpenOrLost, ct));
    }
}
