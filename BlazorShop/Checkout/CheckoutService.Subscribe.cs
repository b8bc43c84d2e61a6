using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Pricing;

namespace BlazorShop.Checkout;

/// <summary>What is bought again by itself goes past the cart: one product, its own order, its own form.</summary>
public sealed partial class CheckoutService
{
    /// <summary>What can be subscribed to under this SKU, or null.</summary>
    public async Task<Offer?> SubscribableAsync(string sku, CancellationToken ct) =>
        await offers.FindAsync(sku, ct) is { IsPublished: true, Recurrence: not null } offer ? offer : null;

    /// <summary>One of it, as its checkout shows it.</summary>
    public Quote QuoteOf(Offer offer) => prices.Price(new Basket(offer.Price.Currency, [new BasketItem(offer.Item, offer.Price, 1) { Buyable = offer.Buyable }]));

    /// <summary>From a product to an open form: the one that is open already where it still fits, else a new one.</summary>
    /// <param name="seen">The price the buyer was shown; another one is explained before anybody agrees to it.</param>
    public async Task<CheckoutStart> SubscribeAsync(Buyer buyer, Address address, string sku, Money seen, CancellationToken ct)
    {
        if (IsTooFast(buyer.Customer) is { } wait)
            return wait;
        return await AnswerAsync(() => SubscribeOnceAsync(buyer, address, sku, seen, ct), ct);
    }

    private async Task<CheckoutStart> SubscribeOnceAsync(Buyer buyer, Address address, string sku, Money seen, CancellationToken ct)
    {
        if (await SubscribableAsync(sku, ct) is not { } offer)
            return new CheckoutStart.CartChanged([new CheckoutProblem(CheckoutProblemKind.NoSubscription)]);
        if (await payments.LiveForSubscriptionAsync(buyer.Customer, offer.Item.Variant, ct) is { } live)
        {
            var order = await orders.FindAsync(buyer.Customer, live.OrderId, ct);
            var isWanted = order is not null && order.Total == QuoteOf(offer).Total && order.ShippingAddress == address
                && PaymentRequest.FromJson(live.Request).Recurrence == offer.Recurrence;
            if (await ReuseOrCloseAsync(live, order, isWanted, o => PlaceAgainAsync(buyer, o, cart: null, pricesKept: true, ct), ct) is { } answer)
                return answer;
        }

        return await PlaceSubscriptionAsync(buyer, address, offer, seen, ct);
    }

    private async Task<CheckoutStart> PlaceSubscriptionAsync(Buyer buyer, Address address, Offer offer, Money seen, CancellationToken ct)
    {
        var me = await instance.IdAsync(ct);
        Order order;
        var payment = Id.New<PaymentId>(time);
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await CustomerService.LockAsync(db, buyer.Customer, ct))
                return new CheckoutStart.NotFound();
            if (!(await offers.GetAsync(db, [offer.Item.Variant], ct)).TryGetValue(offer.Item.Variant, out var now)
                || now is not { IsPublished: true, Recurrence: { } recurrence })
            {
                return new CheckoutStart.CartChanged([new CheckoutProblem(CheckoutProblemKind.NoSubscription, offer.Item.Name)]);
            }

            if (now.Buyable == 0)
                return new CheckoutStart.CartChanged([new CheckoutProblem(CheckoutProblemKind.SoldOut, now.Item.Name)]);
            if (now.Price != seen)
                return new CheckoutStart.CartChanged([new CheckoutProblem(CheckoutProblemKind.NewPrice, now.Item.Name) { Was = seen, Now = now.Price, Every = recurrence }]);
            if (OutOfRange(now.Price) is { } outside)
                return new CheckoutStart.CartChanged([outside]);
            if (!Currencies.IsOnStep(now.Price))
                return new CheckoutStart.CartChanged([new CheckoutProblem(CheckoutProblemKind.PriceOffStep, now.Item.FullName) { Now = now.Price }]);
            if (await LimitAsync(db, buyer.Customer, [(now.Item.Variant, now.Item.FullName, 1)], ct) is { } limit)
                return limit;
            order = NewOrder(buyer, address, QuoteOf(now));
            if ((await holds.HoldAsync(db, payment, order.Quote, ct)).Count > 0)
                return new CheckoutStart.CartChanged([new CheckoutProblem(CheckoutProblemKind.JustGone, now.Item.Name) { Wanted = 1 }]);
            OrderService.Add(db, order);
            payments.Begin(db, Request(buyer, order, payment, attempt: 1, me, recurrence), cart: null, cartVersion: 0);
            await customers.RememberAddressAsync(db, buyer.Customer, address, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        Placed(logger, order.Id, payment);
        return await OpenAsync(buyer, order, payment, cart: null, isAgain: false, ct);
    }
}
