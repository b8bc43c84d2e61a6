using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Something the shop knows about itself.</summary>
public sealed class ShopMark
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}

/// <summary>Why a comparison stopped early.</summary>
public enum RunProblem
{
    /// <summary>Another one is running.</summary>
    Busy,

    /// <summary>The provider refuses our key. Argument: its words.</summary>
    NotAllowed,

    /// <summary>Argument: what its client said.</summary>
    NoAnswer,
}

/// <summary>One comparison of our books with the provider's.</summary>
public sealed class ReconciliationRun
{
    public required Guid Id { get; init; }

    public required DateTime StartedAt { get; init; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Objects at the provider since then were compared.</summary>
    public required DateTime Since { get; init; }

    public int Matched { get; set; }

    public int Repaired { get; set; }

    public int Open { get; set; }

    /// <summary>Objects that could not be booked; the next comparison begins before them again.</summary>
    public int Failed { get; set; }

    /// <summary>Everything was compared, not what is new alone.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Why it stopped early, as <see cref="KindText"/> keeps a <see cref="RunProblem"/>; null when it finished.</summary>
    public string? Problem { get; set; }
}

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

/// <summary>When a rule that must always hold was last checked, and what that said.</summary>
public sealed class InvariantResult
{
    public required string Name { get; init; }

    public required DateTime CheckedAt { get; set; }

    public int Violations { get; set; }

    /// <summary>The first thing that breaks it.</summary>
    public string? Example { get; set; }
}

internal sealed class ReconciliationConfiguration :
    IEntityTypeConfiguration<ShopMark>,
    IEntityTypeConfiguration<ReconciliationRun>,
    IEntityTypeConfiguration<ReconciliationBreak>,
    IEntityTypeConfiguration<InvariantResult>
{
    public void Configure(EntityTypeBuilder<ShopMark> mark)
    {
        mark.ToTable("ShopMarks");
        mark.HasKey(m => m.Name);
        mark.Property(m => m.Name).HasMaxLength(40).IsUnicode(false);
        mark.Property(m => m.Value).HasMaxLength(80).IsUnicode(false);
    }

    public void Configure(EntityTypeBuilder<ReconciliationRun> run)
    {
        run.ToTable("ReconciliationRuns");
        run.Property(r => r.Id).ValueGeneratedNever();
        run.Property(r => r.Problem).HasMaxLength(500);
        run.HasIndex(r => r.StartedAt);
    }

    public void Configure(EntityTypeBuilder<ReconciliationBreak> difference)
    {
        difference.ToTable("ReconciliationBreaks");
        difference.HasKey(b => new { b.Reference, b.Provider });
        difference.MapProvider();
        difference.Property(b => b.Reference).HasMaxLength(255).IsUnicode(false);
        difference.Property(b => b.Currency).HasMaxLength(3).IsUnicode(false);
        difference.HasIndex(b => b.ResolvedAt);
    }

    public void Configure(EntityTypeBuilder<InvariantResult> result)
    {
        result.ToTable("InvariantResults");
        result.HasKey(r => r.Name);
        result.Property(r => r.Name).HasMaxLength(40).IsUnicode(false);
        result.Property(r => r.Example).HasMaxLength(500);
    }
}
