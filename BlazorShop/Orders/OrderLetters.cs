using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.Mail.Letters;
using BlazorShop.Orders.Letters;
using BlazorShop.Pricing;

namespace BlazorShop.Orders;

/// <summary>The emails about an order, each in the language its buyer shopped in.</summary>
/// <param name="site">What the links begin with; null where that is not known.</param>
internal sealed class OrderLetters(Order order, string? site)
{
    private readonly OrderMail shown = new(
        order.Number, order.Quote, order.ShippingAddress, $"{site}/orders/{order.Number}", $"{site}/checkout?order={order.Number}");

    /// <param name="subscription">What it began, or is a delivery of; null for what was bought once.</param>
    public MailTemplate Confirmed(string? paidWith, SubscriptionMail? subscription) => Write<OrderConfirmedLetter>(
        (nameof(OrderConfirmedLetter.PaidWith), paidWith), (nameof(OrderConfirmedLetter.Subscription), subscription));

    /// <summary>A renewal is paid, and its items are not there.</summary>
    public MailTemplate Delayed(string? paidWith, SubscriptionMail? subscription) => Write<RenewalDelayedLetter>(
        (nameof(RenewalDelayedLetter.PaidWith), paidWith), (nameof(RenewalDelayedLetter.Subscription), subscription));

    /// <param name="quantities">What is in the shipment, by the position of the lines.</param>
    /// <param name="more">The rest follows.</param>
    public MailTemplate Shipped(IReadOnlyDictionary<int, int> quantities, string carrier, string tracking, bool more) => Write<OrderShippedLetter>(
        (nameof(OrderLetter.Order), shown with { Quote = shown.Quote with { Lines = Contents(quantities) } }),
        (nameof(OrderShippedLetter.Carrier), carrier),
        (nameof(OrderShippedLetter.Tracking), tracking),
        (nameof(OrderShippedLetter.More), more),
        (nameof(OrderShippedLetter.TrackingLink), TrackingLink.For(carrier, tracking)));

    /// <param name="back">What is refunded; null where nothing had been paid, nought where all of it is back already.</param>
    /// <param name="why">What staff wrote.</param>
    public MailTemplate Cancelled(Money? back, string? why) => Write<OrderCancelledLetter>((nameof(OrderCancelledLetter.Back), back), (nameof(OrderCancelledLetter.Why), why));

    public MailTemplate Processing() => Write<PaymentProcessingLetter>();

    public MailTemplate Failed(DeclineReason why) => Write<PaymentFailedLetter>((nameof(PaymentFailedLetter.Why), why), (nameof(PaymentFailedLetter.IsOver), order.IsSpent));

    /// <summary>The items are no longer held, and nothing was paid.</summary>
    public MailTemplate Expired() => Write<PaymentExpiredLetter>((nameof(PaymentExpiredLetter.IsOver), order.IsSpent));

    /// <summary>Money came that is not what the order costs: it is set aside, and the buyer hears that it is not lost.</summary>
    public MailTemplate Held(Money received) => Write<PaymentHeldLetter>((nameof(PaymentHeldLetter.Received), received));

    /// <param name="typed">What staff wrote.</param>
    /// <param name="isOutside">The money did not come through the payment provider, and goes back as it came.</param>
    public MailTemplate Refunded(Money amount, RefundReason because, string typed = "", bool isOutside = false) => Write<RefundedLetter>(
        (nameof(RefundedLetter.Amount), amount), (nameof(RefundedLetter.Because), because), (nameof(RefundedLetter.Typed), typed), (nameof(RefundedLetter.IsOutside), isOutside));

    /// <summary>The subscription that the order began or is a delivery of.</summary>
    public SubscriptionMail Terms(SubscriptionId subscription, Recurrence every, DateTime? next) =>
        new(order.Lines[0].Item.FullName, order.Total, every, next, $"{site}/subscriptions/{subscription}");

    private IReadOnlyList<QuoteLine> Contents(IReadOnlyDictionary<int, int> quantities) =>
        [.. order.Lines.Where(l => quantities.GetValueOrDefault(l.Position) > 0).Select(l => new QuoteLine(l.Item, l.UnitPrice, quantities[l.Position]))];

    private MailTemplate Write<TLetter>(params (string Name, object? Value)[] values)
        where TLetter : OrderLetter
    {
        var all = values.ToDictionary(v => v.Name, v => v.Value);
        all.TryAdd(nameof(OrderLetter.Order), shown);
        all[nameof(Letter.Link)] = shown.Link;
        return new(typeof(TLetter), all, Languages.Find(order.Language) ?? Languages.Neutral);
    }
}
