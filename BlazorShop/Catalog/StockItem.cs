using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Catalog;

/// <summary>How many items of a variant there are, and how many of them are promised. Changed by conditional updates only.</summary>
public sealed class StockItem
{
    public required VariantId VariantId { get; init; }

    public int OnHand { get; set; }

    public int Reserved { get; set; }

    public int Available => OnHand - Reserved;
}

public enum ReservationState
{
    /// <summary>Promised to a buyer who is paying.</summary>
    Held,

    /// <summary>Paid: the items have left the stock.</summary>
    Taken,

    /// <summary>Given back.</summary>
    Released,
}

/// <summary>Items of a variant promised to one try to pay; given back once, and only after no money can come any more.</summary>
public sealed class Reservation
{
    public required PaymentId PaymentId { get; init; }

    public required VariantId VariantId { get; init; }

    public required int Quantity { get; init; }

    public ReservationState State { get; set; } = ReservationState.Held;

    public DateTime ChangedAt { get; set; }
}

internal sealed class StockConfiguration : IEntityTypeConfiguration<StockItem>, IEntityTypeConfiguration<Reservation>
{
    public void Configure(EntityTypeBuilder<StockItem> stock)
    {
        stock.HasKey(s => s.VariantId);
        stock.Property(s => s.VariantId).ValueGeneratedNever();
        stock.Ignore(s => s.Available);
        stock.ToTable("StockItems", table => table.HasCheckConstraint(
            "CK_StockItems_NeverOversold", Quote("Reserved") + " >= 0 AND " + Quote("OnHand") + " >= " + Quote("Reserved")));
    }

    public void Configure(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.HasKey(r => new { r.PaymentId, r.VariantId });
        reservation.HasIndex(r => new { r.VariantId, r.State });
    }

    // Double quotes name a column on all three providers.
    private static string Quote(string column) => "\"" + column + "\"";
}
