using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Data;

/// <summary>Up to where a source has been read; survives restarts.</summary>
public sealed class Watermark
{
    public required string Name { get; init; }

    public required DateTime Value { get; set; }
}

internal sealed class WatermarkConfiguration : IEntityTypeConfiguration<Watermark>
{
    public void Configure(EntityTypeBuilder<Watermark> watermark)
    {
        watermark.ToTable("Watermarks");
        watermark.HasKey(w => w.Name);
        watermark.Property(w => w.Name).HasMaxLength(80).IsUnicode(false);
    }
}
