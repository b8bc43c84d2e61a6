using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Fulfilment;

/// <summary>
/// Staff send an order or cancel it: order, stock, refund and email change in one transaction, or not at all. Payment and order
/// are locked in the order in which a sync locks them.
/// </summary>
public sealed partial class FulfilmentService(
    IDbContextFactory<ShopDbContext> contexts,
    OrderService orders,
    PaymentSessions payments,
    RefundRequests requests,
    RefundService refunds,
    ISubscriptionCommands subscriptions,
    Holds holds,
    IShopMail mail,
    StaffGuard guard,
    OrderStatusFeed feed,
    IOptions<ShopOptions> shop,
    TimeProvider time,
    ILogger<FulfilmentService> logger) : IFulfilment
{
    private const int Tries = 5;
    private const int LongestReason = 200;

    public async Task<FulfilmentResult> ShipAsync(ClaimsPrincipal staff, ShipmentRequest shipment)
    {
        var actor = await guard.ActorAsync(staff, Permission.Fulfil, CancellationToken.None);
        var (carrier, tracking) = (shipment.Carrier.Trim(), shipment.Tracking.Trim());
        if (carrier.Length is 0 or > Shipment.LongestCarrier)
            return new FulfilmentResult.Refused(OrderRule.Carrier, Shipment.LongestCarrier);
        if (tracking.Length > Shipment.LongestTracking)
            return new FulfilmentResult.Refused(OrderRule.TrackingTooLong, Shipment.LongestTracking);
        return await ChangeAsync(shipment.Order, async (db, order, received, now) =>
        {
            var payment = Own(received);
            if (order.Shipments.Exists(s => s.Id == shipment.Id))
                return (Said(order), Changes: false);
            if (!IsAsSeen(order, shipment.Seen))
                return (new FulfilmentResult.Stale(), Changes: false);
            if (order.WhyNotShip is null && payment is { Received: > 0 } && await RefundService.LeftAsync(db, payment, default) == 0)
                return (new FulfilmentResult.Refused(OrderRule.RefundingNotShipped), Changes: false);
            order.Ship(shipment.Id, shipment.Quantities, carrier, tracking, actor, now);
            mail.Enqueue(db, $"ship:{shipment.Id}", order.Email, new OrderLetters(order, PaymentRequest.SiteOf(payment, shop.Value))
                .Shipped(shipment.Quantities, carrier, tracking, order.FulfilmentStatus is FulfilmentStatus.PartiallyShipped));
            ShipmentSent(logger, shipment.Id, order.Id, actor);
            return (Said(order), Changes: true);
        });

        static FulfilmentResult Said(Order order) =>
            new FulfilmentResult.Done(order.FulfilmentStatus is FulfilmentStatus.PartiallyShipped ? FulfilmentDone.PartlyShipped : FulfilmentDone.Shipped);
    }

    public async Task<FulfilmentResult> MarkDeliveredAsync(ClaimsPrincipal staff, OrderId order, int seen)
    {
        var actor = await guard.ActorAsync(staff, Permission.Fulfil, CancellationToken.None);
        return await ChangeAsync(order, (_, now, _, at) =>
        {
            if (now.FulfilmentStatus is FulfilmentStatus.Delivered)
                return Task.FromResult<(FulfilmentResult, bool)>((new FulfilmentResult.Done(FulfilmentDone.Delivered), false));
            if (!IsAsSeen(now, seen))
                return Task.FromResult<(FulfilmentResult, bool)>((new FulfilmentResult.Stale(), false));
            now.MarkDelivered(actor, at);
            return Task.FromResult<(FulfilmentResult, bool)>((new FulfilmentResult.Done(FulfilmentDone.Delivered), true));
        });
    }

    public async Task<FulfilmentResult> SettleAttentionAsync(ClaimsPrincipal staff, OrderId order, int seen)
    {
        var actor = await guard.ActorAsync(staff, Permission.Fulfil, CancellationToken.None);
        return await ChangeAsync(order, (_, now, _, at) =>
        {
            var done = new FulfilmentResult.Done(FulfilmentDone.AttentionSettled);
            if (!now.NeedsAttention)
                return Task.FromResult<(FulfilmentResult, bool)>((done, false));
            // What was asked since is not what they have done.
            if (!IsAsSeen(now, seen))
                return Task.FromResult<(FulfilmentResult, bool)>((new FulfilmentResult.Stale(), false));
            now.SettleAttention(actor, at);
            AttentionSettled(logger, order, actor);
            return Task.FromResult<(FulfilmentResult, bool)>((done, true));
        });
    }

    public async Task<FulfilmentResult> CancelAsync(
        ClaimsPrincipal staff, OrderId order, int seen, string? reason, SubscriptionAfterwards then = SubscriptionAfterwards.GoesOn)
    {
        var actor = await guard.ActorAsync(staff, Permission.Cancel, CancellationToken.None);
        reason = Text.TrimToNull(reason);
        if (reason?.Length > LongestReason)
            return new FulfilmentResult.Refused(OrderRule.ReasonTooLong, LongestReason);
        if (await orders.ReadAsync(order, default) is not { } before)
            return new FulfilmentResult.Refused(OrderRule.NoSuchOrder);
        if (before.Status is OrderStatus.Cancelled)
            return Cancelled(before);
        if (before.Version != seen)
            return new FulfilmentResult.Stale();
        if (before.WhyNotCancel is { } why)
            return new FulfilmentResult.Refused(why);
        for (var attempt = 1; ; attempt++)
        {
            var closed = await CloseAsync(order);
            if (closed.Refused is { } refused)
                return refused;
            // What we closed ourselves has changed the order; nobody else may have.
            var result = await CancelOnceAsync(order, closed.Any || attempt > 1 ? null : seen, reason, actor, then);
            if (result is not null || attempt == Tries)
                return result ?? new FulfilmentResult.Stale();
        }
    }

    /// <summary>Null when the buyer opened another form meanwhile.</summary>
    private async Task<FulfilmentResult?> CancelOnceAsync(OrderId id, int? seen, string? reason, string actor, SubscriptionAfterwards then)
    {
        var isLive = false;
        var result = await ChangeAsync(id, async (db, order, received, now) =>
        {
            if (order.Status is OrderStatus.Cancelled)
                return (Cancelled(order), Changes: false);
            isLive = await PaymentSessions.IsUnsettledAsync(db, id, default) && order.WhyNotCancel is null;
            if (isLive)
                return (new FulfilmentResult.Stale(), Changes: false);
            if (seen is { } version && !IsAsSeen(order, version))
                return (new FulfilmentResult.Stale(), Changes: false);
            var back = Money.Zero(order.Total.Currency);
            // Also what is held and was never its own: whoever has money here gets it back when nothing will be sent for it.
            foreach (var paid in received)
            {
                var left = await requests.AllLeftAsync(db, paid, RefundReason.OrderCancelled, reason ?? "", actor, paid.InSuspense ? $"{Refund.CancelKey}{id}-{paid.Id}" : Refund.CancelKey + id, default);
                // A sum of one currency: the buyer reads of the others when they are refunded.
                back = back.Minor == 0 ? left : left.Currency == back.Currency ? back + left : back;
            }

            var payment = Own(received);
            if (payment is not null)
                await holds.RestoreAsync(db, payment.Id, default);
            order.Cancel(back, actor, now, anyReceived: received.Any(p => p.Received > 0));
            if (order.SubscriptionId is { } subscription)
                await subscriptions.RecordAsync(db, subscription, then, actor, now, default);
            var letter = payment ?? await PaymentSessions.LastAsync(db, id, default);
            mail.Enqueue(db, $"order:{order.Number}:cancelled", order.Email, new OrderLetters(order, PaymentRequest.SiteOf(letter, shop.Value)).Cancelled(
                received.Any(p => p.Received > 0) ? back : null, reason));
            Ended(logger, id, actor);
            return (Cancelled(order), Changes: true);
        });
        if (isLive)
            return null;
        // Committed; what the provider does not take now goes with the next pass.
        if (result is FulfilmentResult.Done)
        {
            await refunds.SendDueAsync(default);
            if (then is not SubscriptionAfterwards.GoesOn)
                await subscriptions.SendDueAsync(default);
        }

        return result;
    }

    /// <summary>No money can come any more when this returns without a refusal; it may just have come.</summary>
    private async Task<(bool Any, FulfilmentResult.Refused? Refused)> CloseAsync(OrderId order)
    {
        var any = false;
        try
        {
            while (await payments.LiveForOrderAsync(order, default) is { } live)
            {
                any = true;
                var state = await payments.CloseAsync(live.Id, default);
                if (state is PaymentState.Paid or PaymentState.Processing)
                    return (any, new FulfilmentResult.Refused(OrderRule.PaidMeanwhile));
            }
        }
        catch (PaymentGatewayException failure)
        {
            NotClosed(logger, order, failure.Problem);
            return (any, new FulfilmentResult.Refused(OrderRule.ProviderSilent));
        }

        return (any, null);
    }

    private async Task<FulfilmentResult> ChangeAsync(OrderId id, Func<ShopDbContext, Order, IReadOnlyList<Payment>, DateTime, Task<(FulfilmentResult Result, bool Changes)>> change)
    {
        try
        {
            // Somebody else may change it first: look again and decide again.
            return await Collision.RetryAsync(() => ChangeOnceAsync(id, change), default);
        }
        catch (OrderRuleException refused)
        {
            return new FulfilmentResult.Refused(refused.Refusal);
        }
    }

    private async Task<FulfilmentResult> ChangeOnceAsync(OrderId id, Func<ShopDbContext, Order, IReadOnlyList<Payment>, DateTime, Task<(FulfilmentResult Result, bool Changes)>> change)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var received = await PaymentSessions.LockReceivedAsync(db, id, default);
        if (!await orders.LockAsync(db, id, default))
            return new FulfilmentResult.Refused(OrderRule.NoSuchOrder);
        var order = await orders.GetAsync(db, id, default);
        var (result, changes) = await change(db, order, received, time.GetUtcNow().UtcDateTime);
        if (!changes)
            return result;
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        mail.Ring();
        feed.Announce(order.CustomerId);
        return result;
    }

    /// <summary>The lock itself counts as one.</summary>
    private static bool IsAsSeen(Order locked, int seen) => locked.Version == seen + 1;

    private static FulfilmentResult.Done Cancelled(Order order) => new(order switch
    {
        { ConfirmedAt: not null } => FulfilmentDone.Cancelled,
        _ when order.History.Exists(h => h is { Kind: OrderEventKind.Cancelled, Code: Order.NothingCharged }) => FulfilmentDone.CancelledUnpaid,
        _ => FulfilmentDone.CancelledHeld,
    });

    private static Payment? Own(IReadOnlyList<Payment> received) => received.FirstOrDefault(p => !p.InSuspense);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shipment {Shipment} of order {Order} was sent by {Actor}")]
    private static partial void ShipmentSent(ILogger logger, Guid shipment, OrderId order, string actor);

    [LoggerMessage(Level = LogLevel.Information, Message = "What was asked for order {Order} is done, says {Actor}")]
    private static partial void AttentionSettled(ILogger logger, OrderId order, string actor);

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Order} was cancelled by {Actor}")]
    private static partial void Ended(ILogger logger, OrderId order, string actor);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The open form of order {Order} could not be closed ({Problem})")]
    private static partial void NotClosed(ILogger logger, OrderId order, GatewayProblem problem);
}
