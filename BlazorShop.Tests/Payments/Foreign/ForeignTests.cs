using BlazorShop.Checkout;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.Payments.Foreign;

/// <summary>A paid session on the account that this shop did not open goes where the setting says, once.</summary>
public sealed class ForeignTests : IAsyncLifetime
{
    private readonly List<TestDatabase> made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in made)
            await database.DisposeAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_of_an_order_made_elsewhere_is_booked_once_and_staff_are_told(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider, null);
        await PaidElsewhereAsync(counter, "KETTLE");
        await counter.DeliverAsync();
        await counter.Shop.Get<Reconciler>().RunAsync(null, default);

        await using var db = counter.Shop.Db();
        var entry = await db.Set<ForeignPayment>().SingleAsync();
        Assert.Equal((ForeignState.Open, 3900L, "guest@example.com"), (entry.State, entry.Amount.Minor, entry.Email));
        Assert.Equal(StaffNoticeKind.ForeignPayment, (await db.Set<StaffNoticeEntry>().SingleAsync()).Kind);
        Assert.Empty(await db.Orders.ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_of_an_order_made_elsewhere_leaves_nothing_where_it_is_to_be_ignored(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider, "Ignore");
        await PaidElsewhereAsync(counter, "KETTLE");
        await counter.DeliverAsync();
        await counter.Shop.Get<Reconciler>().RunAsync(null, default);
        await using var db = counter.Shop.Db();
        Assert.Empty(await db.Set<ForeignPayment>().ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_of_an_order_made_elsewhere_is_imported_by_sku_as_an_order_that_takes_stock_once(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider, "Import");
        var variant = await counter.ProductAsync("Kettle", 4900, stock: 5);
        await using var db = counter.Shop.Db();
        var sku = await db.Variants.Where(v => v.Id == variant).Select(v => v.Sku).SingleAsync();
        await PaidElsewhereAsync(counter, sku);
        await counter.DeliverAsync();
        await counter.Shop.Get<Reconciler>().RunAsync(null, default);
        await counter.DeliverAsync();

        var order = await counter.OrderAsync((await db.Orders.SingleAsync()).Number);
        Assert.Equal((PaymentStatus.Paid, 3900L, 1), (order.PaymentStatus, order.Total.Minor, order.Lines.Single().Quantity));
        Assert.Equal(4, (await counter.StockAsync(variant)).OnHand);
        Assert.True((await db.Set<ForeignPayment>().SingleAsync()).AwaitsAccount);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_purchase_made_elsewhere_that_names_no_sku_of_ours_is_left_to_people(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider, "Import");
        await PaidElsewhereAsync(counter, "NOTHING");
        await counter.DeliverAsync();
        await using var db = counter.Shop.Db();
        Assert.Equal((ForeignState.Open, """["UnknownSku","Kettle","NOTHING"]"""), ((await db.Set<ForeignPayment>().SingleAsync()).State, (await db.Set<ForeignPayment>().SingleAsync()).Problem));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_purchase_made_elsewhere_in_another_currency_or_by_another_instance_makes_no_order(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider, "Import");
        await PaidElsewhereAsync(counter, "KETTLE", o => o.Metadata = new() { ["shop_id"] = "another", ["payment_id"] = Guid.NewGuid().ToString() });
        await counter.DeliverAsync();
        await using var db = counter.Shop.Db();
        Assert.Empty(await db.Set<ForeignPayment>().ToListAsync());

        await PaidElsewhereAsync(counter, "KETTLE", o => o.LineItems[0].PriceData.Currency = "usd");
        await counter.DeliverAsync();
        Assert.StartsWith("""["OtherCurrency","USD",""", (await db.Set<ForeignPayment>().SingleAsync()).Problem, StringComparison.Ordinal);
        Assert.Empty(await db.Orders.ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_imported_order_joins_an_account_only_once_its_email_is_confirmed(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider, "Import");
        var variant = await counter.ProductAsync("Kettle", 4900, stock: 5);
        await using var db = counter.Shop.Db();
        var user = new BlazorShop.Accounts.ShopUser { UserName = "guest@example.com", NormalizedUserName = "GUEST@EXAMPLE.COM", Email = "guest@example.com", NormalizedEmail = "GUEST@EXAMPLE.COM" };
        db.Users.Add(user);
        await db.SaveChangesAsync();
        await PaidElsewhereAsync(counter, await db.Variants.Where(v => v.Id == variant).Select(v => v.Sku).SingleAsync());
        await counter.DeliverAsync();
        var mine = await counter.Shop.Get<BlazorShop.Customers.CustomerService>().ForUserAsync(user.Id, default);

        await counter.Shop.RunOnceAsync<ForeignOrdersWorker>();
        Assert.NotEqual(mine, (await db.Orders.AsNoTracking().SingleAsync()).CustomerId);

        await db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.EmailConfirmed, true));
        await counter.Shop.RunOnceAsync<ForeignOrdersWorker>();
        Assert.Equal(mine, (await db.Orders.AsNoTracking().SingleAsync()).CustomerId);
        Assert.Equal(mine, (await db.Payments.AsNoTracking().SingleAsync()).CustomerId);
    }

    private static async Task PaidElsewhereAsync(Counter counter, string sku, Action<SessionCreateOptions>? change = null)
    {
        using var http = counter.Shop.CreateClient();
        var stripe = new StripeClient(new StripeClientOptions
        {
            ApiKey = counter.Shop.Get<StripeOptions>().SecretKey,
            ApiBase = "http://localhost/sandbox/stripe",
            HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
        });
        var options = new SessionCreateOptions
        {
            Mode = "payment",
            UiMode = "embedded_page",
            ReturnUrl = "https://elsewhere.example/?s={CHECKOUT_SESSION_ID}",
            RedirectOnCompletion = "if_required",
            CustomerEmail = "guest@example.com",
            LineItems = [new() { Quantity = 1, Metadata = new() { ["sku"] = sku }, PriceData = new() { Currency = "eur", UnitAmount = 3900, ProductData = new() { Name = "Kettle" } } }],
        };
        change?.Invoke(options);
        var session = await stripe.V1.Checkout.Sessions.CreateAsync(options);
        Assert.IsType<CheckoutOutcome.Complete>(await counter.Form.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242")));
    }

    private async Task<Counter> CounterAsync(DatabaseProvider provider, string? policy)
    {
        var database = provider == DatabaseProvider.Sqlite ? null : await TestDatabase.CreateAsync(provider);
        if (database is not null)
            made.Add(database);
        return new Counter(database, settings: new() { ["Stripe:ForeignSessions"] = policy });
    }
}
