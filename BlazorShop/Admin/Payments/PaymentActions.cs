using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Admin.Payments;

/// <summary>
/// What staff do with money: each verb asks once more who wants it, and leaves their name. What was asked for is finished even
/// when the page goes away meanwhile.
/// </summary>
public sealed class PaymentActions(
    RefundService refunds, InboxReplay replay, IReconcileNow reconciler, StaffGuard guard)
{
    public const int LongestReason = 300;

    /// <summary>Gives back a part or all. <paramref name="requestId"/> is the dialog's own: asked twice, it is one refund.</summary>
    public async Task<RefundStart> RefundAsync(ClaimsPrincipal staff, OrderId order, Money amount, string reason, Guid requestId)
    {
        var (actor, why) = (await guard.ActorAsync(staff, Permission.Refund, CancellationToken.None), Reason(reason));
        return await TwiceAsync(() => refunds.RequestAsync(order, amount, why, actor, requestId, CancellationToken.None));
    }

    /// <summary>The same of one payment, also of one that is set aside. <paramref name="then"/>: what becomes of the subscription it paid.</summary>
    public async Task<RefundStart> RefundAsync(ClaimsPrincipal staff, PaymentId payment, Money amount, string reason, Guid requestId, SubscriptionAfterwards then)
    {
        var (actor, why) = (await guard.ActorAsync(staff, Permission.Refund, CancellationToken.None), Reason(reason));
        return await TwiceAsync(() => refunds.RequestAsync(payment, amount, why, actor, requestId, then, CancellationToken.None));
    }

    private static string Reason(string reason)
    {
        var why = string.IsNullOrWhiteSpace(reason) ? "" : reason.Trim();
        return Text.Limit(why, LongestReason);
    }

    private static async Task<RefundStart> TwiceAsync(Func<Task<RefundStart>> request)
    {
        try
        {
            var first = await request();
            if (first is not RefundStart.TooMuch)
                return first;
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // The same requestId, a moment earlier: it is known by now.
        }

        return await request();
    }

    /// <summary>False when there is no such event, or when it is being applied this very moment.</summary>
    public async Task<bool> ReplayAsync(ClaimsPrincipal staff, string eventId)
    {
        var actor = await guard.ActorAsync(staff, Permission.Payments, CancellationToken.None);
        return await replay.ReplayAsync(eventId, actor, CancellationToken.None);
    }

    public async Task<ReconciliationRun> ReconcileAsync(ClaimsPrincipal staff)
    {
        await guard.DemandAsync(staff, Permission.Payments, CancellationToken.None);
        return await reconciler.RunAsync(since: null, CancellationToken.None);
    }
}
