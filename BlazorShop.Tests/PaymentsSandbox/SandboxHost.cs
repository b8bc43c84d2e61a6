using System.Collections.Concurrent;
using System.Net;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Events;
using BlazorShop.PaymentsSandbox.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>A host with nothing but the sandbox and a webhook that listens; the real Stripe.net client talks to it.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    public const string SecretKey = "sk_test_sandbox";
    public const string WebhookSecret = "whsec_for_tests";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private SandboxHost(WebApplication app, FakeTimeProvider clock, string folder, bool ownsFolder)
    {
        (_app, Clock, _folder, _ownsFolder) = (app, clock, folder, ownsFolder);
        Http = app.GetTestClient();
        Stripe = new StripeClient(new StripeClientOptions
        {
            ApiKey = SecretKey,
            ApiBase = "http://localhost/sandbox/stripe",
            HttpClient = new SystemNetHttpClient(Http, maxNetworkRetries: 0, enableTelemetry: false),
        });
    }

    public FakeTimeProvider Clock { get; }

    public HttpClient Http { get; }

    public StripeClient Stripe { get; }

    public string Folder => _folder;

    /// <summary>What the webhook heard: signature header and body, in order of arrival.</summary>
    public ConcurrentQueue<(string Signature, string Body)> Heard { get; } = [];

    /// <summary>Released once for each delivery that arrived.</summary>
    public SemaphoreSlim Arrivals { get; } = new(0);

    /// <summary>What the webhook answers.</summary>
    public HttpStatusCode WebhookAnswer { get; set; } = HttpStatusCode.OK;

    public SandboxCheckout Buyer => _app.Services.GetRequiredService<SandboxCheckout>();

    public SandboxStore Store => _app.Services.GetRequiredService<SandboxStore>();

    public static async Task<SandboxHost> StartAsync(string? folder = null, DateTimeOffset? now = null, bool loops = false)
    {
        var home = folder ?? Directory.CreateTempSubdirectory("sandbox-test-").FullName;
        var clock = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing", ContentRootPath = home });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Payments:Mode"] = "Sandbox",
            ["Stripe:SecretKey"] = SecretKey,
            ["Stripe:WebhookSecret"] = WebhookSecret,
            ["Sandbox:Database"] = $"Data Source={Path.Combine(home, "sandbox.db")}",
        });
        builder.Services.AddSingleton<TimeProvider>(clock);
        var before = builder.Services.ToHashSet();
        builder.AddPaymentsSandbox();
        // Without loops, passes are made by hand: DeliverAsync and PassAsync.
        foreach (var loop in builder.Services.Where(s => !loops && s.ServiceType == typeof(IHostedService) && !before.Contains(s)).ToList())
            builder.Services.Remove(loop);
        WebApplication? app = null;
        builder.Services.AddHttpClient("PaymentsSandbox").ConfigurePrimaryHttpMessageHandler(() => app!.GetTestServer().CreateHandler());

        app = builder.Build();
        app.UseAntiforgery();
        app.MapPaymentsSandbox();
        SandboxHost? host = null;
        app.MapPost("/webhooks/stripe", (HttpContext http) => host!.HearAsync(http));
        await app.StartAsync();
        return host = new SandboxHost(app, clock, home, folder is null);
    }

    public Task DeliverAsync() => _app.Services.GetRequiredService<EventDelivery>().DeliverDueAsync(CancellationToken.None);

    public Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return _app.Services.GetRequiredService<SandboxClockwork>().RunOnceAsync();
    }

    /// <summary>Types of all stored events, oldest first.</summary>
    public async Task<List<string>> HappenedAsync()
    {
        var types = new List<string>();
        await foreach (var happening in Stripe.V1.Events.ListAutoPagingAsync(new EventListOptions { Limit = 100 }))
            types.Insert(0, happening.Type);
        return types;
    }

    public Task<Customer> CustomerAsync(string email = "jenny@example.com") =>
        Stripe.V1.Customers.CreateAsync(new CustomerCreateOptions { Email = email, Name = "Jenny Rosen" });

    public Task<Session> SessionAsync(Action<SessionCreateOptions>? change = null, RequestOptions? request = null)
    {
        var options = Basket();
        change?.Invoke(options);
        return Stripe.V1.Checkout.Sessions.CreateAsync(options, request);
    }

    public static SessionCreateOptions Basket() => new()
    {
        Mode = "payment",
        UiMode = "embedded_page",
        ReturnUrl = "https://shop.example/checkout/return?session_id={CHECKOUT_SESSION_ID}",
        RedirectOnCompletion = "if_required",
        CustomerEmail = "guest@example.com",
        ClientReferenceId = "order-1",
        Metadata = new() { ["order_id"] = "1" },
        PaymentIntentData = new() { Metadata = new() { ["order_id"] = "1" } },
        LineItems =
        [
            Line("Coffee & beans <1 kg>", 1234, 2),
            Line("Filter", 500, 1),
        ],
    };

    public static SessionLineItemOptions Line(string name, long amount, long quantity) => new()
    {
        PriceData = new() { Currency = "eur", UnitAmount = amount, ProductData = new() { Name = name } },
        Quantity = quantity,
    };

    /// <summary>A monthly subscription of this customer, begun through the form. Answers its id.</summary>
    public async Task<string> SubscribeAsync(string customer, CheckoutPayment payment)
    {
        var session = await SubscriptionAsync(customer);
        Assert.IsType<CheckoutOutcome.Complete>(await Buyer.PayAsync(session.Id, payment));
        return (await Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).SubscriptionId;
    }

    public Task<Session> SubscriptionAsync(string customer, Action<SessionCreateOptions>? change = null) => SessionAsync(o =>
    {
        (o.Mode, o.Customer, o.CustomerEmail, o.PaymentIntentData) = ("subscription", customer, null, null);
        o.SubscriptionData = new() { Metadata = new() { ["order_id"] = "1" }, Description = "Coffee, every month" };
        o.LineItems = [Line("Coffee", 1400, 1)];
        o.LineItems[0].PriceData.Recurring = new() { Interval = "month" };
        change?.Invoke(o);
    });

    /// <summary>A card attached to this customer through a form in mode setup. Answers its id.</summary>
    public async Task<string> SetUpCardAsync(string customer, string number)
    {
        var session = await SessionAsync(o => (o.Mode, o.Currency, o.LineItems, o.PaymentIntentData, o.CustomerEmail, o.Customer) = ("setup", "eur", null, null, null, customer));
        Assert.IsType<CheckoutOutcome.Complete>(await Buyer.PayAsync(session.Id, CheckoutPayment.Card(number)));
        return (await Stripe.V1.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["setup_intent"] })).SetupIntent.PaymentMethodId;
    }

    /// <summary>What the buttons of the page /sandbox do.</summary>
    public string Turn(string act, string subject) => _app.Services.GetRequiredService<BlazorShop.PaymentsSandbox.Panel.PanelActions>().Perform(act, subject);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Http.Dispose();
        Arrivals.Dispose();
        if (_ownsFolder)
            Directory.Delete(_folder, recursive: true);
    }

    private async Task HearAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Heard.Enqueue((http.Request.Headers["Stripe-Signature"].ToString(), await reader.ReadToEndAsync()));
        http.Response.StatusCode = (int)WebhookAnswer;
        Arrivals.Release();
    }
}
