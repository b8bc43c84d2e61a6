using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Payments;

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.Property(p => p.Id).ValueGeneratedNever();
        payment.Property(p => p.IdempotencyKey).HasMaxLength(128).IsUnicode(false);
        payment.Property(p => p.CustomerReference).HasMaxLength(255).IsUnicode(false);
        payment.Property(p => p.SessionReference).HasMaxLength(255).IsUnicode(false);
        payment.Property(p => p.InvoiceReference).HasMaxLength(255).IsUnicode(false);
        payment.Property(p => p.Reference).HasMaxLength(255).IsUnicode(false);
        payment.Property(p => p.Environment).HasMaxLength(16).IsUnicode(false);
        payment.Property(p => p.Problem).HasMaxLength(500);
        payment.Property(p => p.FeeCurrency).HasMaxLength(3).IsUnicode(false);
        payment.Property(p => p.ReceivedCurrency).HasMaxLength(3).IsUnicode(false);
        payment.Ignore(p => p.ReceivedMoney);
        payment.Ignore(p => p.IsLive);
        payment.Ignore(p => p.IsRenewal);
        payment.Ignore(p => p.SourceReference);
        payment.MapProvider();
        // The name first: most look by it alone.
        payment.HasIndex(p => new { p.IdempotencyKey, p.Provider }).IsUnique();
        payment.HasIndex(p => new { p.SessionReference, p.Provider }).IsUnique();
        payment.HasIndex(p => new { p.InvoiceReference, p.Provider }).IsUnique();
        payment.HasIndex(p => new { p.Reference, p.Provider }).IsUnique();
        payment.HasIndex(p => new { p.OrderId, p.Attempt }).IsUnique();
        payment.HasIndex(p => new { p.State, p.ExpiresAt });
        // However many tabs and clicks: at most one form that still takes money for an order, for a cart, for a new subscription.
        const string live = "\"State\" IN ('Creating', 'Open')";
        payment.HasIndex(p => p.OrderId, "IX_Payments_OneLivePerOrder").IsUnique().HasFilter(live);
        payment.HasIndex(p => p.CartId, "IX_Payments_OneLivePerCart").IsUnique().HasFilter("\"CartId\" IS NOT NULL AND " + live);
        payment.HasIndex(p => new { p.CustomerId, p.Subscribes }, "IX_Payments_OneLivePerSubscription").IsUnique()
            .HasFilter("\"Subscribes\" IS NOT NULL AND " + live);
    }
}
