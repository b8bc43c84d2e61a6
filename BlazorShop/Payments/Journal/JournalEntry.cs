using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Journal;

/// <summary>Where money is, or why it came or went.</summary>
public enum Account
{
    /// <summary>Cash at the payment provider.</summary>
    Provider,

    /// <summary>Received for orders.</summary>
    Sales,

    /// <summary>Refunded to buyers.</summary>
    Refunds,

    /// <summary>Taken back by buyers' banks.</summary>
    Disputes,

    /// <summary>Received, and not owed for any order: a second payment, a wrong amount.</summary>
    Suspense,

    /// <summary>Received without the payment provider, and given back without it: cash, a bank transfer.</summary>
    Outside,
}

/// <summary>Why money moved.</summary>
public enum JournalKind
{
    /// <summary>Free text, of a release before kinds.</summary>
    Note,
    Payment,
    PaidOutside,
    Refund,

    /// <summary>A refund did not reach the buyer.</summary>
    RefundReturned,
    Dispute,
    DisputeWon,
}

/// <summary>One movement of money, in two or more postings that sum to nothing. Written once, changed never.</summary>
public sealed class JournalEntry : IOfProvider
{
    public const int LongestText = 200;

    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    /// <summary>What moved the money, such as <c>pay:pi_…</c> or <c>refund:re_…</c>: the same fact is booked once.</summary>
    public required string EffectKey { get; init; }

    public required DateTime At { get; init; }

    public required OrderId OrderId { get; init; }

    public required PaymentId PaymentId { get; init; }

    public required JournalKind Kind { get; init; }

    /// <summary>What was paid with, or what a person or a bank gave as the reason; empty where nobody said.</summary>
    public string Text { get; init; } = "";

    public List<JournalPosting> Postings { get; } = [];
}

/// <summary>A signed amount on an account: money coming to it is positive.</summary>
public sealed class JournalPosting
{
    public required Guid EntryId { get; init; }

    public required int Line { get; init; }

    public required Account Account { get; init; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }
}

internal sealed class JournalConfiguration : IEntityTypeConfiguration<JournalEntry>, IEntityTypeConfiguration<JournalPosting>
{
    public void Configure(EntityTypeBuilder<JournalEntry> entry)
    {
        entry.ToTable("JournalEntries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.EffectKey).HasMaxLength(280).IsUnicode(false);
        entry.Property(e => e.Text).HasMaxLength(JournalEntry.LongestText);
        entry.MapProvider();
        entry.HasIndex(e => new { e.EffectKey, e.Provider }).IsUnique();
        entry.HasIndex(e => e.OrderId);
        entry.HasIndex(e => e.PaymentId);
        entry.HasIndex(e => e.At);
        entry.HasMany(e => e.Postings).WithOne().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<JournalPosting> posting)
    {
        posting.ToTable("JournalPostings");
        posting.HasKey(p => new { p.EntryId, p.Line });
        posting.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
        posting.HasIndex(p => p.Account);
    }
}
