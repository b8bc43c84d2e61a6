using BlazorShop.Common;
using BlazorShop.Data.Conventions;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Subscriptions;

/// <summary>
/// What a customer has agreed to buy again and again, at the price of the day they agreed. The provider keeps the calendar: this
/// is what it last said. Each invoice it collects becomes one order.
/// </summary>
public sealed class Subscription : IOfProvider
{
    public required SubscriptionId Id { get; init; }

    public required CustomerId CustomerId { get; init; }

    /// <summary>Lower case, as the customer was last seen with it.</summary>
    public required string Email { get; set; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    /// <summary>The provider's name for it.</summary>
    public required string Reference { get; init; }

    /// <summary>The provider's name for the customer.</summary>
    public string? CustomerReference { get; init; }

    /// <summary>What began it: its request is what every renewal repeats.</summary>
    public required PaymentId FirstPayment { get; init; }

    public required ItemSnapshot Item { get; init; }

    public required Money UnitPrice { get; init; }

    public required int Quantity { get; init; }

    public required Recurrence Recurrence { get; init; }

    public required Address ShippingAddress { get; set; }

    public required SubscriptionStatus Status { get; set; }

    /// <summary>Until when it is paid, and when the next payment is due.</summary>
    public DateTime? PeriodEnd { get; set; }

    public bool CancelAtPeriodEnd { get; set; }

    /// <summary>The customer has paused it: what falls due meanwhile is neither collected nor sent.</summary>
    public bool CollectionPaused { get; set; }

    /// <summary>"Visa ending in 4242".</summary>
    public string? PaidWith { get; set; }

    /// <summary>The provider's name for the invoice that could not be collected; null while nothing is owed.</summary>
    public string? OpenInvoice { get; set; }

    /// <summary>What is owed on it, in minor units of the price's currency.</summary>
    public long OpenAmount { get; set; }

    /// <summary>How often it was tried; each try is told once.</summary>
    public int OpenAttempts { get; set; }

    /// <summary>Why it could not be collected: a <see cref="DeclineReason"/>, or the bank's own words where a release before November 2026 kept them.</summary>
    public string? Problem { get; set; }

    /// <summary><c>sandbox</c>, <c>test</c> or <c>live</c>.</summary>
    public required string Environment { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? EndedAt { get; set; }

    /// <summary>Raised by the first statement of every transaction on this subscription, which so takes its lock.</summary>
    public int Version { get; set; }

    public Money Total => UnitPrice * Quantity;

    public Money? Owed => OpenInvoice is null ? null : UnitPrice with { Minor = OpenAmount };

    public bool IsOver => Status is SubscriptionStatus.Cancelled;
}

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("Subscriptions");
        subscription.Property(s => s.Id).ValueGeneratedNever();
        subscription.Property(s => s.Email).HasMaxLength(256);
        subscription.Property(s => s.Reference).HasMaxLength(255).IsUnicode(false);
        subscription.Property(s => s.CustomerReference).HasMaxLength(255).IsUnicode(false);
        subscription.ComplexProperty(s => s.Item, item => item.MapItem());
        subscription.Property(s => s.PaidWith).HasMaxLength(80);
        subscription.Property(s => s.OpenInvoice).HasMaxLength(255).IsUnicode(false);
        subscription.Property(s => s.Problem).HasMaxLength(500);
        subscription.Property(s => s.Environment).HasMaxLength(16).IsUnicode(false);
        subscription.Ignore(s => s.Total);
        subscription.Ignore(s => s.Owed);
        subscription.Ignore(s => s.IsOver);
        subscription.MapProvider();
        subscription.HasIndex(s => new { s.Reference, s.Provider }).IsUnique();
        subscription.HasIndex(s => s.FirstPayment).IsUnique();
        subscription.HasIndex(s => new { s.CustomerId, s.CreatedAt });
        subscription.HasIndex(s => new { s.CreatedAt, s.Id });
        subscription.HasIndex(s => new { s.Status, s.CreatedAt });
        subscription.HasIndex(s => new { s.Email, s.CreatedAt });
    }
}
