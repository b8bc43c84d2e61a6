using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Events;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using CheckoutService = BlazorShop.Checkout.CheckoutService;

namespace BlazorShop.Tests.Admin;

/// <summary>An order somebody really paid, through the checkout and the sandbox.</summary>
internal static class PaidOrder
{
    private static readonly CheckoutAddress shipping = new("Ada Lovelace", "12 Rue des Abbesses", null, "Paris", null, "75018", "FR");
    private static int buyers;

    public static async Task<Order> BuyAsync(this ShopApp shop, long price = 3900, string currency = "EUR")
    {
        var order = await shop.PayAsync(await shop.OpenFormAsync(price, currency));
        Assert.Equal(PaymentStatus.Paid, order.PaymentStatus);
        return order;
    }

    /// <summary>The form is paid, and the shop has heard of it.</summary>
    public static async Task<Order> PayAsync(this ShopApp shop, CheckoutStart.Ready open)
    {
        Assert.IsType<CheckoutOutcome.Complete>(
            await shop.Get<SandboxCheckout>().PayAsync(open.Session.Reference, CheckoutPayment.Card("4242424242424242") with { Shipping = shipping }));
        await shop.DeliverAsync();
        return await shop.OrderAsync(open.OrderNumber);
    }

    public static async Task<CheckoutStart.Ready> OpenFormAsync(this ShopApp shop, long price = 3900, string currency = "EUR")
    {
        var name = $"paid{Interlocked.Increment(ref buyers)}";
        VariantId variant;
        await using (var db = shop.Db())
        {
            var category = Make.Category("Shelf of " + name);
            var product = Make.Product(category, "Kettle", price, 5, currency);
            db.AddRange(category, product);
            await db.SaveChangesAsync();
            variant = product.Variants[0].Id;
        }

        var buyer = new Buyer(await shop.Get<CustomerService>().ForUserAsync(name, default), name + "@example.org", "http://localhost/", "en");
        var owner = new CartOwner.Customer(buyer.Customer);
        await shop.Get<CartService>().AddAsync(owner, variant, 1, default);
        var total = (await shop.Get<CartService>().ViewAsync(owner, default)).Total;
        return Assert.IsType<CheckoutStart.Ready>(await shop.Get<CheckoutService>().StartAsync(buyer, Make.Address(), total, default));
    }

    /// <summary>The first order of a monthly subscription.</summary>
    public static async Task<Order> SubscribeAsync(this ShopApp shop, long price = 1400)
    {
        var name = $"paid{Interlocked.Increment(ref buyers)}";
        BlazorShop.Catalog.ProductVariant variant;
        await using (var db = shop.Db())
        {
            var category = Make.Category("Shelf of " + name);
            var product = Make.Product(category, "Coffee post", price, 5);
            product.Variants[0].Recurrence = Recurrence.EveryMonth;
            product.Refresh();
            db.AddRange(category, product);
            await db.SaveChangesAsync();
            variant = product.Variants[0];
        }

        var buyer = new Buyer(await shop.Get<CustomerService>().ForUserAsync(name, default), name + "@example.org", "http://localhost/", "en");
        return await shop.PayAsync(Assert.IsType<CheckoutStart.Ready>(
            await shop.Get<CheckoutService>().SubscribeAsync(buyer, Make.Address(), variant.Sku, variant.Price, default)));
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
