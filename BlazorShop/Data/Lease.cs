using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Data;

/// <summary>The right to do something alone, for a while.</summary>
public sealed class Lease
{
    public required string Name { get; init; }

    public string? Owner { get; set; }

    public DateTime? Until { get; set; }
}

internal sealed class LeaseConfiguration : IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<Lease> lease)
    {
        lease.ToTable("Leases");
        lease.HasKey(l => l.Name);
        lease.Property(l => l.Name).HasMaxLength(80).IsUnicode(false);
        lease.Property(l => l.Owner).HasMaxLength(64).IsUnicode(false);
    }
}
