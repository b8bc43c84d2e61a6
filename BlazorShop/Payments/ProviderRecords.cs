using BlazorShop.Common;
using BlazorShop.Payments.Refunds;

namespace BlazorShop.Payments;

/// <summary>What the provider says of a refund, read just now.</summary>
public sealed record ProviderRefund
{
    public required string Reference { get; init; }

    /// <summary>Which of our payments it gives back, by what we wrote on that; null when we wrote nothing.</summary>
    public PaymentId? Payment { get; init; }

    /// <summary>The provider's name for the money it gives back.</summary>
    public string? PaymentReference { get; init; }

    /// <summary>Which of our refunds it is; null when it was made at the provider.</summary>
    public Guid? Ours { get; init; }

    public required Money Amount { get; init; }

    /// <summary><see cref="RefundState.Pending"/>, <see cref="RefundState.Succeeded"/>, <see cref="RefundState.Failed"/> or <see cref="RefundState.Cancelled"/>.</summary>
    public required RefundState State { get; init; }

    public string? Problem { get; init; }

    public required DateTime CreatedAt { get; init; }
}

/// <summary>What the provider says of a dispute, read just now.</summary>
public sealed record ProviderDispute
{
    private readonly int? withdrawals;
    private readonly int? reinstatements;

    public required string Reference { get; init; }

    public PaymentId? Payment { get; init; }

    /// <summary>The provider's name for the money it is about.</summary>
    public string? PaymentReference { get; init; }

    public required Money Amount { get; init; }

    public required DisputeStatus Status { get; init; }

    public required DisputeReason Reason { get; init; }

    public DateTime? DueBy { get; init; }

    /// <summary>The money was taken from us while the bank decides, or for good.</summary>
    public required bool FundsWithdrawn { get; init; }

    /// <summary>It was given back to us.</summary>
    public required bool FundsReinstated { get; init; }

    /// <summary>How often it was taken: once, unless a decision for us was appealed against.</summary>
    public int Withdrawals { get => withdrawals ?? (FundsWithdrawn ? 1 : 0); init => withdrawals = value; }

    /// <summary>How often it was refunded.</summary>
    public int Reinstatements { get => reinstatements ?? (FundsReinstated ? 1 : 0); init => reinstatements = value; }

    /// <summary>What is with the bank now, in minor units of <see cref="Amount"/>.</summary>
    public long Taken => Math.Max(0, Withdrawals - Reinstatements) * Amount.Minor;

    public required DateTime CreatedAt { get; init; }
}

/// <summary>
/// Money the provider took for somebody: what a comparison of the books needs. <paramref name="Shop"/> is whose mark it carries,
/// null where it carries none.
/// </summary>
public sealed record ProviderPayment(string Reference, PaymentId? Payment, Money Captured, long Refunded, DateTime CreatedAt, string? Shop = null);

/// <summary>An event as the provider's own list has it.</summary>
public sealed record ProviderEvent(string Id, string Type, string? ObjectId, string? ApiVersion, byte[] Body, DateTime CreatedAt);
