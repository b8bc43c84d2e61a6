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

/// <summary>How a bank's dispute of a payment stands. Words are made where they are read.</summary>
public enum DisputeStatus
{
    /// <summary>One that the shop has no word for; taken for open.</summary>
    Other,

    /// <summary>The bank asks, and takes nothing yet: answered in time, it may come to no more.</summary>
    Inquiry,

    InquiryUnderReview,

    /// <summary>It came to no more.</summary>
    InquiryClosed,

    NeedsResponse,

    UnderReview,

    /// <summary>Decided for the shop.</summary>
    Won,

    Lost,

    /// <summary>Refunded by itself before it became a dispute.</summary>
    Prevented,

    /// <summary>The other side appealed against a decision.</summary>
    AppealNeedsResponse,

    AppealUnderReview,
}

/// <summary>Why a buyer's bank asks for money back.</summary>
public enum DisputeReason
{
    /// <summary>None of the others, or none was given.</summary>
    General,

    Fraudulent,
    NotReceived,
    NotAsDescribed,
    Duplicate,

    /// <summary>The buyer says that they sent something back, or cancelled, and got no refund.</summary>
    RefundNotReceived,

    SubscriptionCancelled,

    /// <summary>The buyer does not know the payment.</summary>
    Unrecognized,

    BuyerAsked,
    BankCannotProcess,
    CheckReturned,
    DebitNotAuthorized,
    WrongAccountDetails,
    InsufficientFunds,
    Noncompliant,
}

/// <summary>What was paid with is kept as the provider names it ("Visa ending in 4242"), or as one of these.</summary>
public static class PaidWith
{
    /// <summary>Nothing passed through the provider: cash or a bank transfer, written down there by somebody.</summary>
    public const string Outside = "PaidOutside";

    /// <summary>A debit from an account at a bank in the United States; the end of the account's number follows, as it follows a card's brand.</summary>
    public const string BankDebit = "BankDebit";

    /// <summary>A debit from an account in the single euro payments area.</summary>
    public const string SepaDebit = "SepaDebit";
}
