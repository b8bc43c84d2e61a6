using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Checkout;

/// <summary>
/// The checkout: cart, address and stock become an order and a try to pay it, in one transaction, before the provider hears of it.
/// Whatever happens after that commit, order, stock and request are there to go on from.
/// </summary>
public sealed partial class CheckoutService(
    IDbContextFactory<ShopDbContext> contexts,
    CartService carts,
    Holds holds,
    OfferService offers,
    PriceCalculator prices,
    CustomerService customers,
    OrderService orders,
    PaymentSessions payments,
    ShopInstance instance,
    CardRules cards,
    FormSettings forms,
    DeliverySettings delivery,
    HoldingLimits limits,
    IOptions<ShopOptions> shop,
    TimeProvider time,
    ILogger<CheckoutService> logger)
{
    /// <summary>From the cart to an open form: the one that is open already where it still fits, else a new one.</summary>
    /// <param name="seen">The total the buyer was shown; another one is explained before anybody pays it.</param>
    public async Task<CheckoutStart> StartAsync(Buyer buyer, Address address, Money seen, CancellationToken ct)
    {
        if (IsTooFast(buyer.Customer) is { } wait)
            return wait;
        return await AnswerAsync(() => StartOnceAsync(buyer, address, seen, ct), ct);
    }

    /// <summary>Of two tabs that ask for the same form at once, the unique keys let one open it: the other looks again and takes that one.</summary>
    private async Task<CheckoutStart> AnswerAsync(Func<Task<CheckoutStart>> start, CancellationToken ct)
    {
        try
        {
            return await Collision.RetryAsync(start, ct);
        }
        catch (PaymentGatewayException failure)
        {
            return ToOutcome(failure);
        }
    }

    private async Task<CheckoutStart> StartOnceAsync(Buyer buyer, Address address, Money seen, CancellationToken ct)
    {
        var owner = new CartOwner.Customer(buyer.Customer);
        var cart = await carts.ViewAsync(owner, ct);
        if (cart.Id is not { } cartId || cart.Lines.Count == 0)
            return new CheckoutStart.EmptyCart();
        if (await payments.LiveForCartAsync(cartId, ct) is { } live)
        {
            var order = await orders.FindAsync(buyer.Customer, live.OrderId, ct);
            var isWanted = order is not null && CanReuse(live, order, cart, address);
            if (await ReuseOrCloseAsync(live, order, isWanted, o => PlaceAgainAsync(buyer, o, (cartId, cart.Version), pricesKept: true, ct), ct) is { } answer)
                return answer;
        }

        return await PlaceAsync(buyer, owner, address, seen, ct);
    }

    private async Task<CheckoutStart> PlaceAsync(Buyer buyer, CartOwner.Customer owner, Address address, Money seen, CancellationToken ct)
    {
        Order order;
        PaymentId payment;
        (CartId, int) from;
        var me = await instance.IdAsync(ct);
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await CustomerService.LockAsync(db, buyer.Customer, ct))
                return new CheckoutStart.NotFound();
            var cart = await carts.ViewAsync(db, owner, ct);
            if (cart.Id is not { } cartId || cart.Lines.Count == 0)
                return new CheckoutStart.EmptyCart();
            if (Problems(cart, seen) is { Count: > 0 } problems)
                return new CheckoutStart.CartChanged(problems);
            if (await LimitAsync(db, buyer.Customer, [.. cart.Lines.Select(l => (l.Variant, l.Item.FullName, l.Quantity))], ct) is { } limit)
                return limit;
            order = NewOrder(buyer, address, cart.Quote);
            payment = Id.New<PaymentId>(time);
            var missing = await holds.HoldAsync(db, payment, cart.Quote, ct);
            if (missing.Count > 0)
                return new CheckoutStart.CartChanged([.. cart.Lines.Where(l => missing.Any(m => m.Variant == l.Variant)).Select(JustGone)]);
            OrderService.Add(db, order);
            from = (cartId, cart.Version);
            payments.Begin(db, Request(buyer, order, payment, attempt: 1, me), cartId, cart.Version);
            await customers.RememberAddressAsync(db, buyer.Customer, address, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        Placed(logger, order.Id, payment);
        await carts.AcknowledgeAsync(owner, ct);
        return await OpenAsync(buyer, order, payment, from, isAgain: false, ct);
    }

    /// <summary>
    /// What becomes of a form that is open already: it is shown where it asks for what is wanted and leaves time enough, else it is closed. Null where
    /// nothing of it is left, so that a new one takes its place.
    /// </summary>
    /// <param name="isWanted">Its order is still what the buyer wants.</param>
    /// <param name="again">The next try to pay the same order.</param>
    private async Task<CheckoutStart?> ReuseOrCloseAsync(Payment live, Order? order, bool isWanted, Func<Order, Task<CheckoutStart>> again, CancellationToken ct)
    {
        if (order is not null && isWanted && CanShow(live, order))
        {
            return await OpenAgainAsync(live, ct) switch
            {
                null => await again(order),
                { State: SessionState.Open } session => new CheckoutStart.Ready(order.Number, order.Total, session),
                { State: SessionState.Complete } => new CheckoutStart.AlreadyPaid(order.Number),
                _ => null,
            };
        }

        if (await payments.CloseAsync(live.Id, ct) is PaymentState.Paid or PaymentState.Processing)
            return new CheckoutStart.AlreadyPaid(order?.Number ?? "");
        // Only its form was too old.
        return isWanted && order is { HadLastForm: false } ? await again(order) : null;
    }

    private async Task<CheckoutStart> OpenAsync(Buyer buyer, Order order, PaymentId payment, (CartId Cart, int Version)? cart, bool isAgain, CancellationToken ct)
    {
        try
        {
            var session = await payments.OpenAsync(payment, ct);
            return session.State == SessionState.Open
                ? new CheckoutStart.Ready(order.Number, order.Total, session)
                : new CheckoutStart.AlreadyPaid(order.Number);
        }
        catch (PaymentGatewayException failure) when (failure.IsGivenUp && !isAgain)
        {
            return await PlaceAgainAsync(buyer, order, cart, pricesKept: true, ct, isAgain: true);
        }
    }

    /// <summary>The order is still what the buyer wants.</summary>
    private static bool CanReuse(Payment live, Order order, CartView cart, Address address) =>
        live.CartVersion == cart.Version && order.Total == cart.Total && order.ShippingAddress == address;

    private static List<CheckoutProblem> Problems(CartView cart, Money seen)
    {
        var problems = cart.Lines.Where(l => l.Problem is not null).Select(l => new CheckoutProblem(CheckoutProblemKind.CartLine, l.Item.FullName) { Line = l }).ToList();
        if (problems.Count == 0 && cart.Total != seen)
        {
            problems.AddRange(cart.Lines.Where(l => l.FormerPrice is not null).Select(l => new CheckoutProblem(CheckoutProblemKind.CartPrice, l.Item.FullName) { Line = l }));
            problems.Add(new CheckoutProblem(CheckoutProblemKind.NewTotal) { Now = cart.Total });
        }

        if (problems.Count == 0 && OutOfRange(cart.Total) is { } outside)
            problems.Add(outside);
        return problems;
    }

    private static CheckoutProblem JustGone(CartViewLine line) => new(CheckoutProblemKind.JustGone, line.Item.Name) { Wanted = line.Quantity };

    private CheckoutStart.Unavailable ToOutcome(PaymentGatewayException failure)
    {
        NotOpened(logger, failure.Problem, failure);
        return new CheckoutStart.Unavailable(failure.Problem is GatewayProblem.Rejected ? CheckoutObstacle.Refused : CheckoutObstacle.NoAnswer);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Order} is placed, payment {Payment}")]
    private static partial void Placed(ILogger logger, OrderId order, PaymentId payment);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A payment form could not be opened ({Problem})")]
    private static partial void NotOpened(ILogger logger, GatewayProblem problem, Exception failure);
}
