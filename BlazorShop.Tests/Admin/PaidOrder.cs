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
    public static async Task<Order> BuyAsync(this ShopApp shop, long price = 3900, string currency = "EUR")
    {
        var order = await shop.PayAsync((await shop.AtFormAsync(price: price, currency: currency)).Form);
        Assert.Equal(PaymentStatus.Paid, order.PaymentStatus);
        return order;
    }

    /// <summary>The first order of a monthly subscription.</summary>
    public static async Task<Order> SubscribeAsync(this ShopApp shop, long price = 1400)
    {
        BlazorShop.Catalog.ProductVariant variant;
        await using (var db = shop.Db())
        {
            var category = Make.Category("Shelf of coffee");
            var product = Make.Product(category, "Coffee post", price, 5);
            product.Variants[0].Recurrence = Recurrence.EveryMonth;
            product.Refresh();
            db.AddRange(category, product);
            await db.SaveChangesAsync();
            variant = product.Variants[0];
        }

        var buyer = await shop.BuyerAsync();
        return await shop.PayAsync(Assert.IsType<CheckoutStart.Ready>(
            await shop.Get<CheckoutService>().SubscribeAsync(buyer, Make.Address(), variant.Sku, variant.Price, default)));
    }
}
