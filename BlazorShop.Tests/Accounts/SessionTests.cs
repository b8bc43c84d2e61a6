using System.Net;
using System.Security.Claims;
using BlazorShop.Accounts;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Browsing = BlazorShop.Tests.Testing.Visitor;

namespace BlazorShop.Tests.Accounts;

/// <summary>A login is a row: whatever ends it ends its cookie at the next request, and its open pages at their next event.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Ada = "ada@example.org";
    private readonly List<IAsyncDisposable> made = [];

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

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        made.Reverse();
        foreach (var thing in made)
            await thing.DisposeAsync();
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
    public async Task An_answer_is_believed_for_two_seconds_and_no_longer(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        var page = await PrincipalAsync(shop);
        await using var circuit = shop.Services.CreateAsyncScope();
        var (gate, events) = Gate(circuit, page);
        await gate(null!);
        await shop.Get<Logins>().EndAsync(page.LoginId()!.Value, LoginEnd.EndedByOwner, default);
        shop.Clock!.Advance(CircuitLogin.Believed - TimeSpan.FromMilliseconds(1));
        await gate(null!);
        Assert.Equal(2, events());
        shop.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await gate(null!);
        Assert.Equal(2, events());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Events_of_a_page_keep_their_order_while_its_login_is_asked(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        await using var circuit = shop.Services.CreateAsyncScope();
        SignIn(circuit, await PrincipalAsync(shop));
        var handler = Handler(circuit);
        var order = new List<int>();
        var events = Enumerable.Range(0, 50).Select(i => handler.CreateInboundActivityHandler(_ =>
        {
            order.Add(i);
            return Task.CompletedTask;
        })(null!));
        await Task.WhenAll(events.ToList());
        Assert.Equal(Enumerable.Range(0, 50), order);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_open_page_goes_on_with_a_new_login_of_its_person_and_of_nobody_else(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        using var bob = shop.Visit();
        await bob.RegisterAsync("bob@example.org");
        var page = await PrincipalAsync(shop);
        await using var circuit = shop.Services.CreateAsyncScope();
        var (gate, events) = Gate(circuit, page);
        var open = circuit.ServiceProvider.GetRequiredService<IOpenPage>();
        var wentOn = 0;
        open.WentOn += () => wentOn++;
        await shop.Get<Logins>().EndAsync(page.LoginId()!.Value, LoginEnd.EndedByOwner, default);
        Assert.False(open.IsOver);
        await gate(null!);
        Assert.Equal(0, events());
        Assert.True(open.IsOver);

        foreach (var other in new[] { new ClaimsPrincipal(new ClaimsIdentity()), await PrincipalAsync(shop, "bob@example.org") })
        {
            SignIn(circuit, other);
            await gate(null!);
            Assert.Equal(0, events());
            Assert.True(open.IsOver);
            Assert.Equal(Ada, (await circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User.Email());
        }

        await ada.LogInAsync(Ada);
        SignIn(circuit, await PrincipalAsync(shop));
        Assert.Equal(0, wentOn);
        await gate(null!);
        Assert.Equal((1, 1, false), (events(), wentOn, open.IsOver));
    }

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

    private static async Task<bool> IsInAsync(Browsing visitor)
    {
        using var answer = await visitor.GetAsync("/Account/Manage");
        return answer.StatusCode == HttpStatusCode.OK;
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

    /// <summary>The newest login of somebody, as its open pages know it.</summary>
    private static async Task<ClaimsPrincipal> PrincipalAsync(ShopApp shop, string email = Ada)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        var user = (await users.FindByEmailAsync(email))!;
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<ShopUser>>().CreateUserPrincipalAsync(user);
        await using var db = shop.Db();
        var login = await db.Set<Login>().Where(l => l.UserId == user.Id && l.EndedAt == null).OrderByDescending(l => l.CreatedAt).FirstAsync();
        ((ClaimsIdentity)principal.Identity!).AddClaim(ShopClaims.LoginOf(login.Id));
        return principal;
    }

    /// <summary>The gate of a circuit that this person has open, and how many events it has let in.</summary>
    private static (Func<CircuitInboundActivityContext, Task> Gate, Func<int> Events) Gate(AsyncServiceScope circuit, ClaimsPrincipal person)
    {
        var events = 0;
        SignIn(circuit, person);
        var handler = Handler(circuit);
        return (handler.CreateInboundActivityHandler(_ =>
        {
            events++;
            return Task.CompletedTask;
        }), () => events);
    }

    private static CircuitGate Handler(AsyncServiceScope circuit) => circuit.ServiceProvider.GetServices<CircuitHandler>().OfType<CircuitGate>().Single();

    /// <summary>As the connection of a page tells who has it.</summary>
    private static void SignIn(AsyncServiceScope circuit, ClaimsPrincipal person) =>
        ((IHostEnvironmentAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
            .SetAuthenticationState(Task.FromResult(new AuthenticationState(person)));

    private static async Task<DateTime> SeenAsync(ShopApp shop)
    {
        await using var db = shop.Db();
        return (await db.Set<Login>().SingleAsync()).LastSeenAt;
    }

    private static async Task WithAsync(ShopApp shop, Func<ShopUserManager, ShopUser, Task> act)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        await act(users, (await users.FindByEmailAsync(Ada))!);
    }

    private async Task<ShopApp> ShopAsync(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        made.Add(database);
        var shop = new ShopApp { Staffed = true, Clock = new FakeTimeProvider(DateTimeOffset.UtcNow), Database = database };
        made.Add(shop);
        return shop;
    }
}
