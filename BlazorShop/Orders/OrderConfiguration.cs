using BlazorShop.Data.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Orders;

internal sealed class OrderConfiguration :
    IEntityTypeConfiguration<Order>, IEntityTypeConfiguration<OrderLine>, IEntityTypeConfiguration<OrderCharge>, IEntityTypeConfiguration<OrderHistoryEntry>,
    IEntityTypeConfiguration<Shipment>, IEntityTypeConfiguration<ShipmentLine>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.Property(o => o.Id).ValueGeneratedNever();
        order.Property(o => o.Number).HasMaxLength(16).IsUnicode(false);
        order.Property(o => o.Email).HasMaxLength(256);
        order.Property(o => o.Environment).HasMaxLength(16).IsUnicode(false);
        order.Property(o => o.Language).HasMaxLength(16).IsUnicode(false);
        order.Property(o => o.PaymentSession).HasMaxLength(255).IsUnicode(false);
        order.Property(o => o.PaymentReference).HasMaxLength(255).IsUnicode(false);
        order.Property(o => o.PaidWith).HasMaxLength(80);
        order.Property(o => o.Version).IsConcurrencyToken();
        order.Property(o => o.HeldCurrency).HasMaxLength(3).IsUnicode(false);
        order.Ignore(o => o.Quote);
        order.Ignore(o => o.Held);
        order.Ignore(o => o.OpenAttention);
        order.Ignore(o => o.CanSettleAttention);
        order.Ignore(o => o.AwaitsPayment);
        order.Ignore(o => o.FormsOpened);
        order.Ignore(o => o.HadLastForm);
        order.Ignore(o => o.IsSpent);
        order.Ignore(o => o.WaitsToShip);
        order.Ignore(o => o.WhyNotShip);
        order.Ignore(o => o.WhyNotCancel);
        order.HasIndex(o => o.Number).IsUnique();
        order.HasIndex(o => o.PaymentSession).IsUnique();
        order.HasIndex(o => o.PaymentReference).IsUnique();
        order.HasIndex(o => new { o.PlacedAt, o.Id });
        order.HasIndex(o => new { o.CustomerId, o.PlacedAt });
        order.HasIndex(o => new { o.Status, o.PlacedAt });
        order.HasIndex(o => new { o.PaymentStatus, o.PlacedAt });
        order.HasIndex(o => new { o.FulfilmentStatus, o.PlacedAt });
        order.HasIndex(o => new { o.Email, o.PlacedAt });
        order.HasIndex(o => o.BuyerErasedAt);
        order.HasIndex(o => new { o.SubscriptionId, o.PlacedAt });
        order.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId);
        order.HasMany(o => o.Charges).WithOne().HasForeignKey(c => c.OrderId);
        order.HasMany(o => o.History).WithOne().HasForeignKey(h => h.OrderId);
        order.HasMany(o => o.Shipments).WithOne().HasForeignKey(s => s.OrderId);
    }

    public void Configure(EntityTypeBuilder<OrderLine> line)
    {
        line.ToTable("OrderLines");
        line.HasKey(l => new { l.OrderId, l.Position });
        line.ComplexProperty(l => l.Item, item => item.MapItem());
        line.Ignore(l => l.VariantId);
        line.Ignore(l => l.Name);
        line.Ignore(l => l.Total);
        line.Ignore(l => l.Quoted);
    }

    public void Configure(EntityTypeBuilder<OrderCharge> charge)
    {
        charge.ToTable("OrderCharges");
        charge.HasKey(c => new { c.OrderId, c.Position });
        charge.Property(c => c.Code).HasMaxLength(64);
        charge.Property(c => c.Name).HasMaxLength(OrderCharge.LongestName);
        charge.Ignore(c => c.Quoted);
    }

    public void Configure(EntityTypeBuilder<OrderHistoryEntry> entry)
    {
        entry.ToTable("OrderHistory");
        entry.HasKey(h => new { h.OrderId, h.Sequence });
        entry.Property(h => h.AmountCurrency).HasMaxLength(3).IsUnicode(false);
        entry.Property(h => h.Code).HasMaxLength(OrderHistoryEntry.LongestCode).IsUnicode(false);
        entry.Property(h => h.Text).HasMaxLength(OrderHistoryEntry.LongestText);
        entry.Ignore(h => h.Amount);
        entry.Ignore(h => h.Attention);
        entry.Ignore(h => h.IsOpen);
        entry.Ignore(h => h.IsForBuyer);
        entry.Property(h => h.Effect).HasMaxLength(280).IsUnicode(false);
        entry.Property(h => h.By).HasMaxLength(256);
        entry.HasIndex(h => new { h.OrderId, h.Effect }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Shipment> shipment)
    {
        shipment.ToTable("Shipments");
        shipment.Property(s => s.Id).ValueGeneratedNever();
        shipment.Property(s => s.Carrier).HasMaxLength(Shipment.LongestCarrier);
        shipment.Property(s => s.Tracking).HasMaxLength(Shipment.LongestTracking);
        shipment.Property(s => s.By).HasMaxLength(256);
        shipment.HasIndex(s => s.OrderId);
        shipment.HasMany(s => s.Lines).WithOne().HasForeignKey(l => l.ShipmentId);
    }

    public void Configure(EntityTypeBuilder<ShipmentLine> line)
    {
        line.ToTable("ShipmentLines");
        line.HasKey(l => new { l.ShipmentId, l.Position });
    }
}
