namespace BlazorShop.Orders;

/// <summary>A step in an order's life. What people read of it is made by <see cref="OrderWords"/>, in their language.</summary>
public enum OrderEventKind
{
    /// <summary>Free text: what a release before kinds wrote and no kind was found for.</summary>
    Note,
    Placed,

    /// <summary>Made from a payment that this shop did not open.</summary>
    BoughtOutside,
    PaymentStarted,
    PaymentProcessing,
    Paid,
    PaymentFailed,
    PaymentSetAside,
    PaidAfterCancellation,
    NotPaidInTime,

    /// <summary>The email that says how it can still be paid, or ordered again.</summary>
    ReminderSent,
    AddressChanged,
    RefundPending,
    Refunded,
    RefundNotNeeded,

    /// <summary>Less was left than was asked for, so that is refunded.</summary>
    RefundAdjusted,
    RefundRefused,

    /// <summary>The money came back to us.</summary>
    RefundReturned,
    Disputed,
    DisputeEnded,

    /// <summary>A dispute about money that is not this order's own.</summary>
    HeldDisputed,
    HeldDisputeEnded,
    PartlyShipped,
    Shipped,
    Delivered,
    Cancelled,

    /// <summary>Staff were asked to look; <see cref="EventDetails.Code"/> is an <see cref="AttentionKind"/>.</summary>
    AttentionAsked,

    /// <summary>Staff have done what was asked.</summary>
    AttentionDone,

    /// <summary>What was asked has settled itself; <see cref="EventDetails.Code"/> is an <see cref="AttentionEnd"/>.</summary>
    AttentionEnded,
}
