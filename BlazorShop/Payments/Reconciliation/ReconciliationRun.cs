using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Why a comparison stopped early.</summary>
public enum RunProblem
{
    /// <summary>Another one is running.</summary>
    Busy,

    /// <summary>The provider refuses our key. Argument: its words, empty where it said nothing.</summary>
    NotAllowed,

    /// <summary>The provider is out of reach or in trouble. Argument: its words, empty where it said nothing.</summary>
    NoAnswer,
}

/// <summary>Reasons for an early stop, from what the gateway throws.</summary>
public static class RunProblems
{
    /// <summary>As <see cref="ReconciliationRun.Problem"/> keeps it.</summary>
    public static string Of(PaymentGatewayException failure) =>
        KindText.Of(failure.Problem == GatewayProblem.NotAllowed ? RunProblem.NotAllowed : RunProblem.NoAnswer, failure.Answer ?? "");
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

internal sealed class ReconciliationRunConfiguration : IEntityTypeConfiguration<ReconciliationRun>
{
    public void Configure(EntityTypeBuilder<ReconciliationRun> run)
    {
        run.ToTable("ReconciliationRuns");
        run.Property(r => r.Id).ValueGeneratedNever();
        run.Property(r => r.Problem).HasMaxLength(500);
        run.HasIndex(r => r.StartedAt);
    }
}
