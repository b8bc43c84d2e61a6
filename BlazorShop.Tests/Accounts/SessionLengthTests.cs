using BlazorShop.Accounts.Sessions;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Accounts;

/// <summary>How long a login lasts, and how it is kept alive.</summary>
public sealed class SessionLengthTests : SessionTest
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_is_logged_in_for_thirty_days_at_most_however_busy(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        for (var day = 1; day < 30; day++)
        {
            shop.Clock!.Advance(TimeSpan.FromDays(1));
            Assert.True(await IsInAsync(ada), $"Out after {day} days.");
        }

        shop.Clock!.Advance(TimeSpan.FromDays(1));
        Assert.False(await IsInAsync(ada));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Staff_are_logged_in_for_twelve_hours_at_most_however_busy(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var staff = await shop.VisitAsStaffAsync();
        for (var minutes = 20; minutes < 12 * 60; minutes += 20)
        {
            shop.Clock!.Advance(TimeSpan.FromMinutes(20));
            Assert.True(await IsInAsync(staff), $"Out after {minutes} minutes.");
        }

        shop.Clock!.Advance(TimeSpan.FromMinutes(20));
        Assert.False(await IsInAsync(staff));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Staff_who_do_nothing_for_half_an_hour_are_out_and_an_open_page_is_something(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var staff = await shop.VisitAsStaffAsync();
        var page = await PrincipalAsync(shop, ShopApp.StaffEmail);
        for (var i = 0; i < 3; i++)
        {
            shop.Clock!.Advance(TimeSpan.FromMinutes(29));
            Assert.Null(await shop.Get<Logins>().AskAsync(page, default));
        }

        Assert.True(await IsInAsync(staff));
        shop.Clock!.Advance(TimeSpan.FromMinutes(30));
        Assert.False(await IsInAsync(staff));
        Assert.Equal(LoginEnd.Idle, await shop.Get<Logins>().AskAsync(page, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task When_a_login_was_seen_is_written_once_a_minute(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        var began = await SeenAsync(shop);
        shop.Clock!.Advance(TimeSpan.FromSeconds(59));
        await IsInAsync(ada);
        Assert.Equal(began, await SeenAsync(shop));
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await IsInAsync(ada);
        Assert.Equal(began.AddMinutes(1), await SeenAsync(shop), TimeSpan.FromSeconds(1));
    }

    private static async Task<DateTime> SeenAsync(ShopApp shop)
    {
        await using var db = shop.Db();
        return (await db.Set<Login>().SingleAsync()).LastSeenAt;
    }
}
