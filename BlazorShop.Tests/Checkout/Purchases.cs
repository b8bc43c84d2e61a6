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
    /// <summary>The open form for one item of each of these products.</summary>
    public static async Task<CheckoutStart.Ready> OpenAsAsync(this ShopApp shop, string email, Address? address, params string[] products)
    {
        var buyer = Buying.As(await shop.CustomerAsync(email), email);
        foreach (var product in products)
            await shop.AddToCartAsync(buyer, await shop.ProductAsync(product, price: 1999));
        return await shop.OpenAsync(buyer, address);
    }

    /// <summary>Paid by card.</summary>
    public static async Task<Order> BuyAsAsync(this ShopApp shop, string email, params string[] products) =>
        await shop.PayAsync(await shop.OpenAsAsync(email, null, products));

    /// <summary>Paid by a debit whose bank takes days.</summary>
    public static async Task<Order> DebitAsAsync(this ShopApp shop, string email, params string[] products) =>
        await shop.PayAsync(await shop.OpenAsAsync(email, null, products), Buying.Debit());

    public static async Task<CustomerId> CustomerAsync(this ShopApp shop, string email)
    {
        await using var db = shop.Db();
        return await shop.Get<CustomerService>().ForUserAsync(await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync(), default);
    }
}
