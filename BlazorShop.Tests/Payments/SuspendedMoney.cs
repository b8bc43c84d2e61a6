using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Fulfilment;

namespace BlazorShop.Tests.Payments;

/// <summary>How money comes that is not its order's, and what became of it.</summary>
internal static class SuspendedMoney
{
    /// <summary>Two forms for one order that both take money.</summary>
    public static async Task<(VariantId Kettle, CheckoutStart.Ready First, CheckoutStart.Ready Second)> TwoFormsAsync(Counter counter)
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();
        await counter.ForgetAsync(open);
        return (kettle, open, Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)));
    }

    public static async Task<(CheckoutStart.Ready Open, Order Order)> PaidAfterCancellationAsync(Counter counter)
    {
        var (_, _, open) = await counter.AtFormAsync();
        await counter.ForgetAsync(open);
        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber)));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        return (open, await counter.OrderAsync(open.OrderNumber));
    }

    public static async Task<(int OnHand, int Reserved)> StockAsync(Counter counter, VariantId variant)
    {
        var item = await counter.StockAsync(variant);
        return (item.OnHand, item.Reserved);
    }
}
