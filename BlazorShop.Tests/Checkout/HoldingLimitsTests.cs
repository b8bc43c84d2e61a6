using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Payments;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>No buyer keeps goods from the others without paying: how much one may buy, hold and try, and who is told.</summary>
public sealed class HoldingLimitsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task After_six_unpaid_forms_a_buyer_is_told_when_the_next_one_may_be_opened(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        var first = counter.Clock.GetUtcNow().UtcDateTime;
        for (var form = 1; form <= 6; form++)
        {
            await counter.OpenAsync(buyer);
            await counter.AddAsync(buyer, kettle);
            counter.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var told = Assert.IsType<CheckoutStart.TooManyForms>(await counter.StartAsync(buyer));
        Assert.Equal(6, told.Most);
        Assert.InRange(told.From, first.AddDays(1).AddMilliseconds(-1), first.AddDays(1).AddMilliseconds(1));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        // Others are served.
        var other = await counter.BuyerAsync();
        await counter.AddAsync(other, kettle);
        await counter.OpenAsync(other);

        counter.Clock.Advance(told.From - counter.Clock.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(1));
        await counter.OpenAsync(buyer);
    }

    [Fact]
    public async Task Forms_that_were_paid_are_not_counted()
    {
        await using var counter = new Counter();
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var buyer = await counter.BuyerAsync();
        for (var purchase = 1; purchase <= 8; purchase++)
        {
            await counter.AddAsync(buyer, kettle);
            await counter.PayAsync(await counter.OpenAsync(buyer));
            await counter.DeliverAsync();
            counter.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(await counter.PaymentsAsync(), p => Assert.Equal(PaymentState.Paid, p.State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unpaid_orders_hold_so_much_of_a_variant_and_so_much_in_all(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database, settings: new() { ["Checkout:MostPerVariant"] = "4", ["Checkout:MostHeld"] = "6" });
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var lamp = await counter.ProductAsync("Lamp", 4900, stock: 50);
        var buyer = await counter.BuyerAsync();

        await counter.AddAsync(buyer, kettle, 4);
        await counter.AddAsync(buyer, lamp, 4);
        Assert.Equal(["One order can hold up to 6 items. This one has 8. Remove some and order them afterwards."], await ProblemsAsync(counter, buyer));
        await counter.Carts.SetQuantityAsync(new CartOwner.Customer(buyer.Customer), lamp, 0, default);

        // Two orders that wait for a bank hold what they hold, though neither is paid.
        var open = await counter.OpenAsync(buyer);
        await counter.DebitAsync(open);
        await counter.DeliverAsync();
        await counter.AddAsync(buyer, kettle, 1);
        Assert.Equal(
            ["You can buy up to 4 of Kettle at a time, and your unpaid orders already hold 4. Pay for those first, or wait half an hour."], await ProblemsAsync(counter, buyer));
        await counter.Carts.SetQuantityAsync(new CartOwner.Customer(buyer.Customer), kettle, 0, default);
        await counter.AddAsync(buyer, lamp, 3);
        Assert.Equal(
            ["We hold up to 6 items for your unpaid orders. They already hold 4, and this would add 3. Pay for those first, or wait half an hour."],
            await ProblemsAsync(counter, buyer));
        await counter.Carts.SetQuantityAsync(new CartOwner.Customer(buyer.Customer), lamp, 2, default);
        await counter.OpenAsync(buyer);
        Assert.Equal((4, 2), ((await counter.StockAsync(kettle)).Reserved, (await counter.StockAsync(lamp)).Reserved));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_orders_paid_again_at_once_hold_no_more_than_one_buyer_may(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(
            database, tries: 500, limits: new HoldingLimits(MostPerVariant: 4, MostHeld: 6, FormsADay: 1000, StartsAMinute: 1000));
        var buyer = await counter.BuyerAsync();
        var numbers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            await counter.AddAsync(buyer, await counter.ProductAsync("Kettle " + i, 3900, stock: 50), 3);
            numbers.Add((await counter.OpenAsync(buyer)).OrderNumber);
            counter.Clock.Advance(TimeSpan.FromMinutes(30));
            await counter.Shop.RunOnceAsync<ReservationWorker>();
            foreach (var line in (await counter.CartAsync(buyer)).Lines)
                await counter.Carts.SetQuantityAsync(new CartOwner.Customer(buyer.Customer), line.Variant, 0, default);
        }

        var starts = await Task.WhenAll(numbers.Select(number => Task.Run(() => counter.Checkout.PayAgainAsync(buyer, number, default))));
        Assert.Equal(2, starts.OfType<CheckoutStart.Ready>().Count());
        Assert.Equal(2, starts.OfType<CheckoutStart.CartChanged>().Count());
        await using var db = counter.Shop.Db();
        Assert.Equal(6, await db.StockItems.SumAsync(s => s.Reserved));
    }

    [Fact]
    public async Task A_cart_takes_as_many_of_a_variant_as_one_may_buy_and_says_so()
    {
        await using var counter = new Counter();
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var owner = new CartOwner.Customer((await counter.BuyerAsync()).Customer);
        Assert.Equal(new AddedToCart.AtMost("Kettle", 20, 20), await counter.Carts.AddAsync(owner, kettle, 25, default));
        await counter.Carts.SetQuantityAsync(owner, kettle, 30, default);
        var line = Assert.Single((await counter.Carts.ViewAsync(owner, default)).Lines);
        Assert.Equal(20, line.Quantity);
        Assert.Equal("You can buy up to 20 of Kettle at a time. Your cart now holds 20.", CartWords.FewerThan(line, 30));
    }

    [Fact]
    public async Task A_cart_from_when_more_was_allowed_says_what_to_do()
    {
        await using var counter = new Counter();
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 50));
        await using (var db = counter.Shop.Db())
            await db.Set<CartLine>().ExecuteUpdateAsync(s => s.SetProperty(l => l.Quantity, 30));
        Assert.Equal(["You can buy up to 20 of Kettle at a time. Reduce the quantity to continue."], await ProblemsAsync(counter, buyer));
    }

    [Fact]
    public async Task Whoever_opens_payment_forms_very_often_waits_a_minute()
    {
        await using var counter = new Counter();
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 50));
        for (var start = 1; start <= 10; start++)
            await counter.OpenAsync(buyer);
        Assert.Contains("many times in a row", CheckoutWords.Of(Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer)).Why), StringComparison.Ordinal);
        counter.Clock.Advance(TimeSpan.FromMinutes(1));
        await counter.OpenAsync(buyer);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Staff_are_told_once_a_day_when_unpaid_orders_hold_a_fifth_and_ten_at_least(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 50);
        var (nine, tenth) = (await counter.BuyerAsync(), await counter.BuyerAsync());
        await counter.AddAsync(nine, kettle, 9);
        await counter.OpenAsync(nine);
        await counter.Shop.RunOnceAsync<HeldStockWorker>();
        Assert.Empty(await NoticesAsync(counter));

        await counter.AddAsync(tenth, kettle, 1);
        await counter.OpenAsync(tenth);
        await counter.Shop.RunOnceAsync<HeldStockWorker>();
        await counter.Shop.RunOnceAsync<HeldStockWorker>();
        var notice = Assert.Single(await NoticesAsync(counter));
        Assert.Equal("Unpaid orders hold a lot of Kettle: 10 of 50.", StaffNoticeWords.Sentence(notice, new ShopOptions()));
    }

    [Theory]
    [InlineData("Checkout:MostPerVariant", "0", "Checkout__MostPerVariant is '0': set it to a whole number from 1 to 10000.")]
    [InlineData("Checkout:MostHeld", "many", "Checkout__MostHeld is 'many': set it to a whole number from 1 to 1000000.")]
    [InlineData("Checkout:FormsADay", "-1", "Checkout__FormsADay is '-1': set it to a whole number from 1 to 1000.")]
    [InlineData("Checkout:MostHeld", "10", "Checkout__MostHeld is 10, less than Checkout__MostPerVariant, which is 20: nobody could buy a cart of that many. Raise the former or lower the latter.")]
    public void A_wrong_limit_of_what_one_may_buy_is_named_with_its_remedy(string key, string value, string said)
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager { [key] = value };
        Assert.Equal(said, Assert.Throws<InvalidOperationException>(() => HoldingLimits.Read(settings)).Message);
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(Counter counter, Buyer buyer) =>
        [.. Assert.IsType<CheckoutStart.CartChanged>(await counter.StartAsync(buyer)).Problems.Select(CheckoutWords.Of)];

    private static async Task<List<StaffNoticeEntry>> NoticesAsync(Counter counter) =>
        [.. (await counter.NoticesAsync()).Where(n => n.Kind == StaffNoticeKind.StockHeld)];
}
