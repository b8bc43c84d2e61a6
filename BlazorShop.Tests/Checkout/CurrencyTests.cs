using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Orders.Receipts;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Money = BlazorShop.Common.Money;

namespace BlazorShop.Tests.Checkout;

/// <summary>A whole purchase, with its refunds, in each kind of currency.</summary>
public sealed class CurrencyTests
{
    private static readonly System.Security.Claims.ClaimsPrincipal eve = StaffActions.Eve;

    [Theory]
    [InlineData("KWD", 12_340, 1_230, 1_234, "KWD\u00a012.340", "KWD\u00a01.230")]
    [InlineData("BHD", 12_340, 1_230, 1_231, "BHD\u00a012.340", "BHD\u00a01.230")]
    [InlineData("JOD", 12_340, 1_230, 1_239, "JOD\u00a012.340", "JOD\u00a01.230")]
    [InlineData("OMR", 12_340, 1_230, 1_235, "OMR\u00a012.340", "OMR\u00a01.230")]
    [InlineData("TND", 12_340, 1_230, 1_235, "TND\u00a012.340", "TND\u00a01.230")]
    [InlineData("ISK", 240_000, 50_000, 50_050, "ISK\u00a02,400", "ISK\u00a0500")]
    [InlineData("UGX", 4_000_000, 50_000, 50_099, "UGX\u00a040,000", "UGX\u00a0500")]
    [InlineData("HUF", 240_050, 50_025, null, "HUF\u00a02,400.50", "HUF\u00a0500.25")]
    [InlineData("TWD", 240_050, 50_025, null, "TWD\u00a02,400.50", "TWD\u00a0500.25")]
    [InlineData("JPY", 2_400, 500, null, "¥2,400", "¥500")]
    public async Task A_purchase_is_charged_shown_and_refunded_to_the_last_coin(string currency, long price, long part, int? between, string shown, string shownPart)
    {
        await using var counter = new Counter(settings: new() { ["Shop:Currency"] = currency });
        var open = (await counter.AtFormAsync(price: price)).Form;
        Assert.Equal(new Money(price, currency), open.Session.Total);
        Assert.IsType<CheckoutOutcome.Complete>(await counter.PayAsync(open));
        await counter.DeliverAsync();

        var refunds = counter.Shop.Get<RefundService>();
        var order = await counter.OrderAsync(open.OrderNumber);
        if (between is { } minor)
        {
            var refused = Assert.IsType<RefundStart.OffStep>(await refunds.RequestAsync(order.Id, new Money(minor, currency), "Sorry.", "eve", Guid.CreateVersion7(), default));
            Assert.Equal(Currencies.Least(currency), refused.Step);
        }

        Assert.IsType<RefundStart.Begun>(await refunds.RequestAsync(order.Id, new Money(part, currency), "A scratch.", "eve", Guid.CreateVersion7(), default));
        await counter.DeliverAsync();
        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.Get<IFulfilment>().CancelAsync(eve, order.Id, (await counter.OrderAsync(open.OrderNumber)).Version, null));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        await counter.DeliverAsync();

        order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Refunded, price), (order.PaymentStatus, order.Refunded));
        Assert.Contains(order.History, h => OrderWords.Details(h).Contains(shownPart, StringComparison.Ordinal));
        await using var db = counter.Shop.Db();
        Assert.Equal([part, price - part], ReceiptRefunds.Of(order).Select(r => r.Amount.Minor));
        var emails = await db.Set<OutboxMessage>().Where(m => m.DedupKey.Contains("confirmed") || m.DedupKey.Contains("refund")).Select(m => m.Text).ToListAsync();
        Assert.Contains(emails, e => e.Contains(shown, StringComparison.Ordinal));
        Assert.Contains(emails, e => e.Contains(shownPart, StringComparison.Ordinal));
        using var visitor = counter.Shop.Visit();
        var product = await db.Products.SingleAsync();
        Assert.Contains(shown, (await visitor.PageAsync("/products/" + product.Slug)).Body!.TextContent, StringComparison.Ordinal);
        await counter.AssertBooksAsync();
    }

    [Theory]
    [InlineData("EUR", 49, "The smallest amount that can be paid is €0.50. This order comes to €0.49.")]
    [InlineData("GBP", 29, "The smallest amount that can be paid is £0.30. This order comes to £0.29.")]
    [InlineData("HUF", 17_499, "The smallest amount that can be paid is HUF\u00a0175.00. This order comes to HUF\u00a0174.99.")]
    [InlineData("CZK", 1_499, "The smallest amount that can be paid is CZK\u00a015.00. This order comes to CZK\u00a014.99.")]
    [InlineData("ISK", 0, "The smallest amount that can be paid is ISK\u00a01. This order comes to ISK\u00a00.")]
    [InlineData("EUR", 100_000_000, "The largest amount that can be paid at once is €999,999.99. This order comes to €1,000,000.00. Please place several orders.")]
    [InlineData("KWD", 100_000_000, "The largest amount that can be paid at once is KWD\u00a099,999.990. This order comes to KWD\u00a0100,000.000. Please place several orders.")]
    public async Task An_amount_that_the_provider_does_not_take_is_refused_before_there_is_an_order(string currency, long price, string said)
    {
        await using var counter = new Counter(settings: new() { ["Shop:Currency"] = currency });
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", price, stock: 5));
        Assert.Equal([said], Assert.IsType<CheckoutStart.CartChanged>(await counter.StartAsync(buyer)).Problems.Select(CheckoutWords.Of));
        await using var db = counter.Shop.Db();
        Assert.False(await db.Orders.AnyAsync());
    }

    [Theory]
    [InlineData("GBP", 30)]
    [InlineData("HUF", 17_500)]
    [InlineData("IDR", 100_000_000)]
    [InlineData("EUR", 99_999_999)]
    public async Task The_least_and_the_greatest_amount_are_taken_by_the_sandbox_too(string currency, long price)
    {
        await using var counter = new Counter(settings: new() { ["Shop:Currency"] = currency });
        Assert.Equal(new Money(price, currency), (await counter.AtFormAsync(price: price)).Form.Session.Total);
    }

    [Fact]
    public void The_sandbox_takes_what_the_shop_takes_in_every_currency() => Assert.All(
        KnownCodes.Currencies,
        currency => Assert.Equal(
            (Currencies.LeastCharge(currency), Currencies.MostCharge(currency)),
            (new Money(Math.Max(ChargeLimits.Least(currency.ToLowerInvariant()), Currencies.Step(currency)), currency),
                Currencies.DownToStep(new Money(ChargeLimits.Most(currency.ToLowerInvariant()), currency)))));

    [Fact]
    public async Task A_price_between_two_coins_is_refused_in_the_cart_and_for_a_subscription_before_there_is_an_order()
    {
        await using var counter = new Counter(settings: new() { ["Shop:Currency"] = "ISK" });
        var kettle = await counter.ProductAsync("Kettle", 240_050, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        const string why = "Kettle can't be sold at ISK\u00a02,400.50: amounts in ISK go in steps of ISK\u00a01. Please let us know, so we can correct the price.";
        Assert.Equal([why + " Remove it to continue."], Assert.IsType<CheckoutStart.CartChanged>(await counter.StartAsync(buyer)).Problems.Select(CheckoutWords.Of));

        string sku;
        await using (var db = counter.Shop.Db())
        {
            var variant = await db.Variants.SingleAsync();
            variant.Recurrence = Recurrence.EveryMonth;
            sku = variant.Sku;
            await db.SaveChangesAsync();
        }

        Assert.Equal([why], Assert.IsType<CheckoutStart.CartChanged>(await counter.Checkout.SubscribeAsync(buyer, Make.Address(), sku, new Money(240_050, "ISK"), default)).Problems.Select(CheckoutWords.Of));
        Assert.Empty(await counter.PaymentsAsync());
    }

    [Fact]
    public async Task An_order_from_before_the_step_is_not_sent_to_the_provider()
    {
        await using var counter = new Counter(settings: new() { ["Shop:Currency"] = "KWD" });
        var (buyer, _, open) = await counter.AtFormAsync(price: 12_340);
        counter.Clock.Advance(TimeSpan.FromHours(2));
        await using (var db = counter.Shop.Db())
        {
            await db.Set<OrderLine>().ExecuteUpdateAsync(s => s.SetProperty(l => l.UnitPrice.Minor, 12_345));
        }

        var refused = Assert.IsType<CheckoutStart.CartChanged>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        Assert.StartsWith("Kettle can't be sold at KWD\u00a012.345:", CheckoutWords.Of(Assert.Single(refused.Problems)), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_catalogue_with_a_price_between_two_coins_stops_the_start(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string sku;
        await using (var filled = new ShopApp { Database = database, Settings = { ["Shop:Currency"] = "KWD" } })
        {
            await using var db = filled.Db();
            var category = Make.Category();
            var (good, bad) = (Make.Product(category, "Kettle", 12_340, 5, "KWD"), Make.Product(category, "Lamp", 12_345, 5, "KWD"));
            db.AddRange(category, good, bad);
            await db.SaveChangesAsync();
            sku = bad.Variants[0].Sku;
        }

        await using var again = new ShopApp { Database = database, Settings = { ["Shop:Currency"] = "KWD" } };
        Assert.Equal(
            $"{sku} costs KWD\u00a012.345, but amounts in KWD go in steps of KWD\u00a00.010: set its price to a multiple of 10 minor units.",
            StartupFailure.Sentence(Assert.ThrowsAny<Exception>(() => again.Services)));
    }
}
