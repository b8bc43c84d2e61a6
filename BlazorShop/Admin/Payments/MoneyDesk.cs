using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Admin.Payments;

/// <summary>
/// What staff do with money: each verb asks once more who wants it, and leaves their name. What was asked for is finished even
/// when the page goes away meanwhile.
/// </summary>
public sealed class MoneyDesk(
    RefundDesk refunds, InboxReplay replay, IReconcileNow reconciler, IDbContextFactory<ShopDbContext> contexts)
{
    public const int LongestReason = 300;

    /// <summary>Gives back a part or all. <paramref name="occasion"/> is the dialog's own: asked twice, it is one refund.</summary>
    public async Task<RefundStart> RefundAsync(ClaimsPrincipal staff, OrderId order, Money amount, string reason, Guid occasion)
    {
        var actor = Actor(staff);
        reason = string.IsNullOrWhiteSpace(reason) ? "Refunded by the shop." : reason.Trim();
        reason = reason.Length > LongestReason ? reason[..LongestReason] : reason;
        try
        {
            var first = await refunds.RequestAsync(order, amount, reason, actor, occasion, CancellationToken.None);
            if (first is not RefundStart.TooMuch)
                return first;
        }
        catch (DbUpdateException)
        {
            // The same occasion, a moment earlier: it is known by now.
        }

        return await refunds.RequestAsync(order, amount, reason, actor, occasion, CancellationToken.None);
    }

    /// <summary>False when there is no such event, or when it is being applied this very moment.</summary>
    public Task<bool> ReplayAsync(ClaimsPrincipal staff, string eventId) => replay.ReplayAsync(eventId, Actor(staff), CancellationToken.None);

    public Task<ReconciliationRun> ReconcileAsync(ClaimsPrincipal staff)
    {
        StaffGuard.Demand(staff);
        return reconciler.RunAsync(since: null, CancellationToken.None);
    }

    /// <summary>How people call these orders.</summary>
    public async Task<IReadOnlyDictionary<OrderId, string>> NumbersAsync(ClaimsPrincipal staff, IEnumerable<OrderId> orders, CancellationToken ct)
    {
        StaffGuard.Demand(staff);
        var wanted = orders.Distinct().ToList();
        if (wanted.Count == 0)
            return new Dictionary<OrderId, string>();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.Where(o => wanted.Contains(o.Id)).Select(o => new { o.Id, o.Number }).ToDictionaryAsync(o => o.Id, o => o.Number, ct);
    }

    private static string Actor(ClaimsPrincipal staff)
    {
        StaffGuard.Demand(staff);
        return staff.Email() ?? staff.Identity?.Name ?? "staff";
    }
}
