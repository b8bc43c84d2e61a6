using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>An order in a list.</summary>
public sealed record OrderRow(
    string Number, DateTime PlacedAt, OrderStatus Status, PaymentStatus PaymentStatus, FulfilmentStatus FulfilmentStatus, Money Total, int Items, bool IsHeld);
