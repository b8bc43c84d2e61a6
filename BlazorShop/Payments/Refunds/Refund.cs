using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Refunds;

public enum RefundState
{
    /// <summary>Committed here; the provider has not answered yet.</summary>
    Requested,

    /// <summary>The provider has it; the bank has not.</summary>
    Pending,

    Succeeded,

    /// <summary>The money came back to us: it must be returned another way.</summary>
    Failed,

    Cancelled,

    /// <summary>The provider never made it.</summary>
    Refused,
}

/// <summary>Money on its way back to a buyer. The row, with its key, is there before the provider is asked.</summary>
public sealed class Refund : IOfProvider
{
    /// <summary>How the keys of refunds begin that the shop makes by itself, and of those for a cancelled order.</summary>
    public const string AllKey = "refund-all-";
    public const string CancelKey = "cancel-";

    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    public required PaymentId PaymentId { get; init; }

    public required OrderId OrderId { get; init; }

    /// <summary>The provider's id; null until it has answered.</summary>
    public string? Reference { get; set; }

    public required Money Amount { get; init; }

    public required RefundState State { get; set; }

    public required RefundReason Because { get; init; }

    /// <summary>What staff typed, in words that the customer may read; empty where nobody did.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who asked: a staff member's email, <c>shop</c>, or the provider's dashboard.</summary>
    public required string RequestedBy { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>
    /// The money did not come through the provider, so it goes back as it came and is only written down here; nobody else is asked.
    /// </summary>
    public bool IsOutside { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime ChangedAt { get; set; }

    /// <summary>Why it failed, in the provider's words.</summary>
    public string? Problem { get; set; }

    /// <summary>
    /// Owed by what happened, whoever decided that: what is left is asked for again when the provider refuses. The amount of
    /// any other was somebody's decision, and so is what follows a refusal.
    /// </summary>
    public bool IsAutomatic =>
        IdempotencyKey.StartsWith(AllKey, StringComparison.Ordinal) || IdempotencyKey.StartsWith(CancelKey, StringComparison.Ordinal);
}

internal sealed class RefundConfiguration : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.ToTable("Refunds");
        refund.Property(r => r.Id).ValueGeneratedNever();
        refund.Property(r => r.Reference).HasMaxLength(255).IsUnicode(false);
        refund.Property(r => r.Reason).HasMaxLength(300);
        refund.Property(r => r.RequestedBy).HasMaxLength(256);
        refund.Property(r => r.IdempotencyKey).HasMaxLength(128).IsUnicode(false);
        refund.Property(r => r.Problem).HasMaxLength(500);
        refund.Ignore(r => r.IsAutomatic);
        refund.MapProvider();
        refund.HasIndex(r => new { r.Reference, r.Provider }).IsUnique();
        refund.HasIndex(r => new { r.IdempotencyKey, r.Provider }).IsUnique();
        refund.HasIndex(r => r.PaymentId);
        refund.HasIndex(r => r.OrderId);
        refund.HasIndex(r => new { r.State, r.CreatedAt });
    }
}
