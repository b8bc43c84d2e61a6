using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Mail;
using BlazorShop.Mail.Letters;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Subscriptions.Letters;
using Microsoft.Extensions.Options;

namespace BlazorShop.Subscriptions;

/// <summary>What a subscription means for orders, stock and email, in the transaction in which it changed.</summary>
public sealed partial class SubscriptionOutcomes(
    Holds holds, IShopMail mail, OrderStatusFeed feed, IOptions<ShopOptions> shop, TimeProvider time, ILogger<SubscriptionOutcomes> logger)
    : ISubscriptionListener
{
    /// <summary>Heard of later than this, a renewal may be one that was known, and shipped, before data was lost.</summary>
    private static readonly TimeSpan late = TimeSpan.FromDays(1);

    public async Task<PaymentRequest> RenewAsync(
        ShopDbContext db, Subscription subscription, PaymentRequest first, PaymentId payment, ProviderInvoice invoice, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        // What was collected is what this delivery costs, be it less or nothing. Only in another currency it is not this order's.
        var sameCurrency = invoice.Paid.Currency == subscription.UnitPrice.Currency;
        var collected = sameCurrency ? invoice.Paid : subscription.Total;
        var quote = RenewalQuote.Of(subscription, collected, sameCurrency ? invoice.Adjustments : []);
        var order = Order.Place(
            quote, OrderKey.New(time), new OrderBuyer(subscription.CustomerId, subscription.Email, first.Locale), subscription.ShippingAddress, subscription.Environment, now);
        order.BelongsTo(subscription.Id);
        OrderService.Add(db, order);
        if (now - (invoice.PaidAt ?? invoice.CreatedAt) > late)
            order.AskAttention(AttentionKind.HeardLate, now, "late", new EventDetails { Due = invoice.PaidAt ?? invoice.CreatedAt });
        // Collected before its buyer was forgotten, and heard of only now: the address went with them.
        if (subscription.Email.Length == 0)
            order.AskAttention(AttentionKind.RenewalOfForgotten, now, "forgotten");
        // Paid before anything was promised: the items are taken, where they are there, with the payment.
        await holds.RecallAsync(db, payment, quote, ct);
        Renewed(logger, subscription.Id, order.Id, payment);
        return first with
        {
            Payment = payment,
            Order = order.Id,
            Attempt = 1,
            OrderNumber = order.Number,
            Lines = [first.Lines[0] with { UnitPrice = subscription.UnitPrice, Quantity = subscription.Quantity }],
            Charges = quote.Charges.Count == 0 ? null : quote.Charges,
            Total = order.Total,
            ShippingAddress = order.ShippingAddress,
            Subscription = subscription.Id,
            Until = invoice.Until,
        };
    }

    public void PastDue(ShopDbContext db, Subscription subscription, PaymentRequest first, ProviderInvoice invoice) =>
        mail.Enqueue(
            db,
            $"subscription:{invoice.Reference}:failed:{invoice.Attempts}",
            subscription.Email,
            Write<RenewalFailedLetter>(
                subscription,
                first,
                (nameof(RenewalFailedLetter.Amount), invoice.Due),
                (nameof(RenewalFailedLetter.Why), invoice.Decline),
                (nameof(RenewalFailedLetter.NextAttempt), invoice.NextAttempt)));

    public void Ended(ShopDbContext db, Subscription subscription, PaymentRequest first) =>
        mail.Enqueue(db, $"subscription:{subscription.Id}:ended", subscription.Email, Write<SubscriptionEndedLetter>(subscription, first));

    public void Committed(Subscription subscription)
    {
        mail.Ring();
        feed.Announce(subscription.CustomerId);
    }

    /// <summary>In the language it was subscribed in.</summary>
    private MailTemplate Write<TLetter>(Subscription subscription, PaymentRequest first, params (string Name, object? Value)[] values)
        where TLetter : Letter
    {
        var all = values.ToDictionary(v => v.Name, v => v.Value);
        all["Name"] = subscription.Item.Name;
        all[nameof(Letter.Link)] = Link(subscription, first);
        return new(typeof(TLetter), all, Languages.Find(first.Locale) ?? Languages.Neutral);
    }

    private string Link(Subscription subscription, PaymentRequest first) => $"{shop.Value.PublicBase ?? first.Site}/subscriptions/{subscription.Id}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscription {Subscription} was renewed: order {Order}, payment {Payment}")]
    private static partial void Renewed(ILogger logger, SubscriptionId subscription, OrderId order, PaymentId payment);
}
