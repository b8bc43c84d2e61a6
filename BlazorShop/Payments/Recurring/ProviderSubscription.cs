using BlazorShop.Common;

namespace BlazorShop.Payments.Recurring;

public enum SubscriptionStatus
{
    /// <summary>The first payment is not there yet.</summary>
    Incomplete,

    Active,

    /// <summary>A renewal could not be collected; the provider tries again.</summary>
    PastDue,

    /// <summary>A renewal could not be collected, and the provider has given up trying by itself.</summary>
    Unpaid,

    /// <summary>The provider has stopped it.</summary>
    Paused,

    /// <summary>Over, for good.</summary>
    Cancelled,
}

/// <summary>What the provider says of a subscription, read just now.</summary>
public sealed record ProviderSubscription
{
    public required string Reference { get; init; }

    /// <summary>Which of ours it is, by what we wrote on it; null when it is none.</summary>
    public SubscriptionId? Ours { get; init; }

    public string? CustomerReference { get; init; }

    public required SubscriptionStatus Status { get; init; }

    /// <summary>Until when it is paid, and when the next payment is due.</summary>
    public DateTime? PeriodEnd { get; init; }

    public required bool CancelAtPeriodEnd { get; init; }

    public required bool CollectionPaused { get; init; }

    /// <summary>"Visa ending in 4242".</summary>
    public string? PaidWith { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? EndedAt { get; init; }
}

/// <summary>One thing to be changed about a subscription.</summary>
public abstract record SubscriptionChange
{
    public sealed record Pause : SubscriptionChange;

    public sealed record Resume : SubscriptionChange;

    public sealed record CancelAtPeriodEnd : SubscriptionChange;

    /// <summary>It is not cancelled after all.</summary>
    public sealed record KeepRunning : SubscriptionChange;

    public sealed record UseCard(string CardReference) : SubscriptionChange;
}
