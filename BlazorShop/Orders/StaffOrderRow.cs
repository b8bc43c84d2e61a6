using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>An order in the staff's list.</summary>
public sealed record StaffOrderRow(
    string Number,
    DateTime PlacedAt,
    string Email,
    OrderStatus Status,
    PaymentStatus PaymentStatus,
    FulfilmentStatus FulfilmentStatus,
    Money Total,
    long Refunded,
    string Environment,
    bool NeedsAttention);

/// <summary>An order as it is exported.</summary>
public sealed record ExportedOrder(
    string Number,
    DateTime PlacedAt,
    string Email,
    OrderStatus Status,
    PaymentStatus PaymentStatus,
    FulfilmentStatus FulfilmentStatus,
    Money Total,
    long Refunded,
    string? PaymentSession,
    string? PaymentReference);
