using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Carts;

/// <summary>
/// What somebody means to buy: variants and quantities, no price that would be believed later. It belongs to a customer or to
/// whoever holds the cookie whose hash is <see cref="TokenHash"/>, never to both.
/// </summary>
public sealed class Cart : IVersioned
{
    public required CartId Id { get; init; }

    public CustomerId? CustomerId { get; set; }

    public string? TokenHash { get; set; }

    public DateTime ChangedAt { get; set; }

    /// <summary>Rises with each change: a payment that was opened for another version is out of date.</summary>
    public int Version { get; set; }

    /// <summary>Something the buyer has yet to be told, such as what a merge did; null where there is nothing. Read with <see cref="CartNotice.Read"/>.</summary>
    public string? Notice { get; set; }

    public List<CartLine> Lines { get; } = [];
}

public sealed class CartLine
{
    public required CartId CartId { get; init; }

    public required VariantId VariantId { get; init; }

    public int Quantity { get; set; }

    /// <summary>The price the buyer last saw here, in minor units: only to tell them when it has changed.</summary>
    public long SeenPrice { get; set; }

    public DateTime AddedAt { get; init; }
}

internal sealed class CartConfiguration : IEntityTypeConfiguration<Cart>, IEntityTypeConfiguration<CartLine>
{
    public void Configure(EntityTypeBuilder<Cart> cart)
    {
        cart.Property(c => c.Id).ValueGeneratedNever();
        cart.Property(c => c.TokenHash).HasMaxLength(64).IsUnicode(false);
        cart.Property(c => c.Notice).HasMaxLength(CartNotice.Longest);
        cart.Property(c => c.Version).IsConcurrencyToken();
        cart.HasIndex(c => c.CustomerId).IsUnique();
        cart.HasIndex(c => c.TokenHash).IsUnique();
        cart.HasIndex(c => c.ChangedAt);
        cart.HasMany(c => c.Lines).WithOne().HasForeignKey(l => l.CartId);
    }

    public void Configure(EntityTypeBuilder<CartLine> line)
    {
        line.ToTable("CartLines");
        line.HasKey(l => new { l.CartId, l.VariantId });
    }
}
