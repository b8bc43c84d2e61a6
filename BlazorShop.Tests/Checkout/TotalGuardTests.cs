using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Pricing;
using BlazorShop.Tests.Payments;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Checkout;

/// <summary>A form that would collect another amount than the order says, and requests that a strict provider refuses.</summary>
public sealed class TotalGuardTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_that_asks_for_another_amount_is_closed_and_never_shown(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var buyer = await counter.BuyerAsync();
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(Switches.TotalsDiffer, on: true);

        var refused = await counter.StartAsync(buyer);

        Assert.Contains("Nothing was charged", CheckoutWords.Of(Assert.IsType<CheckoutStart.Unavailable>(refused).Why), StringComparison.Ordinal);
        Assert.Equal("expired", Assert.Single(Sessions(counter))["status"]!.GetValue<string>());
        var payment = await TheirsAsync(counter, buyer);
        Assert.Equal(PaymentState.Expired, payment.State);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        await using var db = counter.Shop.Db();
        var order = await db.Orders.Include(o => o.History).SingleAsync(o => o.Id == payment.OrderId);
        Assert.Contains("wanted to collect €40.00 for this order of €39.00", Staff.AsksOf(order), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_order_and_form_agree_about_the_amount_again_the_buyer_pays()
    {
        await using var counter = new Counter();
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 5));
        counter.Shop.Turn(Switches.TotalsDiffer, on: true);
        await counter.StartAsync(buyer);
        counter.Shop.Turn(Switches.TotalsDiffer, on: false);

        var open = await counter.OpenAsync(buyer);
        await counter.PayAsync(open);
        await counter.DeliverAsync();

        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_known_form_whose_amount_has_changed_is_closed_when_the_buyer_comes_back_to_it()
    {
        await using var counter = new Counter();
        var (buyer, _, open) = await counter.AtFormAsync();
        counter.Shop.Get<SandboxStore>().Run(work =>
        {
            var session = work.Find(SessionObject.Kind, open.Session.Reference)!;
            session["amount_total"] = 4200;
            work.Put(session);
        });

        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        Assert.Equal("expired", Assert.Single(Sessions(counter))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Money_that_comes_while_a_form_over_another_amount_is_closed_is_held_and_not_denied()
    {
        await using var counter = new Counter();
        var (buyer, _, open) = await counter.AtFormAsync();
        counter.Shop.ChangeAmount(open, new Money(4200, "EUR"));
        var gateway = DispatchProxy.Create<IPaymentGateway, PaidJustBeforeItIsClosed>();
        var between = (PaidJustBeforeItIsClosed)(object)gateway;
        (between.Real, between.Pay) = (counter.Shop.Get<IPaymentGateway>(), () => counter.PayAsync(open));

        var session = await ActivatorUtilities.CreateInstance<PaymentSessions>(counter.Shop.Services, gateway).OpenAsync((await TheirsAsync(counter, buyer)).Id, default);

        Assert.Equal(SessionState.Complete, session.State);
        var payment = await TheirsAsync(counter, buyer);
        Assert.Equal((PaymentState.Paid, true, 4200L), (payment.State, payment.InSuspense, payment.Received));
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.DoesNotContain("nothing was charged", Staff.AsksOf(order), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_cart_that_changes_while_a_form_over_another_amount_is_made_is_not_kept_from_its_buyer()
    {
        await using var counter = new Counter();
        var buyer = await counter.BuyerAsync();
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(Switches.ApiDown, on: true);
        await counter.StartAsync(buyer);
        counter.Shop.Turn(Switches.ApiDown, on: false);
        counter.Shop.Turn(Switches.TotalsDiffer, on: true);

        // Nobody was shown a form: it is given up at once, and none is made.
        Assert.Equal(PaymentState.Abandoned, await counter.Shop.Get<PaymentSessions>().CloseAsync((await TheirsAsync(counter, buyer)).Id, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stored_request_with_an_empty_value_is_given_up_and_the_next_try_opens_a_form(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 5));
        counter.Shop.Turn(Switches.ApiDown, on: true);
        await counter.StartAsync(buyer);
        counter.Shop.Turn(Switches.ApiDown, on: false);
        var stored = await TheirsAsync(counter, buyer);
        await using (var db = counter.Shop.Db())
        {
            var ofBefore = stored.Request.Replace("\"OmitsEmpty\":true", "\"OmitsEmpty\":null", StringComparison.Ordinal);
            Assert.NotEqual(stored.Request, ofBefore);
            await db.Payments.Where(p => p.Id == stored.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Request, ofBefore));
        }

        await counter.StartAsync(buyer);
        var open = Assert.IsType<CheckoutStart.Ready>(await counter.StartAsync(buyer));

        await using var after = counter.Shop.Db();
        Assert.Equal(PaymentState.Abandoned, (await after.Payments.SingleAsync(p => p.Id == stored.Id)).State);
        Assert.Equal(PaymentState.Open, (await after.Payments.SingleAsync(p => p.SessionReference == open.Session.Reference)).State);
    }

    [Fact]
    public void Requests_of_before_without_an_empty_value_are_sent_as_they_were()
    {
        var line = new QuoteLine(Make.Item("Kettle", "Blue"), new Money(3900, "EUR"), 1);
        var plain = line with { Item = Make.Item("Kettle") };
        Assert.False(Request(line).WasRefused);
        Assert.True(Request(plain).WasRefused);
        Assert.False((Request(plain) with { OmitsEmpty = true }).WasRefused);
    }

    [Fact]
    public void Lines_are_stored_in_the_shape_of_older_releases_which_still_read_them()
    {
        var line = new QuoteLine(Make.Item("Kettle", "Blue") with { Picture = "https://shop.example/kettle.jpg" }, new Money(3900, "EUR"), 2);
        var before = JsonSerializer.Serialize(new[] { new LineOfBefore(line.Item.Variant, "kettle", "Kettle", "Blue", "SKU-KETTLE", line.UnitPrice, 2, line.Item.Picture) });

        var stored = Request(line).ToJson();

        Assert.Contains($"\"Lines\":{before},", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Charges", stored, StringComparison.Ordinal);
        Assert.Equal(line, Assert.Single(PaymentRequest.FromJson(stored).Lines));
    }

    [Fact]
    public void A_lines_share_of_a_discount_and_its_tax_are_stored_with_it()
    {
        var line = new QuoteLine(Make.Item() with { TaxClass = "standard", WeightGrams = 900 }, new Money(3900, "EUR"), 2)
        {
            Discount = new Money(780, "EUR"),
            Tax = new Money(1170, "EUR"),
            TaxRate = Rate.OfPercent(20),
        };
        var charge = new Charge(ChargeKind.Delivery, new Money(490, "EUR")) { Code = "eu", Name = "Standard", Tax = new Money(82, "EUR"), TaxRate = Rate.OfPercent(20) };

        var again = PaymentRequest.FromJson((Request(line) with { Charges = [charge] }).ToJson());

        Assert.Equal((line, charge), (Assert.Single(again.Lines), Assert.Single(again.Charges!)));
        Assert.Equal((7800 - 780 + 490, 490, 1252), (again.Quote.Total.Minor, again.Quote.Delivery.Minor, again.Quote.Tax.Minor));
    }

    private sealed record LineOfBefore(
        VariantId Variant, string ProductSlug, string Name, string Description, string Sku, Money UnitPrice, int Quantity, string? Picture = null);

    private static PaymentRequest Request(QuoteLine line) => new()
    {
        Payment = Id.New<PaymentId>(TimeProvider.System),
        Order = Id.New<OrderId>(TimeProvider.System),
        Customer = Id.New<CustomerId>(TimeProvider.System),
        Shop = "shop",
        Attempt = 1,
        OrderNumber = "1",
        Lines = [line],
        Total = line.UnitPrice,
        Email = "ada@example.org",
        ShippingAddress = Make.Address(),
        ShippingCountries = ["FR"],
        ReturnUrl = "http://localhost/",
        Locale = "en",
        ExpiresAt = DateTime.UtcNow,
    };

    /// <summary>The provider, at which the buyer is a moment faster than whoever closes the form.</summary>
    public class PaidJustBeforeItIsClosed : DispatchProxy
    {
        internal IPaymentGateway Real { get; set; } = null!;

        internal Func<Task> Pay { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IPaymentGateway.ExpireSessionAsync))
                return PayThenExpireAsync((string)args![0]!);
            return targetMethod.Invoke(Real, args);
        }

        private async Task<PaymentSession> PayThenExpireAsync(string reference)
        {
            await Pay();
            return await Real.ExpireSessionAsync(reference, default);
        }
    }

    private static async Task<Payment> TheirsAsync(Counter counter, Buyer buyer)
    {
        await using var db = counter.Shop.Db();
        return await db.Payments.AsNoTracking().Where(p => p.CustomerId == buyer.Customer).OrderByDescending(p => p.CreatedAt).FirstAsync();
    }

    private static List<JsonObject> Sessions(Counter counter) => counter.Shop.Get<SandboxStore>().Run(work => work.All(SessionObject.Kind));
}
