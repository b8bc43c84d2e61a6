using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Disputes;

/// <summary>What a dispute moves in the books.</summary>
internal static class DisputeMoves
{
    /// <summary>
    /// What the bank took and gave back, in turn, that is not in the books yet: mostly once each, and again where a decision was
    /// appealed against.
    /// </summary>
    public static async Task<List<(string Key, bool Withdraws)>> UnbookedAsync(ShopDbContext db, Payment payment, Dispute dispute, ProviderDispute theirs, CancellationToken ct)
    {
        var moves = new List<(string Key, bool Withdraws)>();
        for (var i = 1; i <= theirs.Withdrawals; i++)
        {
            // The row remembers the first of each; asking it is a second guard beside the journal's own key.
            if (i == 1 ? !dispute.FundsWithdrawn : !await Ledger.IsBookedAsync(db, payment, Key(theirs.Reference, "withdrawn", i), ct))
                moves.Add((Key(theirs.Reference, "withdrawn", i), true));
            if (i <= theirs.Reinstatements && !await Ledger.IsBookedAsync(db, payment, Key(theirs.Reference, "reinstated", i), ct))
                moves.Add((Key(theirs.Reference, "reinstated", i), false));
        }

        return moves;
    }

    /// <summary>
    /// Where the books have the money that a bank takes: what stood in suspense is no longer held for anybody. It comes back to
    /// where it was taken from.
    /// </summary>
    public static async Task<Account> SideAsync(ShopDbContext db, Payment payment, string reference, CancellationToken ct)
    {
        var first = Key(reference, "withdrawn", 1);
        var booked = await (
            from entry in db.Set<JournalEntry>()
            join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
            where entry.EffectKey == first && entry.PaymentId == payment.Id && posting.Account != Account.Provider
            select (Account?)posting.Account).FirstOrDefaultAsync(ct);
        return booked ?? (payment.InSuspense ? Account.Suspense : Account.Disputes);
    }

    private static string Key(string reference, string what, int time) => $"dispute:{reference}:{what}" + (time == 1 ? "" : $":{time}");
}
