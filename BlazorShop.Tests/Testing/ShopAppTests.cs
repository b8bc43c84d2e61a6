using System.Net;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Testing;

public sealed class ShopAppTests
{
    [Fact]
    public async Task The_shop_starts_in_this_process_and_is_ready()
    {
        await using var shop = new ShopApp();
        using var visitor = shop.Visit();
        using var ready = await visitor.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task A_shop_of_a_test_has_its_own_files_and_leaves_none()
    {
        string folder;
        await using (var shop = new ShopApp())
        {
            folder = shop.Folder;
            await using var db = shop.Db();
            Assert.StartsWith("Data Source=" + folder, db.Database.GetConnectionString(), StringComparison.Ordinal);
            Assert.Empty(await db.Products.ToListAsync());
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task The_clock_is_the_tests_where_it_wants_one()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var shop = new ShopApp { Clock = clock };
        Assert.Same(clock, shop.Time);
    }

    [Fact]
    public async Task A_setting_reaches_the_shop_before_it_is_built()
    {
        await using var shop = new ShopApp { Settings = { ["Database:Provider"] = "Oracle" } };
        var failure = Assert.Throws<InvalidOperationException>(() => shop.Services);
        Assert.Contains("Database__Provider", failure.Message, StringComparison.Ordinal);
    }
}

public sealed class DatabasesTests(Databases databases) : IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Every_database_of_a_test_is_migrated_and_empty(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var db = database.CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.Equal(0, await db.Orders.CountAsync());
    }
}

[Collection(BrowserTests.Name)]
public sealed class BrowserSmokeTests(Browser browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_browser_reads_the_shop(bool scripts)
    {
        await using var shop = new ShopServer();
        await using var tab = await browser.OpenAsync(shop, scripts: scripts);
        var response = await tab.GoAsync("/health/live");
        Assert.Equal(200, response!.Status);
        Assert.Equal("localhost", shop.Address.Host);
        Assert.Contains("Healthy", await tab.Page.ContentAsync(), StringComparison.Ordinal);
        tab.AssertNoComplaints("favicon");
    }
}
