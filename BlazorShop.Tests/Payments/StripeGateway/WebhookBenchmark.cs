using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using BlazorShop.Data;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Catalog;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Payments.StripeGateway;

/// <summary>
/// Acknowledged, that is durably stored, webhooks per second over 32 kept connections to a real port, beside what the disk
/// does at the same time:
/// <c>SHOP_BENCH=1 dotnet test BlazorShop.Tests -c Release -p:PaymentsSandbox=true --filter WebhookBenchmark -l "console;verbosity=detailed"</c>
/// <c>SHOP_BENCH_SECONDS</c> is how long each run takes (10); PostgreSQL is measured where <c>SHOP_TEST_POSTGRES</c> names one.
/// </summary>
public sealed class WebhookBenchmark(ITestOutputHelper output)
{
    private const int Connections = 32;
    private const string Secret = "whsec_benchmark";

    private static readonly TimeSpan duration = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("SHOP_BENCH_SECONDS") ?? "10", CultureInfo.InvariantCulture));

    [BenchmarkFact]
    public Task On_SQLite_a_thousand_a_second_are_acknowledged() => MeasureAsync(DatabaseProvider.Sqlite, target: 1000);

    [BenchmarkFact]
    public async Task On_PostgreSQL_eight_hundred_a_second_are_acknowledged()
    {
        if (TestServers.Find(DatabaseProvider.Postgres) is null)
            output.WriteLine($"Not measured: {TestServers.Missing(DatabaseProvider.Postgres)}");
        else
            await MeasureAsync(DatabaseProvider.Postgres, target: 800);
    }

    private async Task MeasureAsync(DatabaseProvider provider, double target)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var shop = new ShopServer
        {
            Database = database,
            Settings =
            {
                ["Payments:Mode"] = "Stripe",
                ["Stripe:SecretKey"] = "sk_test_benchmark",
                ["Stripe:PublishableKey"] = "pk_test_benchmark",
                ["Stripe:WebhookSecret"] = Secret,
                ["Logging:LogLevel:Default"] = "Warning",
            },
        };
        var url = shop.Url("/webhooks/stripe");
        Assert.False(shop.Get<StripeOptions>().Sandbox);

        await RunAsync(url, "warm", TimeSpan.FromSeconds(2));
        using var folder = new TestFolder();
        var before = Fsyncs(folder);
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var (acked, seconds, waits) = await RunAsync(url, "run", duration);
        process.Refresh();
        var cores = (process.TotalProcessorTime - cpu).TotalSeconds / seconds;
        var after = Fsyncs(folder);

        await using var db = database.CreateDbContext();
        var stored = await db.InboxEvents.CountAsync(e => e.Id.StartsWith("evt_run_"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{provider}: {acked / seconds:F0} acks/s (p50 {At(waits, 0.5):F1} ms, p99 {At(waits, 0.99):F1} ms, {acked} events in {seconds:F1} s, {cores:F2} cores for shop and senders together); fsync probe {before:F0}/s before, {after:F0}/s after; load {Load()}"));
        Assert.Equal(acked, stored);
        Assert.True(acked / seconds >= target, $"{acked / seconds:F0} acknowledgements a second; wanted are {target}.");
    }

    private static async Task<(int Acked, double Seconds, List<double> Waits)> RunAsync(string url, string run, TimeSpan time)
    {
        var all = new ConcurrentBag<List<double>>();
        var number = 0;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null };
        using var http = new HttpMessageInvoker(handler);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var waits = new List<double>();
            while (watch.Elapsed < time)
            {
                var body = Body($"evt_{run}_{Interlocked.Increment(ref number)}");
                using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
                request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
                request.Headers.TryAddWithoutValidation(
                    "Stripe-Signature", Stripe.EventUtility.GenerateSignatureHeader(body, Secret, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
                request.Headers.TryAddWithoutValidation("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)");
                var began = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(request, default);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            all.Add(waits);
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var sorted = all.SelectMany(w => w).Order().ToList();
        return (sorted.Count, seconds, sorted);
    }

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];

    /// <summary>What the disk does by itself: 4 KiB appended and made durable, one after the other, for two seconds.</summary>
    private static double Fsyncs(TestFolder folder)
    {
        using var file = File.OpenHandle(folder.File("probe"), FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        var watch = Stopwatch.StartNew();
        var count = 0;
        for (; watch.Elapsed < TimeSpan.FromSeconds(2); count++)
        {
            RandomAccess.Write(file, page, (long)count * page.Length);
            RandomAccess.FlushToDisk(file);
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown";

    /// <summary>About as long as what Stripe sends.</summary>
    private static string Body(string id) =>
        $$"""{"id":"{{id}}","object":"event","api_version":"2026-10-28.endive","created":1790000000,"livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":null},"type":"charge.updated","data":{"object":{"id":"ch_{{id}}","object":"charge","amount":1999,"filler":"{{filler}}"} } }""";

    private static readonly string filler = new('x', 3000);
}
