using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Orders.Letters;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;
using Microsoft.Extensions.Options;

namespace BlazorShop.Checkout;

/// <summary>What a payment means for order, stock, cart and mail: all in the transaction in which the payment changed.</summary>
public sealed partial class PaymentOutcomes(
    OrderService orders,
    Holds holds,
    IPaymentGateway gateway,
    CartService carts,
    CustomerService customers,
    IShopMail mail,
    IStaffNotices staff,
    OrderStatusFeed feed,
    RefundRequests refunds,
    ISubscriptionRecords subscriptions,
    IOptions<ShopOptions> shop,
    ILogger<PaymentOutcomes> logger) : IPaymentListener
{
    public async Task<PaymentVerdict> ApplyAsync(ShopDbContext db, PaymentEvent happened, CancellationToken ct)
    {
        var payment = happened.Payment;
        var order = await orders.GetAsync(db, payment.OrderId, ct);
        switch (happened)
        {
            case PaymentEvent.Opened:
                order.PaymentStarted(payment.SessionReference!, payment.Attempt, happened.At);
                await customers.KeepDefaultAsync(db, payment.CustomerId, order.ShippingAddress, ct);
                break;
            case PaymentEvent.Succeeded paid:
                order.EndAttention(AttentionKind.ProcessingUnheld, AttentionEnd.BankPaid, happened.At, "answered:" + payment.Id);
                return await PaidAsync(db, order, paid, ct);
            case PaymentEvent.Processing:
                // A restored payment, and one that was given up before its buyer was done, hold nothing any more.
                if (!await holds.HoldAgainAsync(db, payment.Id, ct))
                    order.AskAttention(AttentionKind.ProcessingUnheld, happened.At, Order.ShortOfStock + payment.Id);
                if (order.MarkProcessing(payment.SessionReference!, happened.At))
                {
                    await EmptyCartAsync(db, payment, order, ct);
                    mail.Enqueue(db, $"order:{order.Number}:processing:{payment.Attempt}", order.Email, Letters(order, payment).Processing());
                }

                break;
            case PaymentEvent.Failed failed:
                order.EndAttention(AttentionKind.ProcessingUnheld, AttentionEnd.BankRefused, happened.At, "answered:" + payment.Id);
                await holds.ReleaseAsync(db, payment.Id, ct);
                // Who has money with us is not told that none was taken.
                if (order.MarkPaymentFailed(payment.SessionReference!, failed.Why, happened.At) && order.Held is null)
                    mail.Enqueue(db, $"order:{order.Number}:failed:{payment.Attempt}", order.Email, Letters(order, payment).Failed(failed.Why));
                break;
            case PaymentEvent.TotalDiffers differs:
                order.AskAttention(AttentionKind.TotalDiffers, happened.At, "total:" + payment.Id, new EventDetails { Amount = differs.Asked });
                break;
            case PaymentEvent.Expired:
                await holds.ReleaseAsync(db, payment.Id, ct);
                if (order.MarkExpired(payment.SessionReference ?? payment.Id.ToString(), happened.At) && RanOut(payment, happened.At) && order.Held is null)
                    RemindOnce(db, order, payment, happened.At);
                break;
            case PaymentEvent.Refunded refunded:
                await RefundedAsync(db, order, refunded, ct);
                break;
            case PaymentEvent.Disputed disputed:
                await DisputedAsync(db, order, disputed, ct);
                break;
            case PaymentEvent.Stuck { Still: true } stuck:
                order.AskAttention(AttentionKind.CannotBook, stuck.At, "stuck:" + stuck.Reference);
                break;
            case PaymentEvent.Stuck booked:
                order.EndAttention(AttentionKind.CannotBook, AttentionEnd.Booked, booked.At, "booked:" + booked.Reference);
                break;
            default:
                throw new InvalidOperationException($"The checkout does not know {happened.GetType().Name}.");
        }

        return PaymentVerdict.Accepted;
    }

    public async Task RestoreAsync(ShopDbContext db, PaymentRequest lost, DateTime placedAt, CancellationToken ct)
    {
        await holds.RecallAsync(db, lost.Payment, lost.Quote, ct);
        if (await orders.ExistsAsync(db, lost.Order, ct))
            return;
        // What the provider's records do not explain of the total is kept as it was paid.
        var unexplained = lost.Total - lost.Quote.Total;
        var quote = unexplained.Minor == 0 ? lost.Quote : lost.Quote with { Charges = [.. lost.Quote.Charges, new Charge(ChargeKind.Other, unexplained)] };
        var order = Order.Place(
            quote, new OrderKey(lost.Order, lost.OrderNumber), new OrderBuyer(lost.Customer, lost.Email, lost.Locale), lost.ShippingAddress, gateway.Environment, placedAt, isRestored: true);
        OrderService.Add(db, order);
        order.AskAttention(AttentionKind.Restored, placedAt, "restored");
        Restored(logger, order.Id, lost.Payment);
    }

    public void Committed(Payment payment)
    {
        mail.Ring();
        staff.Ring();
        feed.Announce(payment.CustomerId);
    }

    private async Task<PaymentVerdict> PaidAsync(ShopDbContext db, Order order, PaymentEvent.Succeeded paid, CancellationToken ct)
    {
        var payment = paid.Payment;
        if (order.Status is OrderStatus.Cancelled)
        {
            TooLate(logger, order.Id, payment.Id);
            await SuspendAsync(db, order, paid, SuspenseReason.AfterCancellation, ct);
            refunds.All(db, payment, RefundReason.AfterCancellation);
            order.Remark(OrderEventKind.PaidAfterCancellation, new EventDetails { Amount = paid.Received }, "late:" + payment.SessionReference, paid.At);
            return new PaymentVerdict.NotOwed(SuspenseReason.AfterCancellation);
        }

        // Whatever its amount: what is paid needs no second payment, and nobody has to think about it.
        if (order.ConfirmedAt is null && paid.Received != order.Total)
        {
            WrongAmount(logger, order.Id, payment.Id);
            await SuspendAsync(db, order, paid, SuspenseReason.OtherAmount, ct);
            order.MarkSetAside(paid.Received, payment.SourceReference, paid.At);
            order.AskAttention(AttentionKind.OtherAmount, paid.At, "amount:" + payment.SourceReference, new EventDetails { Amount = paid.Received });
            if (paid.Received.Minor > 0)
                mail.Enqueue(db, $"order:{order.Number}:held:{payment.Attempt}", order.Email, Letters(order, payment).Held(paid.Received));
            return new PaymentVerdict.NotOwed(SuspenseReason.OtherAmount);
        }

        if (order.ConfirmedAt is not null || !order.MarkPaid(payment.SessionReference, payment.Reference, paid.Received, paid.PaidWith, paid.At))
        {
            PaidTwice(logger, order.Id, payment.Id);
            await SuspendAsync(db, order, paid, SuspenseReason.SecondPayment, ct);
            refunds.All(db, payment, RefundReason.PaidTwice);
            order.AskAttention(AttentionKind.PaidTwice, paid.At, "twice:" + payment.SessionReference, new EventDetails { Amount = paid.Received });
            return new PaymentVerdict.NotOwed(SuspenseReason.SecondPayment);
        }

        await staff.TellAsync(
            db,
            new StaffNotice(
                $"order:{order.Number}",
                StaffNoticeKind.NewOrder,
                order.Number,
                new NoticeFacts { Amount = order.Total, Text = string.Join(", ", order.Lines.Select(l => $"{l.Quantity} × {l.Name}")) },
                $"/admin/orders/{order.Number}"),
            ct);
        if (payment.Subscribes is not null && PaymentRequest.FromJson(payment.Request).Subscription is { } begun)
            order.BelongsTo(begun);
        if (paid.ShippingAddress is { } address)
            await ShipToAsync(db, order, payment, address, paid.At, ct);
        await customers.KeepDefaultAsync(db, payment.CustomerId, order.ShippingAddress, ct);
        await EmptyCartAsync(db, payment, order, ct);
        if (!await holds.TakeAsync(db, payment.Id, ct))
        {
            NoStock(logger, order.Id, payment.Id);
            if (payment.IsRenewal)
            {
                // Nobody promised these items, and the customer expects them: staff send them when they are there, or refund.
                order.AskAttention(AttentionKind.RenewalShort, paid.At, "stock:" + payment.SourceReference);
                mail.Enqueue(db, $"order:{order.Number}:delayed", order.Email, Letters(order, payment).Delayed(paid.PaidWith, await TermsAsync(db, order, payment, paid.At, ct)));
                return PaymentVerdict.Accepted;
            }

            if (PaymentRequest.FromJson(payment.Request).Foreign == true)
            {
                order.AskAttention(AttentionKind.OutsideShort, paid.At, "stock:" + payment.SourceReference);
                return PaymentVerdict.Accepted;
            }

            if (order.IsRestored)
            {
                order.AskAttention(AttentionKind.RestoredShort, paid.At, "stock:" + payment.SessionReference);
                return PaymentVerdict.Accepted;
            }

            refunds.All(db, payment, RefundReason.SoldOut);
            order.AskAttention(AttentionKind.SoldOut, paid.At, "stock:" + payment.SessionReference);
            mail.Enqueue(db, $"order:{order.Number}:unfulfillable", order.Email, Letters(order, payment).Refunded(paid.Received, RefundReason.SoldOut));
            return PaymentVerdict.Accepted;
        }

        // Paid before its buyer was forgotten, and heard of only now: the address went with them.
        if (order.Email.Length == 0)
            order.AskAttention(AttentionKind.BuyerForgotten, paid.At, "forgotten");
        mail.Enqueue(db, $"order:{order.Number}:confirmed", order.Email, Letters(order, payment).Confirmed(paid.PaidWith, await TermsAsync(db, order, payment, paid.At, ct)));
        return PaymentVerdict.Accepted;
    }

    /// <summary>
    /// One fact is one email: that a refund is on its way, or has arrived, is told once; and not at all where the email about the
    /// cancelled or sold-out order has said it.
    /// </summary>
    private static bool IsTold(Order order, Refund refund) =>
        refund.IdempotencyKey.StartsWith(Refund.CancelKey + order.Id, StringComparison.Ordinal) || refund.Because is RefundReason.SoldOut
        || order.History.Exists(h => h.Effect == $"refund:{refund.Reference ?? refund.Id.ToString()}:{RefundState.Pending}");

    /// <summary>What the order's subscription goes on to collect; null where nothing recurs.</summary>
    private async Task<SubscriptionMail?> TermsAsync(ShopDbContext db, Order order, Payment payment, DateTime at, CancellationToken ct)
    {
        var request = PaymentRequest.FromJson(payment.Request);
        if (order.SubscriptionId is not { } subscription || request.Recurrence is not { } every)
            return null;
        var ends = await subscriptions.EndsAsync(db, subscription, ct);
        return Letters(order, payment).Terms(subscription, every, ends ? null : request.Until ?? every.After(at));
    }

    /// <summary>However often a buyer leaves a form of the same order until it ends: one email.</summary>
    private void RemindOnce(ShopDbContext db, Order order, Payment payment, DateTime at)
    {
        const string effect = "mail:unpaid";
        if (order.History.Exists(h => h.Effect == effect))
            return;
        order.Remark(OrderEventKind.ReminderSent, new EventDetails { Code = order.IsSpent ? "OrderAgain" : null }, effect, at);
        mail.Enqueue(db, $"order:{order.Number}:unpaid", order.Email, Letters(order, payment).Expired());
    }

    /// <summary>An address that only the form asked for is the customer's to find again.</summary>
    private async Task ShipToAsync(ShopDbContext db, Order order, Payment payment, Address address, DateTime at, CancellationToken ct)
    {
        order.ShipTo(address, at, payment.SessionReference!);
        if (PaymentRequest.FromJson(payment.Request).AddressGiven == false)
            await customers.RememberAddressAsync(db, payment.CustomerId, order.ShippingAddress, ct);
    }

    private async Task EmptyCartAsync(ShopDbContext db, Payment payment, Order order, CancellationToken ct)
    {
        if (payment.CartId is { } cart)
            await carts.RemoveBoughtAsync(db, cart, order.Lines.ToDictionary(l => l.VariantId, l => l.Quantity), ct);
    }

    private OrderLetters Letters(Order order, Payment payment) => new(order, PaymentRequest.SiteOf(payment, shop.Value));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Order {Order} was cancelled before {Payment} arrived")]
    private static partial void TooLate(ILogger logger, OrderId order, PaymentId payment);

    /// <summary>
    /// The buyer went away, and time ended the form. What the shop closes itself (a changed cart, a newer form) is no news to them;
    /// the provider's clock may be a little ahead of ours.
    /// </summary>
    private static bool RanOut(Payment payment, DateTime at) => payment.SessionReference is not null && at >= FormTimes.Until(payment.ExpiresAt).AddMinutes(-1);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Order {Order} was made again from the provider's records of payment {Payment}")]
    private static partial void Restored(ILogger logger, OrderId order, PaymentId payment);

    [LoggerMessage(Level = LogLevel.Error, Message = "Order {Order}: payment {Payment} is of another amount")]
    private static partial void WrongAmount(ILogger logger, OrderId order, PaymentId payment);

    [LoggerMessage(Level = LogLevel.Error, Message = "Order {Order} was paid twice, the second time by {Payment}")]
    private static partial void PaidTwice(ILogger logger, OrderId order, PaymentId payment);

    [LoggerMessage(Level = LogLevel.Error, Message = "Order {Order} is paid by {Payment}, but its goods are gone")]
    private static partial void NoStock(ILogger logger, OrderId order, PaymentId payment);
}
