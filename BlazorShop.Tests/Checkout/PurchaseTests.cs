using BlazorShop.Checkout;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Checkout;

public sealed class PurchaseTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await counter.AssertBooksAsync();
        await counter.DisposeAsync();
    }

    [Fact]
    public async Task The_order_and_its_stock_are_there_before_the_form_is_paid()
    {
        var (_, kettle, open) = await counter.AtFormAsync(quantity: 2);

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Unpaid), (order.Status, order.PaymentStatus));
        Assert.Equal(7800, order.Total.Minor);
        Assert.Equal("Kettle", Assert.Single(order.Lines).Name);
        var stock = await counter.StockAsync(kettle);
        Assert.Equal((5, 2), (stock.OnHand, stock.Reserved));
        Assert.NotNull(open.Session.ClientSecret);
    }

    [Fact]
    public async Task A_webhook_alone_makes_a_paid_order_with_stock_cart_and_email()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync(quantity: 2);

        Assert.IsType<CheckoutOutcome.Complete>(await counter.PayAsync(open));
        await counter.DeliverAsync();

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid), (order.Status, order.PaymentStatus));
        Assert.Equal("Visa ending in 4242", order.PaidWith);
        Assert.StartsWith("pi_", order.PaymentReference, StringComparison.Ordinal);
        var stock = await counter.StockAsync(kettle);
        Assert.Equal((3, 0), (stock.OnHand, stock.Reserved));
        Assert.Empty((await counter.CartAsync(buyer)).Lines);
        Assert.Equal(1, await counter.MailsAsync(":confirmed"));
    }

    [Fact]
    public async Task The_return_page_alone_makes_a_paid_order_with_stock_cart_and_email()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);

        var seen = await counter.Shop.Get<CheckoutReturns>().ReturnAsync(buyer.Customer, open.Session.Reference, default);

        Assert.Equal(PaymentStatus.Paid, seen!.PaymentStatus);
        await counter.DeliverAsync();
        Assert.Equal(4, (await counter.StockAsync(kettle)).OnHand);
        Assert.Equal(1, await counter.MailsAsync(":confirmed"));
    }

    [Fact]
    public async Task Reconciliation_alone_makes_a_paid_order_without_webhook_or_return_page()
    {
        var open = (await counter.AtFormAsync()).Form;
        await counter.PayAsync(open);

        counter.Clock.Advance(FormTimes.Lifetime + TimeSpan.FromMinutes(1));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
    }

    [Fact]
    public async Task The_return_page_shows_nothing_of_somebody_elses_session()
    {
        var open = (await counter.AtFormAsync()).Form;

        Assert.Null(await counter.Shop.Get<CheckoutReturns>().ReturnAsync((await counter.BuyerAsync()).Customer, open.Session.Reference, default));
    }

    [Fact]
    public async Task A_declined_card_leaves_the_form_open_for_another_one()
    {
        var open = (await counter.AtFormAsync()).Form;

        Assert.IsType<CheckoutOutcome.Declined>(await counter.PayAsync(open, "4000000000000002"));
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Unpaid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);

        await counter.PayAsync(open);
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
    }

    [Fact]
    public async Task A_bank_debit_is_processed_first_and_paid_later()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();

        await counter.DebitAsync(open);
        await counter.DeliverAsync();
        var waiting = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing), (waiting.Status, waiting.PaymentStatus));
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
        Assert.Empty((await counter.CartAsync(buyer)).Lines);

        await counter.Form.SettleDebitAsync(open.Session.Reference, succeed: true);
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
        var stock = await counter.StockAsync(kettle);
        Assert.Equal((4, 0), (stock.OnHand, stock.Reserved));
    }

    [Fact]
    public async Task A_bank_debit_that_fails_later_gives_the_stock_back_and_can_be_paid_again()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();
        await counter.DebitAsync(open, "000111111116");
        await counter.DeliverAsync();

        await counter.Form.SettleDebitAsync(open.Session.Reference, succeed: false);
        await counter.DeliverAsync();

        var failed = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Failed), (failed.Status, failed.PaymentStatus));
        Assert.True(failed.AwaitsPayment);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        Assert.Equal(1, await counter.MailsAsync(":failed"));

        var again = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        Assert.NotEqual(open.Session.Reference, again.Session.Reference);
        await counter.PayAsync(again);
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
        Assert.Equal(4, (await counter.StockAsync(kettle)).OnHand);
    }

    [Fact]
    public async Task An_expired_form_gives_the_stock_back_and_the_order_can_still_be_paid()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync(stock: 1);

        counter.Clock.Advance(FormTimes.Lifetime + TimeSpan.FromMinutes(1));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        Assert.Equal(OrderStatus.Expired, (await counter.OrderAsync(open.OrderNumber)).Status);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        var again = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        Assert.Equal(open.OrderNumber, again.OrderNumber);
        Assert.Equal(OrderStatus.Pending, (await counter.OrderAsync(open.OrderNumber)).Status);
    }

    [Fact]
    public async Task The_last_item_goes_to_the_first_who_goes_on_to_pay()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 1);
        var (first, second) = (await counter.BuyerAsync(), await counter.BuyerAsync());
        await counter.AddAsync(first, kettle);
        await counter.AddAsync(second, kettle);

        await counter.OpenAsync(first);

        var late = Assert.IsType<CheckoutStart.CartChanged>(await counter.StartAsync(second));
        Assert.Equal("Kettle", Assert.Single(late.Problems).Item);
        Assert.Single(await counter.PaymentsAsync());
    }

    [Fact]
    public async Task Going_on_to_the_payment_twice_shows_the_same_form()
    {
        var (buyer, _, first) = await counter.AtFormAsync();
        var second = await counter.OpenAsync(buyer);

        Assert.Equal(first.Session.Reference, second.Session.Reference);
        Assert.Equal(first.OrderNumber, second.OrderNumber);
    }

    [Fact]
    public async Task Twenty_clicks_on_Continue_to_payment_at_once_open_one_form()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => counter.StartAsync(buyer))));

        var sessions = starts.OfType<CheckoutStart.Ready>().Select(s => s.Session.Reference).Distinct();
        Assert.Single(sessions);
        Assert.Single(await counter.PaymentsAsync());
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
    }

    [Fact]
    public async Task A_payment_form_that_is_half_an_hour_old_is_replaced()
    {
        var (buyer, kettle, old) = await counter.AtFormAsync();

        counter.Clock.Advance(FormTimes.Freshness);
        var young = await counter.OpenAsync(buyer);

        Assert.NotEqual(old.Session.Reference, young.Session.Reference);
        Assert.Equal(old.OrderNumber, young.OrderNumber);
        Assert.IsType<CheckoutOutcome.Closed>(await counter.PayAsync(old));
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
        await counter.PayAsync(young);
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(young.OrderNumber)).PaymentStatus);
        Assert.Empty((await counter.CartAsync(buyer)).Lines);
    }

    [Fact]
    public async Task A_change_of_the_cart_closes_the_form_that_is_open()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();

        await counter.AddAsync(buyer, kettle);
        await counter.Shop.RunOnceAsync<ReservationWorker>();

        Assert.IsType<CheckoutOutcome.Closed>(await counter.PayAsync(open));
        Assert.Equal(OrderStatus.Expired, (await counter.OrderAsync(open.OrderNumber)).Status);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        var next = await counter.OpenAsync(buyer);
        Assert.Equal(7800, next.Total.Minor);
    }

    [Fact]
    public async Task What_is_paid_before_the_cart_changes_ships_as_it_was()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);

        await counter.AddAsync(buyer, kettle, 2);
        await counter.Shop.RunOnceAsync<ReservationWorker>();

        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
        Assert.Equal(2, (await counter.CartAsync(buyer)).Count);
    }

    [Fact]
    public async Task A_price_that_changed_is_explained_before_anything_is_paid()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        var seen = (await counter.CartAsync(buyer)).Total;
        await using (var db = counter.Shop.Db())
        {
            var variant = await db.Variants.FindAsync(kettle);
            variant!.Price = variant.Price with { Minor = 4200 };
            await db.SaveChangesAsync();
        }

        var start = Assert.IsType<CheckoutStart.CartChanged>(await counter.Checkout.StartAsync(buyer, Make.Address(), seen, default));

        Assert.Contains(start.Problems.Select(CheckoutWords.Of), p => p.Contains("€39.00", StringComparison.Ordinal) && p.Contains("€42.00", StringComparison.Ordinal));
        Assert.Empty(await counter.PaymentsAsync());
        Assert.Equal(4200, (await counter.OpenAsync(buyer)).Total.Minor);
    }

    [Fact]
    public async Task A_crash_between_the_order_and_the_provider_is_mended_by_the_next_click()
    {
        var (buyer, _, open) = await counter.AtFormAsync();
        // As if the provider's answer had never been written down.
        await using (var db = counter.Shop.Db())
        {
            var payment = db.Payments.Single();
            payment.State = PaymentState.Creating;
            payment.SessionReference = null;
            await db.SaveChangesAsync();
        }

        var again = await counter.OpenAsync(buyer);

        Assert.Equal(open.Session.Reference, again.Session.Reference);
        Assert.Single(await counter.PaymentsAsync());
    }
}
