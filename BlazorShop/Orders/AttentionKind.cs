namespace BlazorShop.Orders;

/// <summary>What staff are asked to look at.</summary>
public enum AttentionKind
{
    /// <summary>Free text.</summary>
    Note,

    /// <summary>A bank works on a payment whose items have gone to others.</summary>
    ProcessingUnheld,

    /// <summary>What the provider reports could not be booked: see Payments.</summary>
    CannotBook,

    /// <summary>The provider's form wanted another total.</summary>
    TotalDiffers,

    /// <summary>Made again from the provider's records: it may have shipped.</summary>
    Restored,
    RestoredShort,
    OtherAmount,
    PaidTwice,
    SoldOut,
    RenewalShort,
    OutsideShort,
    OutsideNoAddress,

    /// <summary>Its buyer was forgotten before the payment was heard of.</summary>
    BuyerForgotten,
    RenewalOfForgotten,

    /// <summary>A renewal heard of long after it was paid.</summary>
    HeardLate,
    RefundReturned,
    RefundRefused,
    HeldDisputed,
}

/// <summary>What settled a request for attention without staff.</summary>
public enum AttentionEnd
{
    BankPaid,
    BankRefused,
    Booked,
}
