using BlazorShop.Catalog;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Catalog;

public sealed class CatalogSeedTests
{
    [Fact]
    public async Task The_same_number_makes_the_same_catalogue()
    {
        var one = await DescribeAsync("150");
        var other = await DescribeAsync("150");

        Assert.Equal(150, one.Count);
        Assert.Equal(one, other);
        Assert.Equal(150, one.Distinct().Count());
    }

    [Fact]
    public async Task The_demo_shop_has_something_of_everything()
    {
        await using var shop = new ShopApp { Seed = "Demo" };
        await using var db = shop.Db();
        var stock = await db.StockItems.Select(s => s.OnHand).ToListAsync();

        Assert.True(await db.Products.CountAsync() >= 24);
        Assert.Equal(5, await db.Categories.CountAsync(c => c.ParentId == null));
        Assert.Contains(0, stock);
        Assert.Contains(3, stock);
        Assert.True(await db.Products.AllAsync(p => p.Images.Count >= 2));
        var root = Path.Combine(shop.Get<Microsoft.AspNetCore.Hosting.IWebHostEnvironment>().ContentRootPath, "wwwroot");
        var missing = (await db.Products.SelectMany(p => p.Images).Select(i => i.Url).ToListAsync()).Where(url => !File.Exists(root + url));
        Assert.Empty(missing);
    }

    [Fact]
    public async Task A_catalogue_that_holds_something_is_left_alone()
    {
        await using var shop = new ShopApp { Seed = "20" };
        await using (var db = shop.Db())
            await db.Products.OrderBy(p => p.Id).Take(19).ExecuteDeleteAsync();

        await shop.Services.GetServices<BlazorShop.Common.IStartupTask>().OfType<CatalogSeed>().Single().RunAsync(CancellationToken.None);

        await using var after = shop.Db();
        Assert.Equal(1, await after.Products.CountAsync());
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-5")]
    [InlineData("1.5")]
    public void A_wrong_setting_stops_the_start_and_names_the_remedy(string value)
    {
        using var shop = new ShopApp { Settings = { ["Catalog:Seed"] = value } };

        var failure = Assert.Throws<InvalidOperationException>(() => shop.Services);

        Assert.Contains("Catalog__Seed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Demo, None or a whole number", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> DescribeAsync(string seed)
    {
        await using var shop = new ShopApp { Seed = seed };
        await using var db = shop.Db();
        return await db.Variants.OrderBy(v => v.Sku)
            .Join(db.Products, v => v.ProductId, p => p.Id, (v, p) => new { v, p })
            .Where(x => x.v.Position == 0)
            .Select(x => $"{x.p.Id} {x.p.Slug} {x.p.CreatedAt} {x.v.Id} {x.v.Sku} {x.v.Price.Minor} {x.v.Stock.OnHand}")
            .ToListAsync();
    }
}
