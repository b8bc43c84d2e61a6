using BlazorShop.Orders;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Orders;

/// <summary>An order without a shop around it: placed, or paid through its first form.</summary>
internal static class SomeOrder
{
    /// <summary>Its first form.</summary>
    public const string Form = "cs_1";

    public static DateTime PlacedAt { get; } = new(2026, 11, 28, 9, 0, 0, DateTimeKind.Utc);

    public static Order Placed() => Make.Order(Make.Customer(), placedAt: PlacedAt);

    public static Order Paid()
    {
        var order = Placed();
        Assert.True(order.MarkPaid(Form, "pi_1", order.Total, "Visa ending in 4242", PlacedAt));
        return order;
    }
}
