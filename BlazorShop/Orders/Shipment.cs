using BlazorShop.Common;

namespace BlazorShop.Orders;

/// <summary>A shipment that left the house. <see cref="Id"/> is the request's: sent twice, it is one shipment.</summary>
public sealed class Shipment
{
    public const int LongestCarrier = 60;
    public const int LongestTracking = 80;

    public required Guid Id { get; init; }

    public required OrderId OrderId { get; init; }

    public required DateTime ShippedAt { get; init; }

    public required string Carrier { get; init; }

    /// <summary>The carrier's number of the shipment; empty where it gives none.</summary>
    public required string Tracking { get; init; }

    /// <summary>Who of the staff sent it.</summary>
    public required string By { get; init; }

    public List<ShipmentLine> Lines { get; } = [];
}

/// <summary>How many items of an order's line are in a shipment.</summary>
public sealed class ShipmentLine
{
    public required Guid ShipmentId { get; init; }

    /// <summary>The line of the order, by its position.</summary>
    public required int Position { get; init; }

    public required int Quantity { get; init; }
}
