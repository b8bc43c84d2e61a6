using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Orders;

/// <summary>The staff's list of orders, page by page.</summary>
public sealed class OrderPagesTests
{
    private static readonly DateTime begin = new(2026, 11, 1, 8, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_order_is_on_one_page_also_where_many_were_placed_at_the_same_moment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        // 7 at once, so that a page ends between two of the same moment.
        await AddAsync(database, 60, number => begin.AddHours(number / 7));
        var admin = new OrderAdmin(database, Staff.GuardOfAll);
        var newest = await admin.PageAsync(Staff.Login(Staff.Eve), new OrderFilter(), ListPlace.First, default);
        var middle = await admin.PageAsync(Staff.Login(Staff.Eve), new OrderFilter(), new ListPlace(After: newest.Rows[^1].Number), default);
        var oldest = await admin.PageAsync(Staff.Login(Staff.Eve), new OrderFilter(), new ListPlace(After: middle.Rows[^1].Number), default);
        var all = newest.Rows.Concat(middle.Rows).Concat(oldest.Rows).ToList();
        Assert.Equal((60, 60), (all.Count, all.Select(o => o.Number).Distinct().Count()));
        Assert.Equal(all.OrderByDescending(o => o.PlacedAt).Select(o => o.PlacedAt), all.Select(o => o.PlacedAt));
        Assert.Equal([(60, false, true), (60, true, true), (60, true, false)], new[] { newest, middle, oldest }.Select(p => (p.Total ?? -1, p.Before, p.After)));

        var back = await admin.PageAsync(Staff.Login(Staff.Eve), new OrderFilter(), new ListPlace(Before: oldest.Rows[0].Number), default);
        Assert.Equal(middle.Rows.Select(o => o.Number), back.Rows.Select(o => o.Number));
        back = await admin.PageAsync(Staff.Login(Staff.Eve), new OrderFilter(), new ListPlace(Before: middle.Rows[0].Number), default);
        Assert.Equal(newest.Rows.Select(o => o.Number), back.Rows.Select(o => o.Number));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_is_placed_while_staff_read_moves_nothing_to_another_page(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 30, number => begin.AddHours(number));
        var (admin, eve) = (new OrderAdmin(database, Staff.GuardOfAll), Staff.Login(Staff.Eve));
        var newest = await admin.PageAsync(eve, new OrderFilter(), ListPlace.First, default);
        await AddAsync(database, 3, number => begin.AddDays(9), from: 31);
        var older = await admin.PageAsync(eve, new OrderFilter(), new ListPlace(After: newest.Rows[^1].Number), default);
        Assert.Equal(["BS-AAAA-0005", "BS-AAAA-0004", "BS-AAAA-0003", "BS-AAAA-0002", "BS-AAAA-0001"], older.Rows.Select(o => o.Number));
        // Back at the beginning, with fewer than a page before it: a whole page, with what is new.
        var back = await admin.PageAsync(eve, new OrderFilter(), new ListPlace(Before: newest.Rows[0].Number), default);
        Assert.Equal((ListPlace.Size, 33, false), (back.Rows.Count, back.Total, back.Before));
        Assert.Contains("BS-AAAA-0033", back.Rows.Select(o => o.Number));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_page_after_an_order_that_is_not_there_is_the_first(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 3, number => begin.AddHours(number));
        foreach (var place in new[] { new ListPlace(After: "BS-ZZZZ-9999"), new ListPlace(Before: "BS-ZZZZ-9999"), new ListPlace(After: "'; --", Before: "x") })
        {
            var page = await new OrderAdmin(database, Staff.GuardOfAll).PageAsync(Staff.Login(Staff.Eve), new OrderFilter(), place, default);
            Assert.Equal((3, "BS-AAAA-0003", false, false), (page.Rows.Count, page.Rows[0].Number, page.Before, page.After));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_goes_on_to_older_orders_that_are_no_longer_there_sees_the_newest(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 26, number => begin.AddHours(number));
        var page = await new OrderAdmin(database, Staff.GuardOfAll).PageAsync(Staff.Login(Staff.Eve), new OrderFilter(), new ListPlace(After: "BS-AAAA-0001"), default);
        Assert.Equal((ListPlace.Size, "BS-AAAA-0026", false, true), (page.Rows.Count, page.Rows[0].Number, page.Before, page.After));
    }

    private static async Task AddAsync(TestDatabase database, int count, Func<int, DateTime> placed, int from = 1)
    {
        await using var db = database.CreateDbContext();
        for (var i = from; i < from + count; i++)
            db.Add(Make.Order(Make.Customer(), $"buyer{i}@example.org", placed(i), number: $"BS-AAAA-{i:D4}"));
        await db.SaveChangesAsync();
    }
}
