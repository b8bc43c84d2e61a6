using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Something of the provider's that could not be booked, over all attempts until it could.</summary>
public sealed class Trouble : IOfProvider
{
    /// <summary>The provider's name of it, such as <c>cs_…</c>, <c>re_…</c> or <c>in_…</c>.</summary>
    public required string Reference { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    /// <summary>Which of our payments it is about, where that is known.</summary>
    public PaymentId? PaymentId { get; set; }

    public int Attempts { get; set; }

    public required DateTime FirstAt { get; set; }

    public required DateTime LastAt { get; set; }

    public required string Problem { get; set; }

    /// <summary>When it was booked after all; null while it is not.</summary>
    public DateTime? ResolvedAt { get; set; }
}

internal sealed class TroubleConfiguration : IEntityTypeConfiguration<Trouble>
{
    public const int LongestProblem = 500;

    public void Configure(EntityTypeBuilder<Trouble> trouble)
    {
        trouble.ToTable("Troubles");
        trouble.HasKey(t => new { t.Reference, t.Provider });
        trouble.MapProvider();
        trouble.Property(t => t.Reference).HasMaxLength(255).IsUnicode(false);
        trouble.Property(t => t.Problem).HasMaxLength(LongestProblem);
        trouble.HasIndex(t => t.ResolvedAt);
    }
}
