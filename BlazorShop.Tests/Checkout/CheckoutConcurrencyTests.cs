using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Checkout;

/// <summary>Many at the checkout at once, on each database that may stand behind it.</summary>
public sealed class CheckoutConcurrencyTests
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Twenty_buyers_want_the_last_three_items(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 3);
        var buyers = await BuyersAsync(counter, 20, kettle);

        var starts = await AtOnceAsync(20, i => counter.StartAsync(buyers[i]));

        Assert.Equal(3, starts.OfType<CheckoutStart.Ready>().Count());
        var late = starts.OfType<CheckoutStart.CartChanged>().ToList();
        Assert.Equal(17, late.Count);
        Assert.All(late, l => Assert.Equal("Kettle", Assert.Single(l.Problems).Item));
        var stock = await counter.StockAsync(kettle);
        Assert.Equal((3, 3), (stock.OnHand, stock.Reserved));
        Assert.Equal(3, (await counter.PaymentsAsync()).Count);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Two_shops_on_one_database_sell_the_last_three_items_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var here = new Counter(database);
        await using var there = new Counter(database);
        var kettle = await here.ProductAsync("Kettle", 3900, stock: 3);
        var buyers = await BuyersAsync(here, 20, kettle);

        var starts = await AtOnceAsync(20, i => (i % 2 == 0 ? here : there).StartAsync(buyers[i]));

        Assert.Equal(3, starts.OfType<CheckoutStart.Ready>().Count());
        Assert.Equal(17, starts.OfType<CheckoutStart.CartChanged>().Count());
        var stock = await here.StockAsync(kettle);
        Assert.Equal((3, 3), (stock.OnHand, stock.Reserved));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Buyers_of_the_same_things_in_another_order_do_not_lock_each_other_out(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, lamp) = (await counter.ProductAsync("Kettle", 3900, stock: 50), await counter.ProductAsync("Lamp", 4900, stock: 50));
        var one = await BuyersAsync(counter, 8, kettle, lamp);
        var other = await BuyersAsync(counter, 8, lamp, kettle);
        Buyer[] all = [.. one, .. other];

        var starts = await AtOnceAsync(16, i => counter.StartAsync(all[i]));

        Assert.All(starts, s => Assert.IsType<CheckoutStart.Ready>(s));
        Assert.Equal(16, (await counter.StockAsync(lamp)).Reserved);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Twenty_clicks_of_one_buyer_open_one_form(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database, tries: 500, limits: new HoldingLimits(StartsAMinute: 1000));
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var buyer = Assert.Single(await BuyersAsync(counter, 1, kettle));

        var starts = await AtOnceAsync(20, _ => counter.StartAsync(buyer));

        Assert.Single(starts.Select(s => Assert.IsType<CheckoutStart.Ready>(s).Session.Reference).Distinct());
        Assert.Single(await counter.PaymentsAsync());
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_payment_told_twenty_times_at_once_is_one_payment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, open) = await PaidAsync(counter);
        var sync = counter.Shop.Get<PaymentSync>();

        var settled = await AtOnceAsync(20, _ => sync.SyncAsync(open.Session.Reference, default));

        Assert.Single(settled, s => s == SyncResult.Changed);
        Assert.Equal(19, settled.Count(s => s == SyncResult.Unchanged));
        await AssertPaidOnceAsync(counter, kettle, open);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Webhook_return_and_reconciliation_at_once_are_one_payment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, open) = await PaidAsync(counter);
        counter.Clock.Advance(FormTimes.Lifetime + TimeSpan.FromMinutes(1));
        var customer = (await counter.PaymentsAsync())[0].CustomerId;

        await AtOnceAsync<object?>(12, async i =>
        {
            switch (i % 3)
            {
                case 0:
                    await counter.DeliverAsync();
                    return null;
                case 1:
                    return await counter.Shop.Get<CheckoutReturns>().ReturnAsync(customer, open.Session.Reference, default);
                default:
                    await counter.Shop.RunOnceAsync<ReconciliationWorker>();
                    return null;
            }
        });

        await AssertPaidOnceAsync(counter, kettle, open);
    }

    private static async Task<(VariantId Kettle, CheckoutStart.Ready Open)> PaidAsync(Counter counter)
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = Assert.Single(await BuyersAsync(counter, 1, kettle));
        var open = await counter.OpenAsync(buyer);
        await counter.PayAsync(open);
        return (kettle, open);
    }

    private static async Task AssertPaidOnceAsync(Counter counter, VariantId kettle, CheckoutStart.Ready open)
    {
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid), (order.Status, order.PaymentStatus));
        Assert.Single(order.History, h => h.Kind == OrderEventKind.Paid);
        Assert.Null(order.NeedsAttention ? "asked" : null);
        var stock = await counter.StockAsync(kettle);
        Assert.Equal((4, 0), (stock.OnHand, stock.Reserved));
        Assert.Equal(1, await counter.MailsAsync(":confirmed"));
    }

    private static async Task<List<Buyer>> BuyersAsync(Counter counter, int count, params VariantId[] wanted)
    {
        var buyers = new List<Buyer>();
        for (var i = 0; i < count; i++)
        {
            var buyer = await counter.BuyerAsync();
            foreach (var variant in wanted)
                await counter.AddAsync(buyer, variant);
            buyers.Add(buyer);
        }

        return buyers;
    }

    private static Task<T[]> AtOnceAsync<T>(int times, Func<int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => act(i))));
}
