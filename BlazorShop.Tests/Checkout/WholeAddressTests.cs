using BlazorShop.Checkout;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Subscriptions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Address = BlazorShop.Common.Address;

namespace BlazorShop.Tests.Checkout;

/// <summary>An address is asked once, kept whole here and at the provider, and found there again.</summary>
public sealed class WholeAddressTests
{
    private static readonly Address newYork = new()
    {
        FullName = "Ada Lovelace",
        Line1 = "350 Fifth Avenue",
        Line2 = "Floor 20",
        City = "New York",
        Region = "NY",
        PostalCode = "10118",
        Country = "US",
        Phone = "+12125550123",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task State_and_telephone_are_on_order_address_book_email_and_with_the_provider_both_times(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var buyer = await counter.BuyerAsync();
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        foreach (var _ in (int[])[1, 2])
        {
            await counter.AddAsync(buyer, kettle);
            var open = Assert.IsType<CheckoutStart.Ready>(await counter.StartAsync(buyer, newYork));
            Assert.IsType<CheckoutOutcome.Complete>(await counter.PayAsync(open));
            await counter.DeliverAsync();
            var order = await counter.OrderAsync(open.OrderNumber);
            Assert.Equal((newYork, PaymentStatus.Paid), (order.ShippingAddress, order.PaymentStatus));
            Assert.Equal(("NY", "+12125550123", "Floor 20"), Told(counter, PaymentIntentObject.Kind, order.PaymentReference));
            await using var db = counter.Shop.Db();
            var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey == $"order:{order.Number}:confirmed");
            Assert.Contains("New York, NY 10118\nUnited States\n+1 212-555-0123", mail.Text, StringComparison.Ordinal);
        }

        Assert.Equal(newYork, Assert.Single(await counter.Shop.Get<CustomerService>().AddressesAsync(buyer.Customer, default)).Address);
        Assert.Equal(("NY", "+12125550123", "Floor 20"), Told(counter, CustomerObject.Kind, null));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task The_payment_form_does_not_ask_for_the_address_that_the_shop_has_asked_for()
    {
        await using var counter = new Counter();
        var open = await OpenAsync(counter, Make.Address());
        var session = Session(counter, open);
        Assert.Null(session["shipping_address_collection"]);
        Assert.Equal("12 Rue des Abbesses", session.Hidden().Object("payment_intent_data")!.Object("shipping")!.Object("address")!.Text("line1"));
        Assert.Null(session.Hidden().Object("customer_update")!.Text("shipping"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task In_the_form_the_address_is_asked_there_for_the_country_chosen_here_and_kept_and_no_telephone_is_demanded(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database, settings: new() { ["Checkout:ShippingAddressIn"] = "Form" });
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 5));
        var open = Assert.IsType<CheckoutStart.Ready>(await counter.StartAsync(buyer, new Address { Country = "US" }));
        var session = Session(counter, open);
        Assert.Equal("US", Assert.Single(session.Object("shipping_address_collection")!["allowed_countries"]!.AsArray())!.GetValue<string>());
        // It is optional everywhere, and the form can only demand it.
        Assert.False(session.Object("phone_number_collection")!.Flag("enabled"));
        Assert.Empty(await counter.Shop.Get<CustomerService>().AddressesAsync(buyer.Customer, default));

        var shipping = new CheckoutAddress("Ada Lovelace", "350 Fifth Avenue", null, "New York", "New York", "10118", "US");
        Assert.IsType<CheckoutOutcome.Complete>(await counter.Form.PayAsync(open.Session.Reference, CheckoutPayment.Card("4242424242424242") with { Shipping = shipping }));
        await counter.DeliverAsync();

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal(newYork with { Line2 = null, Phone = null }, order.ShippingAddress);
        Assert.DoesNotContain(order.History, entry => entry.Kind == OrderEventKind.AddressChanged);
        Assert.Equal(order.ShippingAddress, Assert.Single(await counter.Shop.Get<CustomerService>().AddressesAsync(buyer.Customer, default)).Address);
    }

    [Fact]
    public async Task A_lost_order_finds_its_address_with_the_payment()
    {
        await using var counter = new Counter();
        var open = await OpenAsync(counter, newYork);
        await counter.PayAsync(open);
        Assert.Equal(newYork, (await counter.Shop.Get<IPaymentGateway>().RecallAsync(open.Session.Reference, default))!.ShippingAddress);
    }

    [Fact]
    public async Task A_lost_order_of_a_subscription_finds_the_address_its_invoice_was_made_with()
    {
        await using var subscriber = await Subscriber.ArriveAsync();
        var started = await subscriber.Counter.Checkout.SubscribeAsync(subscriber.Buyer, newYork, subscriber.Coffee.Sku, subscriber.Coffee.Price, default);
        var open = Assert.IsType<CheckoutStart.Ready>(started);
        Assert.Null(Session(subscriber.Counter, open)["shipping_address_collection"]);
        await subscriber.Counter.PayAsync(open);
        await subscriber.Counter.DeliverAsync();
        // Another default address since then is another matter.
        await subscriber.Shop.Get<StripePaymentGateway>().KeepAddressAsync(
            (await subscriber.OnlyAsync()).CustomerReference!, Make.Address(), default);

        Assert.Equal(newYork, (await subscriber.Shop.Get<IPaymentGateway>().RecallAsync(open.Session.Reference, default))!.ShippingAddress);
        Assert.Equal(newYork, (await subscriber.OnlyAsync()).ShippingAddress);
    }

    [Fact]
    public async Task A_payment_request_stored_before_whole_addresses_is_sent_as_it_was()
    {
        await using var counter = new Counter();
        await OpenAsync(counter, newYork);
        var request = PaymentRequest.FromJson(Assert.Single(await counter.PaymentsAsync()).Request);
        var options = StripeSessions.ToOptions(request with { AddressGiven = null }, "cus_1");
        Assert.Null(options.PaymentIntentData.Shipping);
        Assert.Equal("auto", options.CustomerUpdate.Shipping);
        Assert.Equal(request.ShippingCountries, options.ShippingAddressCollection.AllowedCountries);
    }

    [Fact]
    public async Task An_address_said_in_full_takes_the_place_of_the_same_one_in_the_address_book()
    {
        await using var counter = new Counter();
        var customers = counter.Shop.Get<CustomerService>();
        var buyer = await counter.BuyerAsync();
        await customers.AddAddressAsync(buyer.Customer, newYork with { Region = null, Phone = null }, default);
        await customers.AddAddressAsync(buyer.Customer, newYork, default);
        Assert.Equal(newYork, Assert.Single(await customers.AddressesAsync(buyer.Customer, default)).Address);
    }

    [Fact]
    public async Task A_forgotten_buyers_telephone_goes_also_where_the_address_of_a_paid_order_stays()
    {
        await using var counter = new Counter();
        var open = await OpenAsync(counter, newYork);
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var order = await counter.Shop.LookAsync(open.OrderNumber);
        order.Forget(DateTime.UtcNow);
        Assert.Equal(newYork, order.ShippingAddress);

        await counter.Shop.ShipAsync(order);
        order = await counter.Shop.LookAsync(open.OrderNumber);
        order.Forget(DateTime.UtcNow);
        Assert.Equal(newYork with { Phone = null }, order.ShippingAddress);

        var unpaid = Make.Order(Make.Customer());
        unpaid.ShippingAddress = newYork;
        unpaid.Forget(DateTime.UtcNow);
        Assert.Equal((null, null), (unpaid.ShippingAddress.Region, unpaid.ShippingAddress.Phone));
    }

    private static async Task<CheckoutStart.Ready> OpenAsync(Counter counter, Address address)
    {
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 5));
        return Assert.IsType<CheckoutStart.Ready>(await counter.StartAsync(buyer, address));
    }

    private static System.Text.Json.Nodes.JsonObject Session(Counter counter, CheckoutStart.Ready open) =>
        counter.Shop.Get<SandboxStore>().Run(work => work.Find(SessionObject.Kind, open.Session.Reference))!;

    private static (string?, string?, string?) Told(Counter counter, string kind, string? id) => counter.Shop.Get<SandboxStore>().Run(work =>
    {
        var shipping = (id is null ? work.All(kind).Single() : work.Find(kind, id)!).Object("shipping");
        return (shipping?.Object("address")?.Text("state"), shipping?.Text("phone"), shipping?.Object("address")?.Text("line2"));
    });
}
