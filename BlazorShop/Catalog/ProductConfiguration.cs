using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Catalog;

internal sealed class ProductConfiguration :
    IEntityTypeConfiguration<Product>, IEntityTypeConfiguration<ProductVariant>, IEntityTypeConfiguration<ProductImage>
{
    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.Property(p => p.Id).ValueGeneratedNever();
        product.Property(p => p.Slug).HasMaxLength(120);
        product.Property(p => p.Name).HasMaxLength(120);
        product.Property(p => p.Summary).HasMaxLength(240);
        product.Property(p => p.SearchText).HasMaxLength(Product.MaxSearchText);
        product.Property(p => p.Version).IsConcurrencyToken();
        product.HasIndex(p => p.Slug).IsUnique();
        // One index for each order a list can have, within a category and over all.
        product.HasIndex(p => new { p.IsPublished, p.Position, p.Id });
        product.HasIndex(p => new { p.IsPublished, p.PriceFrom, p.Id });
        product.HasIndex(p => new { p.IsPublished, p.Name, p.Id });
        product.HasIndex(p => new { p.IsPublished, p.CreatedAt, p.Id });
        // Staff see also what is not published.
        product.HasIndex(p => new { p.Name, p.Id });
        product.HasIndex(p => new { p.CategoryId, p.IsPublished, p.Position, p.Id });
        product.HasIndex(p => new { p.CategoryId, p.IsPublished, p.PriceFrom, p.Id });
        product.HasOne<Category>().WithMany().HasForeignKey(p => p.CategoryId).OnDelete(DeleteBehavior.Restrict);
        product.HasMany(p => p.Variants).WithOne().HasForeignKey(v => v.ProductId);
        product.HasMany(p => p.Images).WithOne().HasForeignKey(i => i.ProductId);
    }

    public void Configure(EntityTypeBuilder<ProductVariant> variant)
    {
        variant.ToTable("Variants");
        variant.Property(v => v.Id).ValueGeneratedNever();
        variant.Property(v => v.Sku).HasMaxLength(64);
        variant.Property(v => v.Options).HasMaxLength(120);
        variant.HasIndex(v => v.Sku).IsUnique();
        variant.HasOne(v => v.Stock).WithOne().HasForeignKey<StockItem>(s => s.VariantId);
    }

    public void Configure(EntityTypeBuilder<ProductImage> image)
    {
        image.ToTable("ProductImages");
        image.Property(i => i.Id).ValueGeneratedNever();
        image.Property(i => i.Url).HasMaxLength(240);
        image.Property(i => i.Alt).HasMaxLength(240);
    }
}
