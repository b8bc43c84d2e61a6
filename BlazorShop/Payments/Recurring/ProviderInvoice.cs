using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Payments.Recurring;

public enum InvoiceState
{
    Draft,

    /// <summary>To be paid.</summary>
    Open,

    Paid,

    /// <summary>Void or given up: nobody owes it any more.</summary>
    Closed,
}

/// <summary>What the provider says of an invoice, read just now.</summary>
public sealed record ProviderInvoice
{
    public required string Reference { get; init; }

    /// <summary>Which of our subscriptions it is for; null when it is for none.</summary>
    public SubscriptionId? Subscription { get; init; }

    public string? SubscriptionReference { get; init; }

    public string? CustomerReference { get; init; }

    /// <summary>It began the subscription: its money belongs to the order that was placed then.</summary>
    public required bool IsFirst { get; init; }

    public required InvoiceState State { get; init; }

    public required Money Due { get; init; }

    /// <summary>All that was collected for it, wherever.</summary>
    public required Money Paid { get; init; }

    /// <summary>The part of <see cref="Paid"/>, in its minor units, that did not come through the provider.</summary>
    public long PaidOutside { get; init; }

    /// <summary>Why it is not what the subscription costs, as far as the provider says.</summary>
    public IReadOnlyList<Charge> Adjustments { get; init; } = [];

    /// <summary>How often the provider has tried to collect it by itself.</summary>
    public required int Attempts { get; init; }

    public DateTime? NextAttempt { get; init; }

    /// <summary>The provider's name for the money.</summary>
    public string? PaymentReference { get; init; }

    public string? PaidWith { get; init; }

    /// <summary>What the provider kept for itself; null until it says so.</summary>
    public Money? Fee { get; init; }

    /// <summary>Why the last try failed; null where none did.</summary>
    public DeclineReason? Decline { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? PaidAt { get; init; }

    /// <summary>Until when it pays the subscription, and so when the next one is due; null where it does not say.</summary>
    public DateTime? Until { get; init; }
}
