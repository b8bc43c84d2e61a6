using BlazorShop.Common;
using BlazorShop.Mail;
using BlazorShop.Pricing;

namespace BlazorShop.Orders;

/// <summary>An order as its emails show it.</summary>
internal static class OrderLetters
{
    /// <param name="site">What its links begin with; null where that is not known.</param>
    public static OrderMail Of(Order order, string? site) => new(
        order.Number,
        order.Quote,
        order.ShippingAddress,
        $"{site}/orders/{order.Number}",
        $"{site}/checkout?order={order.Number}");

    /// <summary>The subscription that an order began or is a delivery of.</summary>
    public static SubscriptionMail Of(Order order, SubscriptionId subscription, Recurrence every, DateTime? next, string? site) =>
        new(order.Lines[0].Item.FullName, order.Total, every, next, $"{site}/subscriptions/{subscription}");

    /// <summary>What is in a shipment of it.</summary>
    public static IReadOnlyList<QuoteLine> Contents(Order order, IReadOnlyDictionary<int, int> quantities) =>
        [.. order.Lines.Where(l => quantities.GetValueOrDefault(l.Position) > 0).Select(l => new QuoteLine(l.Item, l.UnitPrice, quantities[l.Position]))];
}
