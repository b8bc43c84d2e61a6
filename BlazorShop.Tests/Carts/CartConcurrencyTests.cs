using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Carts;

/// <summary>Several tabs, one cart.</summary>
public sealed class CartConcurrencyTests(Databases databases) : IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Twenty_clicks_at_once_put_twenty_items_in(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var shop = new ShopApp { Database = database };
        var carts = shop.Get<CartService>();
        var (kettle, guest) = (await AddProductAsync(database), Guest());

        await AtOnceAsync(20, _ => carts.AddAsync(guest, kettle, 1, default));

        Assert.Equal(20, Assert.Single((await carts.ViewAsync(guest, default)).Lines).Quantity);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Two_tabs_with_different_things_lose_neither(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var shop = new ShopApp { Database = database };
        var carts = shop.Get<CartService>();
        var (kettle, lamp, guest) = (await AddProductAsync(database), await AddProductAsync(database), Guest());

        await AtOnceAsync(10, i => carts.AddAsync(guest, i % 2 == 0 ? kettle : lamp, 1, default));

        Assert.Equal([5, 5], (await carts.ViewAsync(guest, default)).Lines.Select(l => l.Quantity));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Logging_in_on_five_tabs_at_once_merges_carts_once(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var shop = new ShopApp { Database = database };
        var carts = shop.Get<CartService>();
        var (kettle, guest, customer) = (await AddProductAsync(database), Guest(), Make.Customer());
        await carts.AddAsync(guest, kettle, 2, default);

        await AtOnceAsync(5, async _ =>
        {
            await carts.MergeAsync(guest, customer, default);
            return true;
        });

        Assert.Equal(2, await carts.CountAsync(new CartOwner.Customer(customer), default));
        Assert.Equal(0, await carts.CountAsync(guest, default));
    }

    private static Task<T[]> AtOnceAsync<T>(int times, Func<int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => act(i))));

    private static CartOwner.Guest Guest() => new(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"));

    private static async Task<VariantId> AddProductAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return (await db.AddProductAsync(stock: 100)).Variants[0].Id;
    }
}
