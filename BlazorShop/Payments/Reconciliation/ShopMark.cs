using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Something the shop knows about itself.</summary>
public sealed class ShopMark
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}

internal sealed class ShopMarkConfiguration : IEntityTypeConfiguration<ShopMark>
{
    public void Configure(EntityTypeBuilder<ShopMark> mark)
    {
        mark.ToTable("ShopMarks");
        mark.HasKey(m => m.Name);
        mark.Property(m => m.Name).HasMaxLength(40).IsUnicode(false);
        mark.Property(m => m.Value).HasMaxLength(80).IsUnicode(false);
    }
}
