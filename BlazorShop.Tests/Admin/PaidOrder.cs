using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.PaymentsSandbox.Events;
using BlazorShop.PaymentsSandbox.Till;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using CheckoutService = BlazorShop.Checkout.CheckoutService;

namespace BlazorShop.Tests.Admin;

/// <summary>An order somebody really paid, through the till and the sandbox.</summary>
internal static class PaidOrder
{
    private static readonly CheckoutAddress shipping = new("Ada Lovelace", "12 Rue des Abbesses", null, "Paris", null, "75018", "FR");
    private static int buyers;

    public static async Task<Order> BuyAsync(this ShopApp shop, long price = 3900, string currency = "EUR")
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
        var open = Assert.IsType<CheckoutStart.Ready>(await shop.Get<CheckoutService>().StartAsync(buyer, Make.Address(), total, default));
        Assert.IsType<CheckoutOutcome.Complete>(
            await shop.Get<SandboxCheckout>().PayAsync(open.Session.Reference, CheckoutPayment.Card("4242424242424242") with { Shipping = shipping }));
        await shop.DeliverAsync();
        var order = await shop.OrderAsync(open.OrderNumber);
        Assert.Equal(PaymentStatus.Paid, order.PaymentStatus);
        return order;
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
