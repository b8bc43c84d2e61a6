using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Customers;

/// <summary>The person who buys: one for each account, linked by the account's id.</summary>
public sealed class Customer
{
    public required CustomerId Id { get; init; }

    public required string UserId { get; init; }

    public string? FullName { get; set; }

    public DateTime CreatedAt { get; init; }

    /// <summary>When the default address became another one than those who ship or fill in forms were told; null: they know.</summary>
    public DateTime? AddressSyncSince { get; set; }

    public List<CustomerAddress> Addresses { get; } = [];
}

/// <summary>An entry of a customer's address book.</summary>
public sealed class CustomerAddress
{
    public required Guid Id { get; init; }

    public required CustomerId CustomerId { get; init; }

    public required Address Address { get; set; }

    public bool IsDefault { get; set; }

    public DateTime UsedAt { get; set; }
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>, IEntityTypeConfiguration<CustomerAddress>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.Property(c => c.Id).ValueGeneratedNever();
        customer.Property(c => c.UserId).HasMaxLength(64);
        customer.Property(c => c.FullName).HasMaxLength(120);
        customer.HasIndex(c => c.UserId).IsUnique();
        customer.HasIndex(c => c.AddressSyncSince);
        customer.HasIndex(c => new { c.CreatedAt, c.Id });
        customer.HasMany(c => c.Addresses).WithOne().HasForeignKey(a => a.CustomerId);
    }

    public void Configure(EntityTypeBuilder<CustomerAddress> address)
    {
        address.ToTable("CustomerAddresses");
        address.Property(a => a.Id).ValueGeneratedNever();
    }
}
