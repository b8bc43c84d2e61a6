using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments.Recurring;

namespace BlazorShop.Fulfilment;

/// <summary>What came of what a member of the staff wanted done with an order.</summary>
public abstract record FulfilmentResult
{
    /// <summary>It is done, now or by the same click before.</summary>
    public sealed record Done(FulfilmentDone What) : FulfilmentResult;

    /// <summary>It may not be, and nothing was changed.</summary>
    public sealed record Refused(OrderRefusal Why) : FulfilmentResult
    {
        public Refused(OrderRule rule, int? count = null)
            : this(new OrderRefusal(rule, Count: count))
        {
        }
    }

    /// <summary>The order is no longer what was looked at; nothing was changed.</summary>
    public sealed record Stale : FulfilmentResult;
}

/// <summary>What was done with an order.</summary>
public enum FulfilmentDone
{
    Shipped,

    /// <summary>A part is on its way; the rest waits.</summary>
    PartlyShipped,
    Delivered,
    AttentionSettled,

    /// <summary>Cancelled; its money is being refunded.</summary>
    Cancelled,
    CancelledUnpaid,

    /// <summary>Cancelled; money that was set aside for it is being refunded.</summary>
    CancelledHeld,
}

/// <summary>
/// A shipment about to leave: how many items of which line, by its position. <paramref name="Id"/> is the request's id, and
/// <paramref name="Seen"/> the version of the order that was looked at.
/// </summary>
public sealed record ShipmentRequest(Guid Id, OrderId Order, int Seen, IReadOnlyDictionary<int, int> Quantities, string Carrier, string Tracking);

/// <summary>
/// What staff do with an order. Each verb asks who wants it, leaves their name in the order's history, and is finished even when
/// the page goes away.
/// </summary>
public interface IFulfilment
{
    /// <summary>Sends a shipment and tells the buyer. The same shipment again is the same shipment.</summary>
    Task<FulfilmentResult> ShipAsync(ClaimsPrincipal staff, ShipmentRequest shipment);

    Task<FulfilmentResult> MarkDeliveredAsync(ClaimsPrincipal staff, OrderId order, int seen);

    /// <summary>Staff have done all that was asked of them for it. Refused while money is set aside in its name.</summary>
    Task<FulfilmentResult> SettleAttentionAsync(ClaimsPrincipal staff, OrderId order, int seen);

    /// <summary>Nobody can pay it any more, its items are back in stock, its money is refunded, and the buyer is told.</summary>
    /// <param name="then">What becomes of the subscription it belongs to; nothing where it belongs to none.</param>
    Task<FulfilmentResult> CancelAsync(ClaimsPrincipal staff, OrderId order, int seen, string? reason, SubscriptionAfterwards then = SubscriptionAfterwards.GoesOn);
}
