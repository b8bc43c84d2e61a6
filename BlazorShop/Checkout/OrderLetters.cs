using BlazorShop.Common;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Pricing;

namespace BlazorShop.Checkout;

/// <summary>An order as its emails show it.</summary>
internal static class OrderLetters
{
    private const string Return = "/checkout/return";

    public static OrderMail Of(Order order, Payment? payment, ShopOptions shop) => new(
        order.Number,
        order.Quote,
        order.ShippingAddress,
        $"{Site(payment, shop)}/orders/{order.Number}",
        $"{Site(payment, shop)}/checkout?order={order.Number}");

    /// <summary>The subscription that an order began or is a delivery of.</summary>
    public static SubscriptionMail Of(Order order, SubscriptionId subscription, Recurrence every, DateTime? next, Payment? payment, ShopOptions shop)
    {
        return new SubscriptionMail(order.Lines[0].Item.FullName, order.Total, every, next, $"{Site(payment, shop)}/subscriptions/{subscription}");
    }

    /// <summary>What is in a shipment of it.</summary>
    public static IReadOnlyList<QuoteLine> Contents(Order order, IReadOnlyDictionary<int, int> quantities) =>
        [.. order.Lines.Where(l => quantities.GetValueOrDefault(l.Position) > 0).Select(l => new QuoteLine(l.Item, l.UnitPrice, quantities[l.Position]))];

    /// <summary>The shop's own address, or where its buyer was when they paid.</summary>
    private static string? Site(Payment? payment, ShopOptions shop)
    {
        if (shop.PublicBase is not null || payment is null)
            return shop.PublicBase;
        var back = PaymentRequest.FromJson(payment.Request).ReturnUrl;
        return back.IndexOf(Return, StringComparison.Ordinal) is >= 0 and var end ? back[..end] : null;
    }
}
