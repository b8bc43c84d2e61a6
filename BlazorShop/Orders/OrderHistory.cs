using BlazorShop.Common;

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

/// <summary>The arguments of a step: what its sentence needs beside its kind.</summary>
public sealed record EventDetails
{
    public static readonly EventDetails None = new();

    public Money? Amount { get; init; }

    public int? Count { get; init; }

    /// <summary>A kind within the kind: why a refund was made, how a dispute stands. At most 60 ASCII characters.</summary>
    public string? Code { get; init; }

    public DateTime? Due { get; init; }

    /// <summary>What a person, a bank or a carrier calls it: shown as it is.</summary>
    public string Text { get; init; } = "";
}

/// <summary>One step in an order's life. <see cref="Effect"/> is unique within the order: the same fact is written once.</summary>
public sealed class OrderHistoryEntry
{
    public const int LongestText = 1000, LongestCode = 60;

    private OrderHistoryEntry()
    {
    }

    internal OrderHistoryEntry(Order order, int sequence, DateTime at, OrderEventKind kind, EventDetails details, string effect, string? by)
    {
        OrderId = order.Id;
        Sequence = sequence;
        At = at;
        Kind = kind;
        AmountMinor = details.Amount?.Minor;
        AmountCurrency = details.Amount?.Currency;
        Count = details.Count;
        Code = details.Code;
        Due = details.Due;
        Text = Common.Text.LimitWithEllipsis(details.Text, LongestText);
        OrderStatus = order.Status;
        PaymentStatus = order.PaymentStatus;
        FulfilmentStatus = order.FulfilmentStatus;
        Effect = effect;
        By = by;
    }

    public OrderId OrderId { get; private init; }

    public int Sequence { get; private init; }

    public DateTime At { get; private init; }

    public OrderEventKind Kind { get; private init; }

    /// <summary>Minor units of <see cref="AmountCurrency"/>.</summary>
    public long? AmountMinor { get; private init; }

    public string? AmountCurrency { get; private init; }

    public Money? Amount => AmountMinor is { } minor && AmountCurrency is { } currency ? new Money(minor, currency) : null;

    public int? Count { get; private init; }

    /// <summary>A kind within the kind, see <see cref="EventDetails.Code"/>.</summary>
    public string? Code { get; private init; }

    public DateTime? Due { get; private init; }

    /// <summary>What a person, a bank or a carrier calls it.</summary>
    public string Text { get; private init; } = "";

    public OrderStatus OrderStatus { get; private init; }

    public PaymentStatus PaymentStatus { get; private init; }

    public FulfilmentStatus FulfilmentStatus { get; private init; }

    public string Effect { get; private init; } = "";

    /// <summary>Who of the staff did it; null where nobody had to. Not the buyer's to read.</summary>
    public string? By { get; private init; }

    /// <summary>Of what staff were asked: the step that settled it, by its sequence; null while it is open.</summary>
    public int? EndedBy { get; internal set; }

    /// <summary>Staff were asked to look, and it is not settled.</summary>
    public bool IsOpen => Kind is OrderEventKind.AttentionAsked && EndedBy is null;

    public AttentionKind Attention => Enum.TryParse<AttentionKind>(Code, out var kind) ? kind : AttentionKind.Note;

    /// <summary>The buyer reads it: what staff and the provider have among themselves is no news to them.</summary>
    public bool IsForBuyer => Kind is not (OrderEventKind.AttentionAsked or OrderEventKind.AttentionDone or OrderEventKind.AttentionEnded
        or OrderEventKind.PaymentStarted or OrderEventKind.ReminderSent);
}
