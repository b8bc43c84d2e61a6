using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Foreign;

public enum ForeignState
{
    /// <summary>Received, belongs to no order: somebody must decide.</summary>
    Open,

    /// <summary>An order was made of it.</summary>
    Ordered,

    /// <summary>Staff said that it is none of the shop's.</summary>
    Dismissed,

    /// <summary>All of it went back at the provider.</summary>
    Refunded,
}

/// <summary>A paid session on our account that no shop of this kind opened: a payment link, an agent's purchase.</summary>
public sealed class ForeignPayment : IOfProvider
{
    public required string SessionReference { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    /// <summary>The provider's name for the money.</summary>
    public string? PaymentReference { get; set; }

    public required Money Amount { get; init; }

    /// <summary>What the buyer gave, lower case; empty where nobody was asked.</summary>
    public required string Email { get; set; }

    public required string Environment { get; init; }

    public required DateTime PaidAt { get; init; }

    public required DateTime FoundAt { get; init; }

    public ForeignState State { get; set; }

    /// <summary>Why no order was made of it by itself, as <see cref="KindText"/> keeps a <see cref="ForeignRefusal"/>.</summary>
    public string? Problem { get; set; }

    public OrderId? OrderId { get; set; }

    /// <summary>Its order joins the account of this email as soon as one has confirmed it.</summary>
    public bool AwaitsAccount { get; set; }

    /// <summary>Who of the staff decided.</summary>
    public string? By { get; set; }

    public DateTime? SettledAt { get; set; }
}

internal sealed class ForeignPaymentConfiguration : IEntityTypeConfiguration<ForeignPayment>
{
    public const int LongestProblem = 500;

    public void Configure(EntityTypeBuilder<ForeignPayment> foreign)
    {
        foreign.ToTable("ForeignPayments");
        foreign.HasKey(f => new { f.SessionReference, f.Provider });
        foreign.MapProvider();
        foreign.Property(f => f.SessionReference).HasMaxLength(255).IsUnicode(false);
        foreign.Property(f => f.PaymentReference).HasMaxLength(255).IsUnicode(false);
        foreign.Property(f => f.Email).HasMaxLength(256);
        foreign.Property(f => f.Environment).HasMaxLength(16).IsUnicode(false);
        foreign.Property(f => f.Problem).HasMaxLength(LongestProblem);
        foreign.Property(f => f.By).HasMaxLength(256);
        foreign.HasIndex(f => f.State);
        foreign.HasIndex(f => f.PaymentReference);
        foreign.HasIndex(f => f.OrderId);
        foreign.HasIndex(f => f.AwaitsAccount);
    }
}
