using System.Data.Common;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Catalog;

public sealed class StockTests(Databases databases) : IClassFixture<Databases>
{
    private readonly StockService stock = new(TimeProvider.System);

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_hundred_buyers_at_once_get_the_last_item_once(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var variant = await AddAsync(database, items: 1);
        using var start = new ManualResetEventSlim();
        var buyers = Enumerable.Range(0, 100).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.Wait();
                return ReserveAsync(database, Payment(), variant, 1);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()).ToList();
        start.Set();
        var got = await Task.WhenAll(buyers);
        Assert.Equal(1, got.Count(g => g));
        Assert.Equal((1, 1), await StockOfAsync(database, variant));
        await using var db = database.CreateDbContext();
        Assert.Equal(1, await db.Reservations.CountAsync(r => r.VariantId == variant));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Whoever_wants_two_items_and_can_have_one_reserves_neither(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var plenty = await AddAsync(database, items: 9);
        var gone = await AddAsync(database, items: 0);
        await using (var db = database.CreateDbContext())
        await using (await db.Database.BeginTransactionAsync())
        {
            var missing = await stock.HoldAsync(db, Payment(), Make.Quote((plenty, 2), (gone, 1)), CancellationToken.None);
            Assert.Equal([gone], missing.Select(m => m.Variant));
        }

        Assert.Equal((9, 0), await StockOfAsync(database, plenty));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task What_was_paid_twice_leaves_the_stock_once(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var variant = await AddAsync(database, items: 5);
        var payment = Payment();
        Assert.True(await ReserveAsync(database, payment, variant, 2));
        Assert.True(await InTransactionAsync(database, db => stock.TakeAsync(db, payment, CancellationToken.None)));
        Assert.True(await InTransactionAsync(database, db => stock.TakeAsync(db, payment, CancellationToken.None)));
        Assert.Equal((3, 0), await StockOfAsync(database, variant));
        await ReleaseAsync(database, payment);
        Assert.Equal((3, 0), await StockOfAsync(database, variant));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Items_released_twice_come_back_into_stock_once(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var variant = await AddAsync(database, items: 5);
        var payment = Payment();
        Assert.True(await ReserveAsync(database, payment, variant, 2));
        Assert.Equal((5, 2), await StockOfAsync(database, variant));
        await ReleaseAsync(database, payment);
        await ReleaseAsync(database, payment);
        Assert.Equal((5, 0), await StockOfAsync(database, variant));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Money_that_came_late_takes_the_item_where_one_is_left(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var left = await AddAsync(database, items: 1);
        var sold = await AddAsync(database, items: 1);
        var (late, tooLate) = (Payment(), Payment());
        Assert.True(await ReserveAsync(database, late, left, 1));
        Assert.True(await ReserveAsync(database, tooLate, sold, 1));
        await ReleaseAsync(database, late);
        await ReleaseAsync(database, tooLate);
        Assert.True(await ReserveAsync(database, Payment(), sold, 1));

        Assert.True(await InTransactionAsync(database, db => stock.TakeAsync(db, late, CancellationToken.None)));
        Assert.False(await InTransactionAsync(database, db => stock.TakeAsync(db, tooLate, CancellationToken.None)));
        Assert.Equal((0, 0), await StockOfAsync(database, left));
        Assert.Equal((1, 1), await StockOfAsync(database, sold));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task The_database_itself_refuses_to_promise_more_than_there_is(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var variant = await AddAsync(database, items: 1);
        await using var db = database.CreateDbContext();
        await Assert.ThrowsAnyAsync<DbException>(() => db.StockItems
            .Where(s => s.VariantId == variant)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.Reserved, 2)));
    }

    private static PaymentId Payment() => Id.New<PaymentId>(TimeProvider.System);

    private static async Task<VariantId> AddAsync(TestDatabase database, int items)
    {
        await using var db = database.CreateDbContext();
        return (await db.AddProductAsync(stock: items)).Variants[0].Id;
    }

    private async Task<bool> ReserveAsync(TestDatabase database, PaymentId payment, VariantId variant, int quantity)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var missing = await stock.HoldAsync(db, payment, Make.Quote((variant, quantity)), CancellationToken.None);
        if (missing.Count > 0)
            return false;
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    }

    private Task<bool> ReleaseAsync(TestDatabase database, PaymentId payment) => InTransactionAsync(database, async db =>
    {
        await stock.ReleaseAsync(db, payment, CancellationToken.None);
        return true;
    });

    private static async Task<bool> InTransactionAsync(TestDatabase database, Func<ShopDbContext, Task<bool>> work)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var result = await work(db);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return result;
    }

    private static async Task<(int OnHand, int Reserved)> StockOfAsync(TestDatabase database, VariantId variant)
    {
        await using var db = database.CreateDbContext();
        var item = await db.StockItems.AsNoTracking().SingleAsync(s => s.VariantId == variant);
        return (item.OnHand, item.Reserved);
    }
}
