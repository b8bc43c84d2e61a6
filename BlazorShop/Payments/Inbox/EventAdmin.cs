using System.Security.Claims;
using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Inbox;

/// <summary>A stored event, which order it is about, and what is booked of the object it is about.</summary>
public sealed record InboxDetail(InboxEvent Event, OrderId? Order, IReadOnlyList<JournalEntry> Booked)
{
    /// <summary>Applying an event is not known to take longer.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(1);

    /// <summary>Booked while this event was being applied; the others were in the books before, or came later.</summary>
    public bool IsItsDoing(JournalEntry entry) =>
        Event.AppliedAt is { } applied && entry.At <= applied && entry.At > applied - longest;

    public TimeSpan? Lag => InboxAdmin.LagOf(Event.CreatedAtProvider, Event.ReceivedAt);
}

/// <summary>What staff read of a stored event.</summary>
public sealed class EventAdmin(IDbContextFactory<ShopDbContext> contexts, IInboxReader reader, ISubscriptionRecords subscriptions, StaffGuard guard)
{
    /// <summary>The event whole, or null.</summary>
    /// <param name="name">As <see cref="InboxEvent.Name"/>; older links have the id alone.</param>
    public async Task<InboxDetail?> FindAsync(ClaimsPrincipal staff, string name, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var named = InboxEvent.Named(db.InboxEvents, name) ?? db.InboxEvents.Where(e => e.Id == name);
        if (await named.AsNoTracking().FirstOrDefaultAsync(ct) is not { } stored)
            return null;
        var about = ReferenceOf(stored);
        return new InboxDetail(stored, await OrderOfAsync(db, about, ct), await BookedAsync(db, about, ct));
    }

    private string? ReferenceOf(InboxEvent stored)
    {
        try
        {
            return reader.Read(stored) switch
            {
                InboxHint.Session session => session.Reference,
                InboxHint.Refund refund => refund.Reference,
                InboxHint.RefundsOf payment => payment.PaymentReference,
                InboxHint.Dispute dispute => dispute.Reference,
                _ => stored.ObjectId,
            };
        }
        catch (JsonException)
        {
            return stored.ObjectId;
        }
    }

    private async Task<OrderId?> OrderOfAsync(ShopDbContext db, string? reference, CancellationToken ct) =>
        await ReferenceSearch.PaymentOfAsync(db, subscriptions, reference, ct) is { } payment
            ? await db.Payments.Where(p => p.Id == payment).Select(p => (OrderId?)p.OrderId).FirstOrDefaultAsync(ct)
            : null;

    /// <summary>All of a payment, or what one refund or dispute moved.</summary>
    private static async Task<IReadOnlyList<JournalEntry>> BookedAsync(ShopDbContext db, string? reference, CancellationToken ct)
    {
        if (reference is null)
            return [];
        var (refund, dispute) = ("refund:" + reference, "dispute:" + reference + ":");
        var payment = await db.Payments.Where(p => p.SessionReference == reference || p.Reference == reference).Select(p => (PaymentId?)p.Id).FirstOrDefaultAsync(ct);
        return await db.Set<JournalEntry>().AsNoTracking().Include(e => e.Postings.OrderBy(p => p.Line))
            .Where(e => e.PaymentId == payment || e.EffectKey == refund || e.EffectKey == refund + ":back"
                || e.EffectKey.StartsWith(dispute))
            .OrderBy(e => e.At).ThenBy(e => e.Id)
            .ToListAsync(ct);
    }
}
