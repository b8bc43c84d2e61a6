using BlazorShop.Common;
using BlazorShop.Payments.Recurring;

namespace BlazorShop.Payments;

public enum SessionState
{
    Open,
    Complete,
    Expired,
}

public enum SessionMoney
{
    /// <summary>Nothing was paid, and nothing is on its way.</summary>
    None,

    /// <summary>The buyer has paid; the bank has not answered.</summary>
    Processing,

    /// <summary>All of it is there, or nothing was due.</summary>
    Paid,

    /// <summary>The bank refused after the form was complete.</summary>
    Failed,
}

/// <summary>What the provider says of a checkout session, read just now.</summary>
public sealed record PaymentSession
{
    public required string Reference { get; init; }

    /// <summary>Opens the form in the buyer's browser. Handed on, never stored, never logged.</summary>
    public string? ClientSecret { get; init; }

    public required SessionState State { get; init; }

    public required SessionMoney Money { get; init; }

    public required Money Total { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required DateTime CreatedAt { get; init; }

    public string? CustomerReference { get; init; }

    /// <summary>The provider's name for the money, once there is some.</summary>
    public string? PaymentReference { get; init; }

    /// <summary>Which of our payments it is, by what we wrote on it; null when it is not ours.</summary>
    public PaymentId? Payment { get; init; }

    /// <summary>Where the buyer wants it sent, as said in the form; null where it did not ask.</summary>
    public Address? ShippingAddress { get; init; }

    /// <summary>"Visa ending in 4242".</summary>
    public string? PaidWith { get; init; }

    /// <summary>What the provider keeps of the money, once it knows; in the currency of its account with us.</summary>
    public Money? Fee { get; init; }

    /// <summary>Why the last try failed, in the provider's words for buyers.</summary>
    public string? Problem { get; init; }

    /// <summary>The same in our kinds; null where nothing failed.</summary>
    public DeclineReason? Decline { get; init; }

    /// <summary>The provider's name for the invoice it paid, where a subscription began with it.</summary>
    public string? InvoiceReference { get; init; }

    /// <summary>The subscription that began with it.</summary>
    public ProviderSubscription? Subscription { get; init; }

    /// <summary>Nothing on it says that a shop of this kind opened it, and it takes money.</summary>
    public bool IsForeign { get; init; }

    /// <summary>When its money was taken; null while it was not.</summary>
    public DateTime? PaidAt { get; init; }

    public override string ToString() => $"{Reference} {State} {Money} {Total}";
}
