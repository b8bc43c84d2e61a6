using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Reconciliation;

public enum BreakKind
{
    /// <summary>The provider has money of which we know nothing.</summary>
    MissingHere,

    /// <summary>We booked money of which the provider knows nothing.</summary>
    MissingThere,

    AmountDiffers,
}

/// <summary>A place where our books and the provider's do not agree.</summary>
public sealed class ReconciliationBreak : IOfProvider
{
    /// <summary>The provider's id of the payment, refund or dispute.</summary>
    public required string Reference { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    public required BreakKind Kind { get; set; }

    public OrderId? OrderId { get; set; }

    /// <summary>Minor units here and there.</summary>
    public long Ours { get; set; }

    public long Theirs { get; set; }

    public required string Currency { get; set; }

    public required DateTime FoundAt { get; set; }

    public DateTime? ResolvedAt { get; set; }
}

internal sealed class ReconciliationBreakConfiguration : IEntityTypeConfiguration<ReconciliationBreak>
{
    public void Configure(EntityTypeBuilder<ReconciliationBreak> difference)
    {
        difference.ToTable("ReconciliationBreaks");
        difference.HasKey(b => new { b.Reference, b.Provider });
        difference.MapProvider();
        difference.Property(b => b.Reference).HasMaxLength(255).IsUnicode(false);
        difference.Property(b => b.Currency).HasMaxLength(3).IsUnicode(false);
        difference.HasIndex(b => b.ResolvedAt);
    }
}
