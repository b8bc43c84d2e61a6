using System.Linq.Expressions;
using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Disputes;

/// <summary>A buyer's bank asks for money back.</summary>
public sealed class Dispute : IOfProvider
{
    /// <summary>The provider's id.</summary>
    public required string Reference { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    public required PaymentId PaymentId { get; init; }

    public required OrderId OrderId { get; init; }

    public required Money Amount { get; init; }

    public required DisputeStatus Status { get; set; }

    public required DisputeReason Reason { get; init; }

    /// <summary>Until when evidence can be given; null where none is asked for.</summary>
    public DateTime? DueBy { get; set; }

    public bool FundsWithdrawn { get; set; }

    public bool FundsReinstated { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime ChangedAt { get; set; }

    /// <summary>Not decided for us: nothing ships, and the money is or may be gone.</summary>
    public bool IsOpenOrLost => Status is not (DisputeStatus.Won or DisputeStatus.InquiryClosed or DisputeStatus.Prevented);

    /// <summary><see cref="IsOpenOrLost"/>, as the database is asked.</summary>
    public static Expression<Func<Dispute, bool>> WhereOpenOrLost { get; } =
        dispute => dispute.Status != DisputeStatus.Won && dispute.Status != DisputeStatus.InquiryClosed && dispute.Status != DisputeStatus.Prevented;
}

internal sealed class DisputeConfiguration : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> dispute)
    {
        dispute.ToTable("Disputes");
        dispute.HasKey(d => new { d.Reference, d.Provider });
        dispute.MapProvider();
        dispute.Property(d => d.Reference).HasMaxLength(255).IsUnicode(false).ValueGeneratedNever();
        dispute.Property(d => d.Status).HasMaxLength(40).IsUnicode(false);
        dispute.Property(d => d.Reason).HasMaxLength(60).IsUnicode(false);
        dispute.Ignore(d => d.IsOpenOrLost);
        dispute.HasIndex(d => d.PaymentId);
        dispute.HasIndex(d => d.OrderId);
    }
}
