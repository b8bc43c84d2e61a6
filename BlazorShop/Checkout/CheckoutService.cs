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

    /// <summary>A form for an order that was placed before and is not paid.</summary>
    public async Task<CheckoutStart> PayAgainAsync(Buyer buyer, string number, CancellationToken ct)
    {
        if (IsTooFast(buyer.Customer) is { } wait)
            return wait;
        return await AnswerAsync(() => PayAgainOnceAsync(buyer, number, ct), ct);
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

    private Order NewOrder(Buyer buyer, Address address, Quote quote) => Order.Place(
        quote, OrderKey.New(time), new OrderBuyer(buyer.Customer, buyer.Email, buyer.Locale), address, payments.Environment, time.GetUtcNow().UtcDateTime);

    private PaymentRequest Request(Buyer buyer, Order order, PaymentId payment, int attempt, string me, Recurrence? recurrence = null) => new()
    {
        Payment = payment,
        Order = order.Id,
        Customer = buyer.Customer,
        Shop = me,
        Attempt = attempt,
        OrderNumber = order.Number,
        Lines = [.. order.Quote.Lines.Select(l => l with { Item = l.Item with { Picture = Picture(l.Item.Picture) } })],
        Charges = order.Charges.Count == 0 ? null : order.Quote.Charges,
        Total = order.Total,
        Email = buyer.Email,
        ShippingAddress = order.ShippingAddress,
        // Of an order that waits for its address, the country is agreed: what it costs may hang on it.
        ShippingCountries = IsGiven(order.ShippingAddress) ? shop.Value.Countries : [order.ShippingAddress.Country],
        AddressGiven = IsGiven(order.ShippingAddress),
        ReturnUrl = shop.Value.BaseOr(buyer.BaseUrl) + "/checkout/return?session_id=" + payments.Provider.FormTemplate,
        Locale = buyer.Locale,
        Cards = cards,
        Look = PaymentLook.Of(shop.Value, forms),
        AdaptivePricing = forms.AdaptivePricing,
        // A subscription's form takes none.
        StatementSuffix = recurrence is null ? order.Number : null,
        OmitsEmpty = true,
        ExpiresAt = FormTimes.EndOf(time.GetUtcNow()),
        Recurrence = recurrence,
        // Of each try its own: should two be paid, the provider keeps two, and both must be known.
        Subscription = recurrence is null ? null : Id.New<SubscriptionId>(time),
    };

    private bool IsGiven(Address address) => delivery.ShippingAddressIn is AddressIn.Shop && !address.IsCountryOnly();

    /// <summary>A product's picture as the provider can fetch it: of a shop without an https address it cannot.</summary>
    private string? Picture(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return null;
        var whole = address.StartsWith('/') ? shop.Value.PublicBase + address : address;
        return Uri.TryCreate(whole, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url.AbsoluteUri : null;
    }

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
