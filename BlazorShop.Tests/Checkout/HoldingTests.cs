using BlazorShop.Checkout;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>Goods are held for who is paying, for as long as was said.</summary>
public sealed class HoldingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_takes_money_for_half_an_hour_and_then_its_goods_are_free(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, kettle, open) = await counter.AtFormAsync();
        var now = counter.Clock.GetUtcNow().UtcDateTime;
        // The provider's half hour begins when it hears of it.
        Assert.InRange(open.Session.ExpiresAt - now, TimeSpan.FromMinutes(35) - TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(35));

        counter.Clock.Advance(TimeSpan.FromMinutes(29));
        await counter.Shop.RunOnceAsync<ReservationWorker>();
        Assert.Equal(PaymentState.Open, Assert.Single(await counter.PaymentsAsync()).State);
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);

        counter.Clock.Advance(TimeSpan.FromMinutes(1));
        await counter.Shop.RunOnceAsync<ReservationWorker>();
        Assert.Equal(PaymentState.Expired, Assert.Single(await counter.PaymentsAsync()).State);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        Assert.IsType<CheckoutOutcome.Closed>(await counter.PayAsync(open));
        Assert.Equal(OrderStatus.Expired, (await counter.OrderAsync(open.OrderNumber)).Status);
        Assert.Equal(1, await counter.MailsAsync("unpaid"));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_with_ten_minutes_left_is_replaced_when_its_buyer_comes_back(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        await counter.ProductAsync("Kettle", 3900, stock: 5);
        var (buyer, _, first) = await counter.AtFormAsync("Lamp", price: 4900);
        counter.Clock.Advance(TimeSpan.FromMinutes(19));
        Assert.Equal(first.Session.Reference, (await counter.OpenAsync(buyer)).Session.Reference);
        counter.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await counter.OpenAsync(buyer);
        Assert.NotEqual(first.Session.Reference, second.Session.Reference);
        Assert.Equal(first.OrderNumber, second.OrderNumber);
        await counter.PayAsync(second);
        await counter.DeliverAsync();
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_request_that_waited_five_minutes_is_given_up_and_the_click_goes_on_under_the_next_key(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(Switches.ApiDown, on: true);
        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        counter.Shop.Turn(Switches.ApiDown, on: false);

        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        var open = await counter.OpenAsync(buyer);
        var payments = await counter.PaymentsAsync();
        Assert.Equal([PaymentState.Abandoned, PaymentState.Open], payments.Select(p => p.State));
        Assert.Equal([1, 2], payments.Select(p => p.Attempt));
        Assert.Single(payments.Select(p => p.OrderId).Distinct());
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reconciliation_gives_up_a_request_that_waited_too_long_and_frees_its_goods(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(Switches.ApiDown, on: true);
        await counter.StartAsync(buyer);
        counter.Shop.Turn(Switches.ApiDown, on: false);
        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.Equal(PaymentState.Abandoned, Assert.Single(await counter.PaymentsAsync()).State);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_was_renewed_twice_is_not_renewed_again_but_its_goods_can_be_ordered_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, kettle, open) = await counter.AtFormAsync();
        for (var renewal = 1; renewal <= 2; renewal++)
        {
            counter.Clock.Advance(TimeSpan.FromMinutes(20));
            open = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        }

        // The last form stands for all of its half hour.
        counter.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(open.Session.Reference, Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)).Session.Reference);
        counter.Clock.Advance(TimeSpan.FromMinutes(1));
        await counter.Shop.RunOnceAsync<ReservationWorker>();

        Assert.Equal(open.OrderNumber, Assert.IsType<CheckoutStart.RenewedTooOften>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)).OrderNumber);
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Expired, false), (order.Status, order.AwaitsPayment));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        Assert.Equal(3, (await counter.PaymentsAsync()).Count);

        // What is still in the cart is another order.
        Assert.Equal(1, (await counter.Checkout.ReorderAsync(buyer.Customer, open.OrderNumber, default))!.Taken);
        var again = await counter.OpenAsync(buyer);
        Assert.NotEqual(open.OrderNumber, again.OrderNumber);
        await counter.PayAsync(again);
        await counter.DeliverAsync();
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_refused_debit_of_an_orders_last_form_is_not_asked_for_again()
    {
        await using var counter = new Counter();
        var (buyer, kettle, open) = await counter.AtFormAsync();
        for (var renewal = 1; renewal <= 2; renewal++)
        {
            counter.Clock.Advance(TimeSpan.FromMinutes(20));
            open = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        }

        await counter.DebitAsync(open, "000111111116");
        await counter.DeliverAsync();
        counter.Clock.Advance(TimeSpan.FromDays(4));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Failed, false), (order.PaymentStatus, order.AwaitsPayment));
        Assert.IsType<CheckoutStart.RenewedTooOften>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_is_held_for_whoever_was_erased_meanwhile(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        await using (var db = counter.Shop.Db())
            await db.Customers.Where(c => c.Id == buyer.Customer).ExecuteDeleteAsync();
        Assert.IsType<CheckoutStart.NotFound>(await counter.StartAsync(buyer));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
    }
}
