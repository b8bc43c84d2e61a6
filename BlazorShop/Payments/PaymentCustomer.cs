using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments;

/// <summary>The provider's name for one of our customers: made once, known before it is used.</summary>
public sealed class PaymentCustomer : IOfProvider
{
    public required CustomerId CustomerId { get; init; }

    /// <inheritdoc/>
    public required string Provider { get; init; }

    public required string Environment { get; init; }

    /// <summary>Another one after an error that the provider remembers under this one, and for a buyer whom it no longer knows.</summary>
    public required string IdempotencyKey { get; set; }

    /// <summary>Empty once the provider has forgotten the buyer.</summary>
    public required string Email { get; set; }

    public string? Reference { get; set; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When the buyer asked to be forgotten: committed with the account's end, done by a worker until the provider has agreed.</summary>
    public DateTime? ForgetAt { get; set; }

    public int ForgetAttempts { get; set; }

    public DateTime? ForgottenAt { get; set; }

    /// <summary>A key for another name at the provider, after what the last one got.</summary>
    internal static string NextKey(TimeProvider time) => "customer-again-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}

internal sealed class PaymentCustomerConfiguration : IEntityTypeConfiguration<PaymentCustomer>
{
    public void Configure(EntityTypeBuilder<PaymentCustomer> customer)
    {
        customer.HasKey(c => new { c.CustomerId, c.Provider, c.Environment });
        customer.MapProvider();
        customer.Property(c => c.Environment).HasMaxLength(16).IsUnicode(false);
        customer.Property(c => c.IdempotencyKey).HasMaxLength(128).IsUnicode(false);
        customer.Property(c => c.Reference).HasMaxLength(255).IsUnicode(false);
        customer.Property(c => c.Email).HasMaxLength(256);
        customer.HasIndex(c => c.Reference);
        customer.HasIndex(c => c.ForgetAt);
    }
}
