namespace BlazorShop.Common;

/// <summary>Why a bank did not pay. Words are made where they are read.</summary>
public enum DeclineReason
{
    /// <summary>The bank gave no reason that the buyer could act on.</summary>
    Declined,

    InsufficientFunds,

    Expired,

    /// <summary>Number, security code or account details are wrong.</summary>
    WrongDetails,

    /// <summary>The buyer did not confirm the payment with their bank.</summary>
    NotConfirmed,

    /// <summary>The account is closed, or takes no debits.</summary>
    AccountClosed,

    /// <summary>The means of payment does not take this amount or currency.</summary>
    NotSupported,

    /// <summary>Something failed on the way; the same means may work.</summary>
    TryAgain,
}

/// <summary>Why money was refunded. Words are made where they are read; what a person typed stands beside it.</summary>
public enum RefundReason
{
    /// <summary>Staff decided so. What they typed is the reason.</summary>
    ByShop,

    AfterCancellation,

    PaidTwice,

    SoldOut,

    OrderCancelled,

    /// <summary>Made in the payment provider's dashboard.</summary>
    AtProvider,
}
