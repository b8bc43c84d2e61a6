using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Data.Conventions;

/// <summary>How a bought item is stored: in every table that has one, in columns of the same names.</summary>
internal static class ItemColumns
{
    public static void MapItem(this ComplexPropertyBuilder<ItemSnapshot> item)
    {
        item.Property(i => i.Variant).HasColumnName("VariantId");
        item.Property(i => i.ProductSlug).HasColumnName("ProductSlug").HasMaxLength(120);
        item.Property(i => i.Name).HasColumnName("Name").HasMaxLength(120);
        item.Property(i => i.Options).HasColumnName("Options").HasMaxLength(120);
        item.Property(i => i.Sku).HasColumnName("Sku").HasMaxLength(64);
        item.Property(i => i.Picture).HasColumnName("ImageUrl").HasMaxLength(240);
        item.Property(i => i.TaxClass).HasColumnName("TaxClass").HasMaxLength(64);
        item.Property(i => i.WeightGrams).HasColumnName("WeightGrams");
        item.Ignore(i => i.FullName);
    }
}
