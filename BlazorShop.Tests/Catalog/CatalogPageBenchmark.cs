using System.Diagnostics;
using BlazorShop.Catalog;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Catalog;

/// <summary>
/// What the catalogue's page costs beside a bare endpoint that reads the same rows, measured side by side:
/// <c>SHOP_BENCH=1 dotnet test BlazorShop.Tests -c Release --filter CatalogPageBenchmark -l "console;verbosity=detailed"</c>
/// Without the variable it is not a test at all, so nothing is skipped.
/// </summary>
public sealed class CatalogPageBenchmark(ITestOutputHelper output)
{
    private const int Rounds = 15;
    private const int PerRound = 200;

    [BenchmarkFact]
    public async Task A_page_costs_at_most_three_times_an_endpoint_that_reads_the_same_rows()
    {
        await using var shop = new ShopApp
        {
            Seed = "2000",
            TrulyWaits = false,
            Configure = services =>
            {
                services.AddSingleton<IStartupFilter, BareEndpoint>();
                services.PostConfigure<OutputCacheOptions>(cache => cache.AddBasePolicy(p => p.NoCache(), excludeDefaultPolicy: true));
            },
        };
        using var http = shop.CreateClient();
        await RunAsync(http, "/bare", 600);
        await RunAsync(http, "/catalog", 600);

        var bare = new List<double>();
        var page = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await RunAsync(http, "/bare", PerRound));
            page.Add(await RunAsync(http, "/catalog", PerRound));
        }

        bare.Sort();
        page.Sort();
        var ratio = page[Rounds / 2] / bare[Rounds / 2];
        output.WriteLine($"CPU ms a request, median of {Rounds} rounds: bare {bare[Rounds / 2]:F3}, page {page[Rounds / 2]:F3}, ratio {ratio:F2}");
        Assert.True(ratio <= 3, $"The page costs {ratio:F2} times the bare endpoint.");
    }

    private static async Task<double> RunAsync(HttpClient http, string path, int times)
    {
        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var i = 0; i < times; i++)
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            response.EnsureSuccessStatusCode();
            await response.Content.ReadAsByteArrayAsync();
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / times;
    }

    private sealed class BareEndpoint : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            // In front of everything, so that not even routing is added to what the page is compared with.
            app.Map("/bare", bare => bare.Run(async http =>
            {
                var catalog = http.RequestServices.GetRequiredService<CatalogService>();
                await http.Response.WriteAsJsonAsync(await catalog.ListAsync(CatalogQuery.Read(null, null, null, null), http.RequestAborted));
            }));
            next(app);
        };
    }
}

[AttributeUsage(AttributeTargets.Method)]
[Xunit.Sdk.XunitTestCaseDiscoverer("BlazorShop.Tests.Catalog.BenchmarkDiscoverer", "BlazorShop.Tests")]
public sealed class BenchmarkFactAttribute : FactAttribute;

/// <summary>Finds a benchmark only when somebody asks for one.</summary>
public sealed class BenchmarkDiscoverer(IMessageSink sink) : Xunit.Sdk.IXunitTestCaseDiscoverer
{
    public IEnumerable<Xunit.Sdk.IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Environment.GetEnvironmentVariable("SHOP_BENCH") == "1" ? new Xunit.Sdk.FactDiscoverer(sink).Discover(discoveryOptions, testMethod, factAttribute) : [];
}
