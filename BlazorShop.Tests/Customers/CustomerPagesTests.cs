using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Customers;

/// <summary>The staff's list of customers, page by page.</summary>
public sealed class CustomerPagesTests
{
    private static readonly DateTime begin = new(2026, 11, 1, 8, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_customer_is_on_one_page_also_where_many_came_at_the_same_moment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 60, number => begin.AddHours(number / 7));
        var pages = await ListPages.TurnAsync(place => ReadAsync(database, place), row => row.Id.ToString());
        var all = pages.SelectMany(p => p.Rows).ToList();
        Assert.Equal((3, 60), (pages.Count, all.Count));
        Assert.Equal(all.Select(c => c.CreatedAt).OrderDescending(), all.Select(c => c.CreatedAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_who_registers_while_staff_read_moves_nobody_to_another_page(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 30, number => begin.AddHours(number));
        var newest = await ReadAsync(database, ListPlace.First);
        await AddAsync(database, 3, _ => begin.AddDays(9), from: 31);
        var older = await ReadAsync(database, new ListPlace(After: newest.Rows[^1].Id.ToString()));
        Assert.Equal(["Ada 05", "Ada 04", "Ada 03", "Ada 02", "Ada 01"], older.Rows.Select(r => r.FullName));
        var back = await ReadAsync(database, new ListPlace(Before: newest.Rows[0].Id.ToString()));
        Assert.Equal((ListPlace.Size, 33, false), (back.Rows.Count, back.Total, back.Before));
        Assert.Contains("Ada 33", back.Rows.Select(r => r.FullName));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_search_by_name_or_account_has_pages_of_its_own(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 60, number => begin.AddHours(number), number => number % 2 == 0 ? "Élodie" : "Ada");
        var pages = await ListPages.TurnAsync(place => ReadAsync(database, place, "elodie", "user 7"), row => row.Id.ToString());
        Assert.Equal(
            Enumerable.Range(1, 60).Where(n => n % 2 == 0 || n == 7).Reverse().Select(n => $"user {n}"),
            pages.SelectMany(p => p.Rows).Select(r => r.UserId));
        Assert.Equal(0, (await ReadAsync(database, ListPlace.First, "nobody")).Total);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_page_after_a_customer_who_is_not_there_is_the_first(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, 3, number => begin.AddHours(number));
        foreach (var place in new[] { new ListPlace(After: Guid.NewGuid().ToString()), new ListPlace(Before: "x"), new ListPlace(After: "'; --", Before: "x") })
        {
            var page = await ReadAsync(database, place);
            Assert.Equal((3, "Ada 03", false, false), (page.Rows.Count, page.Rows[0].FullName, page.Before, page.After));
        }
    }

    private static Task<ListPage<CustomerRow>> ReadAsync(TestDatabase database, ListPlace place, string? search = null, params string[] users) =>
        new CustomerAdmin(database, Staff.GuardOfAll).PageAsync(Staff.Login(Staff.Eve), search, users, place, default);

    private static async Task AddAsync(TestDatabase database, int count, Func<int, DateTime> at, Func<int, string>? name = null, int from = 1)
    {
        await using var db = database.CreateDbContext();
        for (var i = from; i < from + count; i++)
            db.Add(new Customer { Id = Make.Customer(), UserId = $"user {i}", FullName = $"{name?.Invoke(i) ?? "Ada"} {i:D2}", CreatedAt = at(i) });
        await db.SaveChangesAsync();
    }
}
