using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Subscriptions;

namespace BlazorShop.Checkout;

/// <summary>A buyer's traces in orders, payments and cart: told as a whole, and forgotten as far as the law lets us.</summary>
public sealed partial class PersonalRecords(
    OrderDesk orders,
    PaymentDesk payments,
    BuyerRecords buyers,
    SubscriptionDesk subscriptions,
    CartService carts,
    ErasureWorker worker,
    TimeProvider time,
    ILogger<PersonalRecords> logger)
    : IPersonalRecords
{
    private const string Busy = "Your bank is still working on a payment of yours. It takes a few days; please erase your account when it has answered and we have written to you.";

    private const string Runs = "A subscription of yours could not be ended just now, because our payment provider does not answer. Nothing was erased; please try again in a minute.";

    public async Task<IReadOnlyDictionary<string, object>> TellAsync(CustomerId customer, CancellationToken ct)
    {
        var placed = await orders.AllAsync(customer, ct);
        var numbers = placed.ToDictionary(o => o.Id, o => o.Number);
        var (tries, names) = await buyers.TellAsync(customer, ct);
        var cart = await carts.ViewAsync(new CartOwner.Customer(customer), ct);
        return new Dictionary<string, object>
        {
            ["orders"] = placed.Select(Tell).ToList(),
            ["payments"] = tries.Select(p => new
            {
                order = numbers.GetValueOrDefault(p.Order),
                attempt = p.Attempt,
                amount = Tell(p.Amount),
                state = p.State.ToString(),
                session = p.Session,
                reference = p.Reference,
                createdAt = p.CreatedAt,
                settledAt = p.SettledAt,
                problem = p.Problem,
                refunds = p.Refunds.Select(r => new { amount = Tell(r.Amount), state = r.State.ToString(), reason = r.Reason, createdAt = r.CreatedAt }),
            }).ToList(),
            ["paymentProviderCustomers"] = names,
            ["subscriptions"] = (await subscriptions.ListAsync(customer, ct)).Select(Tell).ToList(),
            ["cart"] = cart.Lines.Select(l => new { name = l.Item.Name, options = l.Item.Options, sku = l.Item.Sku, quantity = l.Quantity, unitPrice = Tell(l.UnitPrice) }).ToList(),
        };
    }

    public async Task<string?> PrepareAsync(CustomerId customer, CancellationToken ct)
    {
        try
        {
            foreach (var live in await buyers.LiveAsync(customer, ct))
            {
                if (await payments.CloseAsync(live, ct) is PaymentState.Processing)
                    return Busy;
            }

            foreach (var running in (await subscriptions.ListAsync(customer, ct)).Where(s => !s.IsOver))
            {
                if (await subscriptions.EndAsync(running.Id, "erasure", ct) is not (SubscriptionChanged.Done or SubscriptionChanged.NotFound))
                    return Runs;
            }

            return null;
        }
        catch (PaymentGatewayException failure)
        {
            NotClosed(logger, customer, failure.Problem);
            return "Our payment provider does not answer, so a payment form of yours could not be closed. Nothing was erased; please try again in a minute.";
        }
    }

    public async Task<string?> ForgetAsync(ShopDbContext db, CustomerId customer, CancellationToken ct)
    {
        if (await BuyerRecords.IsUnsettledAsync(db, customer, ct))
            return Busy;
        if (await SubscriptionDesk.IsRunningAsync(db, customer, ct))
            return Runs;
        await SubscriptionDesk.ForgetAsync(db, customer, ct);
        await orders.ForgetAsync(db, customer, time.GetUtcNow().UtcDateTime, ct);
        await buyers.ForgetAsync(db, customer, ct);
        await CartService.ForgetAsync(db, customer, ct);
        return null;
    }

    public void Forgotten() => worker.Ring();

    private static object Tell(Order order) => new
    {
        number = order.Number,
        placedAt = order.PlacedAt,
        paidAt = order.ConfirmedAt,
        email = order.Email,
        shippingAddress = order.ShippingAddress,
        orderStatus = order.Status.ToString(),
        paymentStatus = order.PaymentStatus.ToString(),
        fulfilmentStatus = order.FulfilmentStatus.ToString(),
        total = Tell(order.Total),
        refunded = Tell(order.Total with { Minor = order.Refunded }),
        paidWith = order.PaidWith,
        lines = order.Lines.Select(l => new { name = l.Item.Name, options = l.Item.Options, sku = l.Item.Sku, quantity = l.Quantity, unitPrice = Tell(l.UnitPrice) }),
        parcels = order.Shipments.Select(s => new { shippedAt = s.ShippedAt, carrier = s.Carrier, tracking = s.Tracking }),
        history = order.History.Select(h => new { at = h.At, what = h.What, details = h.Details }),
    };

    private static object Tell(Subscription subscription) => new
    {
        name = subscription.Item.Name,
        options = subscription.Item.Options,
        sku = subscription.Item.Sku,
        price = Tell(subscription.Total),
        every = subscription.Recurrence.ToString(),
        status = subscription.Status.ToString(),
        email = subscription.Email,
        shippingAddress = subscription.ShippingAddress,
        reference = subscription.Reference,
        createdAt = subscription.CreatedAt,
        paidUntil = subscription.PeriodEnd,
        endedAt = subscription.EndedAt,
    };

    private static object Tell(Money money) => new { minor = money.Minor, currency = money.Currency };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A form of customer {Customer}, who wants to be forgotten, could not be closed ({Problem})")]
    private static partial void NotClosed(ILogger logger, CustomerId customer, GatewayProblem problem);
}
