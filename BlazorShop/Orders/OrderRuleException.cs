using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>Why an order does not allow what somebody wanted of it. Words for staff: <see cref="OrderWords.Refusal"/>.</summary>
public enum OrderRule
{
    NoSuchOrder,
    NoSuchLine,
    CancelledNotShipped,
    UnpaidNotShipped,
    DisputedNotShipped,
    RefundedNotShipped,

    /// <summary>All of its money is on its way back.</summary>
    RefundingNotShipped,
    AllShipped,
    NotAllShipped,
    NothingPacked,

    /// <summary>Of <see cref="OrderRefusal.Text"/> only <see cref="OrderRefusal.Count"/> are left.</summary>
    TooManyPacked,

    /// <summary>A carrier is missing, or longer than <see cref="OrderRefusal.Count"/> characters.</summary>
    Carrier,
    TrackingTooLong,
    ReasonTooLong,
    AlreadyCancelled,
    PartlyShippedNotCancelled,
    ProcessingNotCancelled,
    DisputedNotCancelled,

    /// <summary>The buyer paid while it was being cancelled.</summary>
    PaidMeanwhile,

    /// <summary>The payment provider does not answer, so the buyer's open form could not be closed.</summary>
    ProviderSilent,

    /// <summary><see cref="OrderRefusal.Amount"/> is set aside.</summary>
    MoneyIsHeld,
}

/// <param name="Text">The item it is about.</param>
public sealed record OrderRefusal(OrderRule Rule, Money? Amount = null, int? Count = null, string? Text = null);

/// <summary>Somebody asked an order for something its state does not allow.</summary>
public sealed class OrderRuleException(OrderRule rule) : InvalidOperationException(rule.ToString())
{
    public Money? Amount { get; init; }

    public int? Count { get; init; }

    public string? Text { get; init; }

    public OrderRefusal Refusal => new(rule, Amount, Count, Text);
}
