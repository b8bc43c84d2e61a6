using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Admin;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using CheckoutService = BlazorShop.Checkout.CheckoutService;

namespace BlazorShop.Tests.Checkout;

/// <summary>A purchase of somebody who has an account, made beside their browser.</summary>
internal static class Purchases
{
    private static readonly CheckoutAddress shipping = new("Ada Lovelace", "12 Rue des Abbesses", null, "Paris", null, "75018", "FR");

    /// <summary>The open form for one item of each of these products.</summary>
    public static async Task<CheckoutStart.Ready> OpenAsAsync(this ShopApp shop, string email, Address? address, params string[] products)
    {
        var customer = await shop.CustomerAsync(email);
        var owner = new CartOwner.Customer(customer);
        foreach (var product in products)
        {
            await using var db = shop.Db();
            await shop.Get<CartService>().AddAsync(owner, (await db.AddProductAsync(product, price: 1999)).Variants[0].Id, 1, default);
        }

        var total = (await shop.Get<CartService>().ViewAsync(owner, default)).Total;
        return Assert.IsType<CheckoutStart.Ready>(
            await shop.Get<CheckoutService>().StartAsync(new Buyer(customer, email, "http://localhost/", "en"), address ?? Make.Address(), total, default));
    }

    /// <summary>Paid by card.</summary>
    public static async Task<Order> BuyAsAsync(this ShopApp shop, string email, params string[] products)
    {
        var open = await shop.OpenAsAsync(email, null, products);
        Assert.IsType<CheckoutOutcome.Complete>(
            await shop.Get<SandboxCheckout>().PayAsync(open.Session.Reference, CheckoutPayment.Card("4242424242424242") with { Shipping = shipping }));
        await shop.DeliverAsync();
        return await shop.OrderAsync(open.OrderNumber);
    }

    /// <summary>Paid by a debit whose bank takes days.</summary>
    public static async Task<Order> DebitAsAsync(this ShopApp shop, string email, params string[] products)
    {
        var open = await shop.OpenAsAsync(email, null, products);
        Assert.IsType<CheckoutOutcome.Complete>(
            await shop.Get<SandboxCheckout>().PayAsync(open.Session.Reference, CheckoutPayment.Bank("000123456789") with { Shipping = shipping }));
        await shop.DeliverAsync();
        return await shop.OrderAsync(open.OrderNumber);
    }

    public static async Task<CustomerId> CustomerAsync(this ShopApp shop, string email)
    {
        await using var db = shop.Db();
        return await shop.Get<CustomerService>().ForUserAsync(await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync(), default);
    }
}
