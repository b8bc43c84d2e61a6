using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Journal;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Journeys;

/// <summary>
/// The shop as a process of its own, killed again and again (SIGKILL, no warning) while sessions are paid and events arrive.
/// Twice, five times in a long run; a release run takes more: <c>SHOP_CRASH_CYCLES=50 dotnet test BlazorShop.Tests --filter CrashTests -l "console;verbosity=detailed"</c>
/// </summary>
public sealed class CrashTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Secret = "whsec_crash";
    private const int Senders = 6;
    private const int PurchasesPerCycle = 3;

    private static readonly int cycles =
        Environment.GetEnvironmentVariable("SHOP_CRASH_CYCLES") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : LongRuns.Pick(2, 5);

    private readonly TestFolder folder = new();
    private readonly TestDatabase database = TestDatabase.Sqlite();
    private readonly int port = FreePort();
    private readonly ConcurrentDictionary<string, byte> acknowledged = new();
    private readonly ConcurrentBag<string> paid = [];
    private readonly List<TimeSpan> starts = [];
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private WebApplication sandbox = null!;
    private ShopApp checkout = null!;
    private int number;

    public async Task InitializeAsync()
    {
        sandbox = await StartSandboxAsync();
        // Opens the forms that the buyers pay: a second process of the shop would do no other.
        checkout = new ShopApp
        {
            Database = database,
            Configure = services => services.AddHttpClient("Stripe").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseProxy = false }),
        };
        foreach (var (key, value) in StripeSettings())
            checkout.Settings[key] = value;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await checkout.DisposeAsync();
        await sandbox.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Killed_at_any_moment_the_shop_forgets_nothing_it_acknowledged_and_does_nothing_twice()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var chance = new Random(seed);
        var variant = await ProductAsync();

        for (var cycle = 0; cycle < cycles; cycle++)
        {
            using var shop = await StartShopAsync();
            var goal = acknowledged.Count + chance.Next(1, 300);
            using var over = new CancellationTokenSource();
            var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(() => SendUntilAsync(over.Token))).ToList();
            var buyers = Enumerable.Range(0, PurchasesPerCycle).Select(_ => Task.Run(() => BuyAsync(variant))).ToList();
            // Not before a first purchase is paid in some of the cycles, so that the kill meets settlements as well as deliveries.
            if (cycle % 2 == 0)
                await Task.WhenAny(buyers);
            await ReachedAsync(goal, senders);
            shop.Kill();
            await shop.WaitForExitAsync();
            await over.CancelAsync();
            await Task.WhenAll(senders);
            await Task.WhenAll(buyers);
            await AssertAllAcknowledgedAreThereAsync();
        }

        using (var last = await StartShopAsync())
        {
            DeliverNow();
            await SettledAsync();
            last.Kill();
            await last.WaitForExitAsync();
        }

        await AssertAllAcknowledgedAreThereAsync();
        await AssertEachSessionPaidOnceAsync();
        var sorted = starts.Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cycles} kills, {acknowledged.Count} events acknowledged, 0 missing; {paid.Count} sessions paid, 0 doubled; ready after {sorted[sorted.Count / 2].TotalSeconds:F1} s (median), {sorted[^1].TotalSeconds:F1} s (longest)"));
        // A machine that runs all the other tests at the same time is no measure; a release run is.
        Assert.True(sorted[^1] < TimeSpan.FromSeconds(30), $"The longest start took {sorted[^1]}.");
        if (cycles >= 50)
            Assert.True(sorted[sorted.Count / 2] < TimeSpan.FromSeconds(5), $"The median start took {sorted[sorted.Count / 2]}.");
    }

    private async Task SendUntilAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var id = $"evt_crash_{Interlocked.Increment(ref number)}";
            for (var time = 0; time < 2; time++)
            {
                try
                {
                    if (await SendAsync(id) != HttpStatusCode.OK)
                        continue;
                    acknowledged[id] = 0;
                }
                catch (Exception unanswered) when (unanswered is HttpRequestException or OperationCanceledException)
                {
                    // Killed before it answered, or too busy to: it may have stored the event or not.
                    return;
                }
            }
        }
    }

    private async Task<HttpStatusCode> SendAsync(string id)
    {
        var body = $$"""{"id":"{{id}}","object":"event","api_version":"2026-10-28.endive","created":1790000000,"livemode":false,"type":"charge.updated","data":{"object":{"id":"ch_{{id}}","object":"charge"} } }""";
        using var request = new HttpRequestMessage(HttpMethod.Post, Url("/webhooks/stripe")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", Stripe.EventUtility.GenerateSignatureHeader(body, Secret, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>The moment of the kill: after so many acknowledgements, whatever the shop is doing then.</summary>
    private async Task ReachedAsync(int goal, List<Task> senders)
    {
        while (acknowledged.Count < goal && !senders.TrueForAll(s => s.IsCompleted))
            await Task.Delay(5);
    }

    private async Task BuyAsync(VariantId variant)
    {
        var buyer = await checkout.BuyerAsync();
        await checkout.AddToCartAsync(buyer, variant);
        var open = await checkout.OpenAsync(buyer);
        Assert.IsType<CheckoutOutcome.Complete>(
            await sandbox.Services.GetRequiredService<SandboxCheckout>().PayAsync(open.Session.Reference, Buying.Card()));
        paid.Add(open.Session.Reference);
    }

    private async Task AssertAllAcknowledgedAreThereAsync()
    {
        await using var db = Look();
        var stored = (await db.InboxEvents.Where(e => e.Id.StartsWith("evt_crash_")).Select(e => e.Id).ToListAsync()).ToHashSet();
        Assert.DoesNotContain(acknowledged.Keys, id => !stored.Contains(id));
    }

    private async Task AssertEachSessionPaidOnceAsync()
    {
        await using var db = Look();
        var payments = await db.Payments.AsNoTracking().ToListAsync();
        var orders = await db.Orders.AsNoTracking().Include(o => o.History).ToDictionaryAsync(o => o.Id);
        var booked = await db.Set<JournalEntry>().AsNoTracking().Where(e => e.EffectKey.StartsWith("pay:")).ToListAsync();
        foreach (var session in paid)
        {
            var payment = Assert.Single(payments, p => p.SessionReference == session);
            Assert.Equal(PaymentState.Paid, payment.State);
            var order = orders[payment.OrderId];
            Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid), (order.Status, order.PaymentStatus));
            Assert.Single(order.History, h => h.Kind == OrderEventKind.Paid);
            Assert.Single(booked, e => e.PaymentId == payment.Id);
        }

        Assert.Equal(paid.Count, orders.Count);
        Assert.Equal(paid.Count, booked.Count);
        var stock = await db.StockItems.AsNoTracking().SingleAsync();
        Assert.Equal((StockAtFirst - paid.Count, 0), (stock.OnHand, stock.Reserved));
    }

    private const int StockAtFirst = 10_000;

    private async Task<VariantId> ProductAsync()
    {
        await using var db = checkout.Db();
        var product = await db.AddProductAsync(stock: StockAtFirst);
        return product.Variants[0].Id;
    }

    /// <summary>A lease that died with its process runs out after eight seconds; all the rest is a matter of seconds, too.</summary>
    private async Task SettledAsync()
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            await using (var db = Look())
            {
                if (await db.Payments.CountAsync(p => p.State == PaymentState.Paid) == paid.Count)
                    return;
            }

            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(3), "Paid sessions have not become paid orders.");
            await Task.Delay(250);
        }
    }

    /// <summary>What the sandbox would deliver again after growing pauses comes now.</summary>
    private void DeliverNow() => sandbox.Services.GetRequiredService<SandboxStore>().Run(work =>
    {
        using (var command = work.Command("UPDATE deliveries SET due = 0 WHERE state = 'waiting'"))
            command.ExecuteNonQuery();
        work.Turn(Switches.HoldWebhooks, on: false);
    });

    /// <summary>A connection that was not open before the kill: a pooled one may look at a file that is gone.</summary>
    private ShopDbContext Look() => TestDatabase.Context(
        DatabaseProvider.Sqlite, new SqliteConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);

    private async Task<Process> StartShopAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["ConnectionStrings__Shop"] = database.ConnectionString,
                ["Catalog__Seed"] = "None",
                ["Payments__ReconcileEvery"] = "00:00:02",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        foreach (var (key, value) in StripeSettings())
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var watch = Stopwatch.StartNew();
        var shop = Process.Start(start)!;
        var said = new ConcurrentQueue<string>();
        shop.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        shop.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        shop.BeginOutputReadLine();
        shop.BeginErrorReadLine();
        while (!await IsReadyAsync())
        {
            if (shop.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                shop.Kill();
                Assert.Fail("The shop does not become ready: " + string.Join('\n', said));
            }

            await Task.Delay(25);
        }

        starts.Add(watch.Elapsed);
        return shop;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await http.GetAsync(Url("/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Uri Url(string path) => new($"http://127.0.0.1:{port}{path}");

    private Dictionary<string, string> StripeSettings() => new()
    {
        ["Payments:Mode"] = "Stripe",
        ["Stripe:SecretKey"] = "sk_test_sandbox",
        ["Stripe:PublishableKey"] = "pk_test_sandbox",
        ["Stripe:WebhookSecret"] = Secret,
        ["Stripe:ApiBase"] = sandbox.Urls.First() + "/sandbox/stripe",
    };

    private async Task<WebApplication> StartSandboxAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing", ContentRootPath = folder.Path });
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Payments:Mode"] = "Sandbox",
            ["Stripe:SecretKey"] = "sk_test_sandbox",
            ["Stripe:WebhookSecret"] = Secret,
            ["Sandbox:Database"] = "Data Source=" + folder.File("sandbox.db"),
            ["Sandbox:WebhookUrl"] = $"http://127.0.0.1:{port}/webhooks/stripe",
        });
        builder.AddPaymentsSandbox();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapPaymentsSandbox();
        await app.StartAsync();
        return app;
    }

    private static int FreePort()
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }
}
