using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments.Recurring;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>
/// A counter where something is sold by subscription, and the steps of its life on the shop's real parts: the provider is the
/// sandbox, and its clock is turned as a person turns it on the page /sandbox.
/// </summary>
internal sealed class Subscriber(TestDatabase? database = null) : IAsyncDisposable
{
    public Counter Counter { get; } = new(database, limits: new BlazorShop.Carts.HoldingLimits(FormsADay: 1000, StartsAMinute: 1000));

    public ShopApp Shop => Counter.Shop;

    public Buyer Buyer { get; private set; } = null!;

    public ProductVariant Coffee { get; private set; } = null!;

    public SubscriptionService Service => Shop.Get<SubscriptionService>();

    public ISubscriptionGateway Provider => Shop.Get<ISubscriptionGateway>();

    public static async Task<Subscriber> ArriveAsync(int stock = 10, long price = 1400, TestDatabase? database = null)
    {
        var subscriber = new Subscriber(database);
        subscriber.Buyer = await subscriber.Counter.BuyerAsync();
        subscriber.Coffee = await subscriber.ProductAsync("Coffee post", price, stock, Recurrence.EveryMonth);
        return subscriber;
    }

    public async Task<ProductVariant> ProductAsync(string name, long price, int stock, Recurrence? every)
    {
        await using var db = Shop.Db();
        var category = Make.Category("Shelf of " + name);
        var product = Make.Product(category, name, price, stock);
        product.Variants[0].Recurrence = every;
        product.Refresh();
        db.AddRange(category, product);
        await db.SaveChangesAsync();
        return product.Variants[0];
    }

    public Task<CheckoutStart> StartAsync(Buyer? buyer = null) =>
        Counter.Checkout.SubscribeAsync(buyer ?? Buyer, Make.Address(), Coffee.Sku, Coffee.Price, default);

    public async Task<CheckoutStart.Ready> OpenAsync() => Assert.IsType<CheckoutStart.Ready>(await StartAsync());

    public async Task<CheckoutStart.Ready> PayAsync(string card = "4242424242424242")
    {
        var open = await OpenAsync();
        Assert.IsType<CheckoutOutcome.Complete>(await Shop.FillInAsync(open, Buying.Card(card)));
        return open;
    }

    /// <summary>Subscribed, paid, and known here.</summary>
    public async Task<Subscription> SubscribeAsync(string card = "4242424242424242")
    {
        await PayAsync(card);
        await Counter.DeliverAsync();
        return await OnlyAsync();
    }

    public async Task<Subscription> OnlyAsync()
    {
        await using var db = Shop.Db();
        return await db.Subscriptions.AsNoTracking().SingleAsync();
    }

    /// <summary>What the buttons of the page /sandbox do.</summary>
    public string Turn(string act, Subscription subscription) => Shop.Get<PanelActions>().Perform(act, subscription.Reference);

    /// <summary>The next renewal falls due, and the shop hears of it.</summary>
    public async Task RenewAsync(Subscription subscription)
    {
        Turn("renew", subscription);
        await Counter.DeliverAsync();
    }

    /// <summary>The bank declines from now on.</summary>
    public async Task CardFailsAsync(Subscription subscription)
    {
        await ChangeCardAsync("4000000000000341");
        Assert.Equal("Visa ending in 0341", (await OnlyAsync()).PaidWith);
        Assert.Null(subscription.OpenInvoice);
    }

    /// <summary>Another card through the form of the subscription's page.</summary>
    public async Task<SubscriptionChanged> ChangeCardAsync(string card = "4242424242424242")
    {
        var form = await CardFormAsync(card);
        return await Service.CardEnteredAsync(Buyer.Customer, form.Reference, default);
    }

    /// <summary>The card is entered; the shop has not heard of it yet.</summary>
    public async Task<SubscriptionCardForm> CardFormAsync(string card)
    {
        var subscription = await OnlyAsync();
        var form = await Service.OpenCardFormAsync(Buyer.Customer, subscription.Id, "http://localhost", "en", default);
        Assert.IsType<CheckoutOutcome.Complete>(await Counter.Form.PayAsync(form!.Reference, CheckoutPayment.Card(card)));
        return form;
    }

    public async Task<List<Order>> OrdersAsync()
    {
        await using var db = Shop.Db();
        return await db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.Charges).Include(o => o.History).OrderBy(o => o.PlacedAt).ThenBy(o => o.Id).ToListAsync();
    }

    /// <summary>The provider says it, signed, whatever it is about.</summary>
    public Task<System.Net.HttpStatusCode> TellAsync(string id, string type, string about) => Counter.PostWebhookAsync(Counter.Event(id, type, about));

    /// <summary>What waits to be delivered is lost on its way.</summary>
    public void LoseEvents() => Shop.Get<BlazorShop.PaymentsSandbox.Store.SandboxStore>().Run(work =>
    {
        foreach (var happening in work.All("event"))
        {
            foreach (var delivery in work.DeliveriesOf(happening["id"]!.GetValue<string>()).Where(d => d.State == "waiting"))
                work.Save(delivery with { State = "dropped" });
        }
    });

    /// <summary>The invoices of a subscription, as the provider has them, oldest first.</summary>
    public List<string> Invoices() => Shop.Get<BlazorShop.PaymentsSandbox.Store.SandboxStore>().Run(work =>
        work.All("invoice").Select(i => i["id"]!.GetValue<string>()).Reverse().ToList());

    public ValueTask DisposeAsync() => Counter.DisposeAsync();
}
