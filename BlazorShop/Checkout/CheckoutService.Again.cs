using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Payments;

namespace BlazorShop.Checkout;

/// <summary>The next try to pay an order that was placed before.</summary>
public sealed partial class CheckoutService
{
    /// <summary>A form for an order that was placed before and is not paid.</summary>
    public async Task<CheckoutStart> PayAgainAsync(Buyer buyer, string number, CancellationToken ct)
    {
        if (IsTooFast(buyer.Customer) is { } wait)
            return wait;
        return await AnswerAsync(() => PayAgainOnceAsync(buyer, number, ct), ct);
    }

    private async Task<CheckoutStart> PayAgainOnceAsync(Buyer buyer, string number, CancellationToken ct)
    {
        if (await orders.FindAsync(buyer.Customer, number, ct) is not { } order)
            return new CheckoutStart.NotFound();
        if (order.IsSpent)
            return new CheckoutStart.RenewedTooOften(order.Number);
        if (!order.AwaitsPayment)
            // While money of theirs is held, the order's page says so; nobody pays a second time meanwhile.
            return order.PaymentStatus is Orders.PaymentStatus.Unpaid && order.Held is null ? new CheckoutStart.NotFound() : new CheckoutStart.AlreadyPaid(order.Number);
        var live = await payments.LiveForOrderAsync(order.Id, ct);
        var held = time.GetUtcNow().UtcDateTime < live?.ExpiresAt;
        return (live is null ? null : await ReuseOrCloseAsync(live, order, isWanted: true, AgainAsync, ct)) ?? await AgainAsync(order);

        async Task<CheckoutStart> AgainAsync(Order unpaid) => await PlaceAgainAsync(buyer, unpaid, await StillInCartAsync(unpaid.Id, ct), pricesKept: held, ct);
    }

    /// <summary>The cart the order came from, while it still holds just that: it is emptied when the order is paid after all.</summary>
    private async Task<(CartId Cart, int Version)?> StillInCartAsync(OrderId order, CancellationToken ct)
    {
        if (await payments.CartOfAsync(order, ct) is not { } from || await payments.LiveForCartAsync(from.Cart, ct) is not null)
            return null;
        return (await carts.VersionsAsync([from.Cart], ct)).TryGetValue(from.Cart, out var now) && now == from.Version ? from : null;
    }

    /// <param name="pricesKept">The goods were set aside until now, and their prices with them.</param>
    /// <param name="isAgain">A try had to be given up just now: another is not made at once.</param>
    private async Task<CheckoutStart> PlaceAgainAsync(
        Buyer buyer, Order order, (CartId Cart, int Version)? cart, bool pricesKept, CancellationToken ct, bool isAgain = false)
    {
        if (order.HadLastForm)
            return new CheckoutStart.RenewedTooOften(order.Number);
        var payment = Id.New<PaymentId>(time);
        var me = await instance.IdAsync(ct);
        var recurrence = await payments.RecurrenceOfAsync(order.Id, ct);
        // One form for a subscription at a time: that of another order of the same makes room.
        if (recurrence is not null && await payments.LiveForSubscriptionAsync(buyer.Customer, order.Lines[0].VariantId, ct) is { } other && other.OrderId != order.Id
            && await payments.CloseAsync(other.Id, ct) is PaymentState.Paid or PaymentState.Processing)
        {
            return new CheckoutStart.AlreadyPaid((await orders.FindAsync(buyer.Customer, other.OrderId, ct))?.Number ?? order.Number);
        }

        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await CustomerService.LockAsync(db, buyer.Customer, ct))
                return new CheckoutStart.NotFound();
            // Staff may be cancelling it this very moment, or another tab has paid: its page says what became of it.
            if (!await orders.LockPayableAsync(db, order.Id, ct))
                return new CheckoutStart.AlreadyPaid(order.Number);
            if (order.Lines.Find(l => !Currencies.IsOnStep(l.UnitPrice)) is { } line)
                return new CheckoutStart.CartChanged([new CheckoutProblem(CheckoutProblemKind.PriceOffStep, line.Name) { Now = line.UnitPrice }]);
            if (OutOfRange(order.Total) is { } outside)
                return new CheckoutStart.CartChanged([outside]);
            if (await LimitAsync(db, buyer.Customer, [.. order.Lines.Select(l => (l.VariantId, l.Name, l.Quantity))], ct) is { } limit)
                return limit;
            var missing = await holds.HoldAsync(db, payment, order.Quote, ct);
            if (missing.Count > 0)
            {
                return new CheckoutStart.CartChanged([.. order.Lines.Where(l => missing.Any(m => m.Variant == l.VariantId))
                    .Select(l => new CheckoutProblem(CheckoutProblemKind.TooFewForTheOrder, l.Name))]);
            }

            if (!pricesKept && await OtherOfferAsync(db, order, ct) is { Count: > 0 } changes)
                return new CheckoutStart.OfferChanged(order.Number, changes);
            var attempt = await PaymentSessions.AttemptsAsync(db, order.Id, ct) + 1;
            payments.Begin(db, Request(buyer, order, payment, attempt, me, recurrence), cart?.Cart, cart?.Version ?? 0);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        Placed(logger, order.Id, payment);
        return await OpenAsync(buyer, order, payment, cart, isAgain, ct);
    }
}
