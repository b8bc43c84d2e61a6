using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>When a rule that must always hold was last checked, and what that said.</summary>
public sealed class InvariantResult
{
    public required string Name { get; init; }

    public required DateTime CheckedAt { get; set; }

    public int Violations { get; set; }

    /// <summary>The first thing that breaks it.</summary>
    public string? Example { get; set; }
}

internal sealed class InvariantResultConfiguration : IEntityTypeConfiguration<InvariantResult>
{
    public void Configure(EntityTypeBuilder<InvariantResult> result)
    {
        result.ToTable("InvariantResults");
        result.HasKey(r => r.Name);
        result.Property(r => r.Name).HasMaxLength(40).IsUnicode(false);
        result.Property(r => r.Example).HasMaxLength(500);
    }
}
