using BlazorShop.Data;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>The staff's list of subscriptions, page by page.</summary>
public sealed class SubscriptionPagesTests
{
    private static readonly DateTime begin = new(2026, 11, 1, 8, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_subscription_is_on_one_page_also_where_many_began_at_the_same_moment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.CreateDbContext())
        {
            db.AddRange(Enumerable.Range(1, 60).Select(number => Make.Subscription(begin.AddHours(number / 7))));
            await db.SaveChangesAsync();
        }

        var admin = new SubscriptionAdmin(database, null!, Staff.GuardOfAll);
        var pages = await ListPages.TurnAsync(place => admin.PageAsync(Staff.Login(Staff.Eve), new SubscriptionFilter(), place, default), row => row.Id.ToString());
        var all = pages.SelectMany(p => p.Rows).ToList();
        Assert.Equal((3, 60), (pages.Count, all.Count));
        Assert.Equal(all.Select(s => s.CreatedAt).OrderDescending(), all.Select(s => s.CreatedAt));
    }
}
