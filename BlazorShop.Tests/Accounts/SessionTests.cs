using System.Net;
using BlazorShop.Accounts;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Browsing = BlazorShop.Tests.Testing.Visitor;

namespace BlazorShop.Tests.Accounts;

/// <summary>A login is a row: whatever ends it ends its cookie at the next request, and its open pages at their next event.</summary>
public sealed class SessionTests : SessionTest
{
    public enum Way
    {
        LogOut,
        EndInTheList,
        LogOutEverywhereElse,
        ChangePassword,
        Lock,
        TakeRole,
        Erase,
    }

    public static TheoryData<Way, DatabaseProvider> Ways
    {
        get
        {
            var all = new TheoryData<Way, DatabaseProvider>();
            foreach (var way in Enum.GetValues<Way>())
            {
                all.Add(way, DatabaseProvider.Sqlite);
                if (TestServers.NoSkip || TestServers.Find(DatabaseProvider.Postgres) is not null)
                    all.Add(way, DatabaseProvider.Postgres);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Whatever_ends_a_login_ends_its_cookie_and_its_open_pages_at_once(Way way, DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var there = shop.Visit();
        await there.RegisterAsync(Ada);
        if (way is Way.TakeRole)
        {
            await WithAsync(shop, (users, ada) => users.AddToRoleAsync(ada, Policies.StaffRole));
            await there.LogInAsync(Ada);
        }

        var page = await PrincipalAsync(shop);
        var login = page.LoginId()!.Value;
        using var here = shop.Visit();
        await here.LogInAsync(Ada);
        await using var circuit = shop.Services.CreateAsyncScope();
        var (gate, events) = Gate(circuit, page);
        await gate(null!);
        Assert.Equal(1, events());
        Assert.True(await IsInAsync(there));

        await EndAsync(shop, way, here, there, login);

        shop.Clock!.Advance(CircuitLogin.Believed);
        await gate(null!);
        Assert.Equal(1, events());
        Assert.False(await IsInAsync(there));
        await using var db = shop.Db();
        var row = await db.Set<Login>().SingleOrDefaultAsync(l => l.Id == login);
        Assert.Equal(Because(way), row?.EndedBecause);
        // The other device is none the worse for it, except where the whole account was meant.
        Assert.Equal(way is not (Way.Lock or Way.TakeRole or Way.Erase), await IsInAsync(here));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_login_older_than_the_list_of_logins_gets_one_row_and_ends_with_it(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        await using (var db = shop.Db())
            await db.Set<Login>().ExecuteDeleteAsync();
        var cookie = await OldCookieAsync(shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(shop, cookie))));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Login row;
        await using (var db = shop.Db())
            row = await db.Set<Login>().SingleAsync();
        Assert.Equal(shop.Clock!.GetUtcNow().UtcDateTime.AddDays(30), row.ExpiresAt, TimeSpan.FromSeconds(1));
        await shop.Get<Logins>().EndAsync(row.Id, LoginEnd.EndedByOwner, default);
        Assert.Equal(HttpStatusCode.Redirect, await AskAsync(shop, cookie));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_changed_password_keeps_the_login_in_which_it_was_changed(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        var before = (await PrincipalAsync(shop)).LoginId();
        await ChangePasswordAsync(ada);
        shop.Clock!.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await IsInAsync(ada));
        await using var db = shop.Db();
        Assert.Equal(before, (await db.Set<Login>().SingleAsync(l => l.EndedAt == null)).Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Logging_in_again_in_the_same_browser_is_a_new_login_in_place_of_the_old_one(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        await using var scope = shop.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = await PrincipalAsync(shop) };
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        await WithAsync(shop, (_, account) => scope.ServiceProvider.GetRequiredService<ShopSignInManager>().WelcomeAsync(account));
        await using var db = shop.Db();
        var rows = await db.Set<Login>().Select(l => l.EndedBecause).ToListAsync();
        Assert.Equal(2, rows.Count);
        Assert.Equal([LoginEnd.Replaced], rows.OfType<LoginEnd>());
    }

    private static LoginEnd? Because(Way way) => way switch
    {
        Way.LogOut => LoginEnd.LoggedOut,
        Way.EndInTheList => LoginEnd.EndedByOwner,
        Way.LogOutEverywhereElse => LoginEnd.EndedEverywhere,
        Way.ChangePassword => LoginEnd.SecurityChanged,
        Way.Lock => LoginEnd.Locked,
        Way.TakeRole => LoginEnd.RightsChanged,
        _ => null,
    };

    private static async Task EndAsync(ShopApp shop, Way way, Browsing here, Browsing there, Guid login)
    {
        switch (way)
        {
            case Way.LogOut:
                await PostAsync(there, "/", "Log out");
                break;
            case Way.EndInTheList:
                using (var list = await here.SubmitAsync("/Account/Manage/Sessions", new Dictionary<string, string> { ["End"] = login.ToString("N") }, $"form:has(input[value='{login:N}'])"))
                    Assert.Equal(HttpStatusCode.Redirect, list.StatusCode);
                break;
            case Way.LogOutEverywhereElse:
                await PostAsync(here, "/Account/Manage/Sessions", "Log out everywhere else");
                break;
            case Way.ChangePassword:
                await ChangePasswordAsync(here);
                break;
            case Way.Lock:
                // By the row alone: the stamp stays, so that the lock itself is asked.
                await using (var db = shop.Db())
                {
                    var ada = await db.Users.SingleAsync(u => u.Email == Ada);
                    ada.LockoutEnd = shop.Clock!.GetUtcNow().AddYears(1);
                    await db.SaveChangesAsync();
                }

                break;
            case Way.TakeRole:
                await using (var db = shop.Db())
                {
                    var ada = await db.Users.Where(u => u.Email == Ada).Select(u => u.Id).SingleAsync();
                    await db.UserRoles.Where(r => r.UserId == ada).ExecuteDeleteAsync();
                }

                break;
            default:
                using (var erased = await here.SubmitAsync("/Account/Manage/PersonalData", new Dictionary<string, string> { ["password"] = Browsing.Password }, "Delete my account"))
                    Assert.Equal(HttpStatusCode.SeeOther, erased.StatusCode);
                break;
        }
    }

    private static async Task PostAsync(Browsing visitor, string path, string button)
    {
        using var answer = await visitor.SubmitAsync(path, new Dictionary<string, string>(), button);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task ChangePasswordAsync(Browsing visitor)
    {
        const string next = "seven other kettles whistle 8";
        using var changed = await visitor.SubmitAsync("/Account/Manage/ChangePassword", new Dictionary<string, string>
        {
            ["Current password"] = Browsing.Password,
            ["New password"] = next,
            ["Confirm password"] = next,
        }, "Change password");
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
    }

    private static async Task<HttpStatusCode> AskAsync(ShopApp shop, string cookie)
    {
        using var http = shop.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/Account/Manage", UriKind.Relative));
        request.Headers.Add("Cookie", "shop=" + cookie);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>As a shop without logins as rows made it.</summary>
    private static async Task<string> OldCookieAsync(ShopApp shop)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<ShopUser>>().CreateUserPrincipalAsync((await users.FindByEmailAsync(Ada))!);
        var now = shop.Clock!.GetUtcNow();
        return shop.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Protect(new AuthenticationTicket(
            principal, new AuthenticationProperties { IssuedUtc = now.AddHours(-1), ExpiresUtc = now.AddDays(13) }, IdentityConstants.ApplicationScheme));
    }

    private static async Task WithAsync(ShopApp shop, Func<ShopUserManager, ShopUser, Task> act)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        await act(users, (await users.FindByEmailAsync(Ada))!);
    }
}
