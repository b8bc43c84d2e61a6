using System.Net;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Browsing = BlazorShop.Tests.Testing.Visitor;

namespace BlazorShop.Tests.Accounts;

/// <summary>What somebody sees of their logins, and can end.</summary>
public sealed class SessionListTests : SessionTest
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_list_shows_both_devices_marks_this_one_and_ends_the_other(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var phone = shop.Visit();
        phone.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36");
        await phone.RegisterAsync(Ada);
        using var admin = shop.Visit();
        admin.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        shop.Clock!.Advance(TimeSpan.FromMinutes(1));
        await admin.LogInAsync(Ada);

        var page = await admin.PageAsync("/Account/Manage/Sessions");
        var items = page.QuerySelectorAll("main li.card").Select(l => l.TextContent).ToList();
        Assert.Equal(2, items.Count);
        Assert.Contains("Firefox on Linux", items[0], StringComparison.Ordinal);
        Assert.Contains("this device", items[0], StringComparison.Ordinal);
        Assert.Contains("Chrome on Android", items[1], StringComparison.Ordinal);
        Assert.DoesNotContain("this device", items[1], StringComparison.Ordinal);

        using var ended = await admin.FollowAsync(await admin.SubmitAsync("/Account/Manage/Sessions", new Dictionary<string, string>(), "End Chrome on Android"));
        page = await Browsing.ReadAsync(ended);
        Assert.Contains("That login has ended.", page.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("main li.card"));
        Assert.Contains("You're not logged in anywhere else.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Log out everywhere else", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.False(await IsInAsync(phone));
        Assert.True(await IsInAsync(admin));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_login_by_second_factor_is_a_row_once_the_code_was_right_and_can_be_listed_and_ended(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var phone = shop.Visit();
        await phone.RegisterAsync(Ada);
        const string setUp = "/Account/Manage/EnableAuthenticator";
        var page = await phone.PageAsync(setUp);
        var key = page.QuerySelector("kbd")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        using (var on = await phone.SubmitAsync(setUp, new Dictionary<string, string>
        {
            ["Input.Key"] = page.QuerySelector("input[name='Input.Key']")!.GetAttribute("value")!,
            ["Authenticator code"] = ManageTests.Totp(key, shop.Clock!),
        }, "Turn on"))
        {
            Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        }

        shop.Clock!.Advance(TimeSpan.FromSeconds(30));
        using var admin = shop.Visit();
        admin.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        using var password = await admin.SubmitAsync(
            "/Account/Login", new Dictionary<string, string> { ["Email"] = Ada, ["Password"] = Browsing.Password }, "Log in");
        await using var db = shop.Db();
        Assert.Equal(1, await db.Set<Login>().CountAsync(l => l.EndedAt == null));

        using var code = await admin.SubmitAsync(
            password.Headers.Location!.ToString(), new Dictionary<string, string> { ["Authenticator code"] = ManageTests.Totp(key, shop.Clock) }, "Log in");

        Assert.Equal(2, await db.Set<Login>().CountAsync(l => l.EndedAt == null));
        Assert.True(await IsInAsync(admin));
        page = await phone.PageAsync("/Account/Manage/Sessions");
        Assert.Contains(page.QuerySelectorAll("main li.card"), l => l.TextContent.Contains("Firefox on Linux", StringComparison.Ordinal));
        using var ended = await phone.SubmitAsync("/Account/Manage/Sessions", new Dictionary<string, string>(), "End Firefox on Linux");
        Assert.False(await IsInAsync(admin));
        Assert.True(await IsInAsync(phone));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_ends_the_login_of_somebody_else(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        var login = (await PrincipalAsync(shop)).LoginId()!.Value;
        using var bob = shop.Visit();
        await bob.RegisterAsync("bob@example.org");
        using var forged = await bob.SubmitAsync("/Account/Manage/Sessions", new Dictionary<string, string> { ["End"] = login.ToString("N") }, "End Unknown browser, this device");
        Assert.True(await IsInAsync(ada));
    }

    [Theory]
    [InlineData(null, "Unknown browser")]
    [InlineData("curl/8.0", "Unknown browser")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Mac")]
    public void A_browser_is_called_as_its_owner_calls_it(string? userAgent, string name) => Assert.Equal(name, BrowserName.Of(userAgent));
}
