using System.Net;
using System.Text;
using BlazorShop.Assurance;
using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Refunds;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using CheckoutService = BlazorShop.Checkout.CheckoutService;

namespace BlazorShop.Tests.Checkout;

/// <summary>
/// A shop with one shelf, and the steps of a purchase on its real parts: services, SQLite (or the database given), the
/// unmodified Stripe client and the sandbox behind HTTP. Nothing runs by itself: a test says what happens, and when.
/// </summary>
internal sealed class Counter : IAsyncDisposable
{
    /// <param name="tries">How often a call to the provider is repeated while another one under the same key still runs.</param>
    public Counter(TestDatabase? database = null, int? tries = null, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null, HoldingLimits? limits = null)
    {
        Shop = new ShopApp
        {
            Clock = Clock,
            Database = database,
            Configure = services =>
            {
                if (tries is { } retries)
                    services.AddSingleton(new StripePatience { Retries = retries, RetryPause = TimeSpan.Zero, ConflictPause = TimeSpan.Zero });
                if (limits is not null)
                    services.AddSingleton(limits);
                configure?.Invoke(services);
            },
        };
        foreach (var (key, value) in settings ?? [])
            Shop.Settings[key] = value;
        // Both are there when a test says what they do.
        Shop.StaffAsync(Staff.Eve).GetAwaiter().GetResult();
        Shop.StaffAsync(Staff.Bob).GetAwaiter().GetResult();
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public ShopApp Shop { get; }

    public SandboxCheckout Form => Shop.Get<SandboxCheckout>();

    public CartService Carts => Shop.Get<CartService>();

    public CheckoutService Checkout => Shop.Get<CheckoutService>();

    public Task<VariantId> ProductAsync(string name, long price, int stock) => Shop.ProductAsync(name, price, stock);

    public Task<Buyer> BuyerAsync() => Shop.BuyerAsync();

    public Task<CartView> CartAsync(Buyer buyer) => Shop.CartAsync(buyer);

    public Task AddAsync(Buyer buyer, VariantId variant, int quantity = 1) => Shop.AddToCartAsync(buyer, variant, quantity);

    /// <summary>Goes on to the payment, having seen today's total.</summary>
    public Task<CheckoutStart> StartAsync(Buyer buyer, BlazorShop.Common.Address? address = null) => Shop.StartAsync(buyer, address);

    public Task<CheckoutStart.Ready> OpenAsync(Buyer buyer) => Shop.OpenAsync(buyer);

    /// <summary>Somebody new with so many of a new product in the cart, at the open form.</summary>
    public Task<(Buyer Buyer, VariantId Item, CheckoutStart.Ready Form)> AtFormAsync(string name = "Kettle", long price = 3900, int stock = 5, int quantity = 1) =>
        Shop.AtFormAsync(name, price, stock, quantity);

    public Task<CheckoutOutcome> PayAsync(CheckoutStart.Ready open, string card = "4242424242424242") => Shop.FillInAsync(open, Buying.Card(card));

    /// <summary>Somebody new has paid by card, and the shop has heard of it.</summary>
    public async Task<Order> PaidAsync(string card = "4242424242424242", long price = 3900)
    {
        var open = (await AtFormAsync(price: price)).Form;
        await PayAsync(open, card);
        await DeliverAsync();
        return await OrderAsync(open.OrderNumber);
    }

    public async Task DebitAsync(CheckoutStart.Ready open, string account = "000123456789") =>
        Assert.IsType<CheckoutOutcome.Complete>(await Shop.FillInAsync(open, Buying.Debit(account)));

    /// <summary>The provider delivers what it has, and the shop applies what it got.</summary>
    public Task DeliverAsync() => Shop.DeliverAsync();

    public Task<Order> OrderAsync(string number) => Shop.OrderAsync(number);

    public async Task<StockItem> StockAsync(VariantId variant)
    {
        await using var db = Shop.Db();
        return await db.StockItems.AsNoTracking().SingleAsync(s => s.VariantId == variant);
    }

    public async Task<List<Payment>> PaymentsAsync()
    {
        await using var db = Shop.Db();
        // A try that is given up and the next one may be of the same moment.
        return await db.Payments.AsNoTracking().OrderBy(p => p.CreatedAt).ThenBy(p => p.Attempt).ToListAsync();
    }

    /// <summary>All refunds, oldest first.</summary>
    public async Task<List<Refund>> RefundsAsync()
    {
        await using var db = Shop.Db();
        return await db.Set<Refund>().AsNoTracking().OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).ToListAsync();
    }

    /// <summary>The emails about an order to its buyer.</summary>
    public async Task<List<(string Kind, string To)>> MailsAboutAsync(string number)
    {
        await using var db = Shop.Db();
        var prefix = $"order:{number}:";
        var mails = await db.OutboxMessages.AsNoTracking().Where(m => m.DedupKey.StartsWith(prefix)).ToListAsync();
        return [.. mails.Select(m => (m.DedupKey[prefix.Length..], m.To)).Order()];
    }

    /// <summary>What the staff are told by email.</summary>
    public async Task<List<StaffNoticeEntry>> NoticesAsync()
    {
        await using var db = Shop.Db();
        return await db.Set<StaffNoticeEntry>().AsNoTracking().ToListAsync();
    }

    public async Task<int> MailsAsync(string kind)
    {
        await using var db = Shop.Db();
        return await db.OutboxMessages.CountAsync(m => m.DedupKey.Contains(kind));
    }

    /// <summary>Posts a body as the provider would, signed unless a header is given.</summary>
    public async Task<HttpStatusCode> PostWebhookAsync(string body, string? header = null, long? at = null)
    {
        using var http = Shop.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var secret = Shop.Get<StripeOptions>().WebhookSecrets[0];
        header ??= Stripe.EventUtility.GenerateSignatureHeader(body, secret, at ?? Clock.GetUtcNow().ToUnixTimeSeconds());
        if (header.Length > 0)
            request.Headers.TryAddWithoutValidation("Stripe-Signature", header);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    public static string Event(string id, string type, string objectId, bool livemode = false, string? version = "2026-10-28.endive") =>
        $$"""{"id":"{{id}}","object":"event","api_version":{{(version is null ? "null" : $"\"{version}\"")}},"created":1790000000,"livemode":{{(livemode ? "true" : "false")}},"type":"{{type}}","data":{"object":{"id":"{{objectId}}","object":"checkout.session"} } }""";

    /// <summary>Every rule of the books holds.</summary>
    public async Task AssertBooksAsync() =>
        Assert.All(await Shop.Get<Invariants>().CheckAsync(default), rule => Assert.True(rule.Broken.Count == 0, $"{rule.Name}: {rule.Rule} {string.Join(", ", rule.Broken)}"));

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
