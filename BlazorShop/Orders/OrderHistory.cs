using BlazorShop.Common;

namespace BlazorShop.Orders;

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
