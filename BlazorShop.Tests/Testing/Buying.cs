using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using CheckoutService = BlazorShop.Checkout.CheckoutService;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// The way to a payment form and past it, said once for every test that is not about that way: a buyer with this in the cart at an
/// open form, who pays it. All of it is the shop's own services and the sandbox behind HTTP.
/// </summary>
internal static class Buying
{
    /// <summary>What a buyer fills in who keeps the address the form offers.</summary>
    private static readonly CheckoutAddress shipping = new("Ada Lovelace", "12 Rue des Abbesses", null, "Paris", null, "75018", "FR");

    private static int buyers;

    public static CheckoutPayment Card(string number = "4242424242424242") => CheckoutPayment.Card(number) with { Shipping = shipping };

    /// <summary>A debit whose bank takes days.</summary>
    public static CheckoutPayment Debit(string account = "000123456789") => CheckoutPayment.Bank(account) with { Shipping = shipping };

    public static Buyer As(CustomerId customer, string email) => new(customer, email, "http://localhost/", "en");

    /// <summary>Somebody with an account of their own, whom nobody has seen before.</summary>
    public static async Task<Buyer> BuyerAsync(this ShopApp shop)
    {
        var name = $"buyer{Interlocked.Increment(ref buyers)}";
        return As(await shop.Get<CustomerService>().ForUserAsync(name, default), name + "@example.org");
    }

    /// <summary>A product on a shelf of its own, in the shop's currency unless another is given.</summary>
    public static async Task<VariantId> ProductAsync(this ShopApp shop, string name = "Kettle", long price = 3900, int stock = 5, string? currency = null)
    {
        await using var db = shop.Db();
        var category = Make.Category("Shelf of " + name);
        var product = Make.Product(category, name, price, stock, currency ?? shop.Get<IOptions<ShopOptions>>().Value.Currency);
        db.AddRange(category, product);
        await db.SaveChangesAsync();
        return product.Variants[0].Id;
    }

    public static Task AddToCartAsync(this ShopApp shop, Buyer buyer, VariantId item, int quantity = 1) =>
        shop.Get<CartService>().AddAsync(new CartOwner.Customer(buyer.Customer), item, quantity, default);

    public static Task<CartView> CartAsync(this ShopApp shop, Buyer buyer) =>
        shop.Get<CartService>().ViewAsync(new CartOwner.Customer(buyer.Customer), default);

    /// <summary>Goes on to the payment, having seen today's total.</summary>
    public static async Task<CheckoutStart> StartAsync(this ShopApp shop, Buyer buyer, Address? address = null) =>
        await shop.Get<CheckoutService>().StartAsync(buyer, address ?? Make.Address(), (await shop.CartAsync(buyer)).Total, default);

    /// <summary>The open form for what is in the cart.</summary>
    public static async Task<CheckoutStart.Ready> OpenAsync(this ShopApp shop, Buyer buyer, Address? address = null) =>
        Assert.IsType<CheckoutStart.Ready>(await shop.StartAsync(buyer, address));

    /// <summary>Somebody new with so many of a new product in the cart, at the open form.</summary>
    public static async Task<(Buyer Buyer, VariantId Item, CheckoutStart.Ready Form)> AtFormAsync(
        this ShopApp shop, string name = "Kettle", long price = 3900, int stock = 5, int quantity = 1, string? currency = null)
    {
        var item = await shop.ProductAsync(name, price, stock, currency);
        var buyer = await shop.BuyerAsync();
        await shop.AddToCartAsync(buyer, item, quantity);
        return (buyer, item, await shop.OpenAsync(buyer));
    }

    /// <summary>What the form answers to who sends it; the shop has not heard of it yet.</summary>
    public static Task<CheckoutOutcome> FillInAsync(this ShopApp shop, CheckoutStart.Ready form, CheckoutPayment? payment = null) =>
        shop.Get<SandboxCheckout>().PayAsync(form.Session.Reference, payment ?? Card());

    /// <summary>The form is paid, and the shop has heard of it.</summary>
    public static async Task<Order> PayAsync(this ShopApp shop, CheckoutStart.Ready form, CheckoutPayment? payment = null)
    {
        Assert.IsType<CheckoutOutcome.Complete>(await shop.FillInAsync(form, payment));
        await shop.DeliverAsync();
        return await shop.OrderAsync(form.OrderNumber);
    }

    /// <summary>The provider delivers what it has, and the shop applies what it got.</summary>
    public static async Task DeliverAsync(this ShopApp shop)
    {
        await shop.Get<EventDelivery>().DeliverDueAsync(default);
        await shop.RunOnceAsync<InboxWorker>();
    }

    public static async Task<Order> OrderAsync(this ShopApp shop, string number)
    {
        await using var db = shop.Db();
        return await db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.History.OrderBy(h => h.Sequence)).SingleAsync(o => o.Number == number);
    }
}
