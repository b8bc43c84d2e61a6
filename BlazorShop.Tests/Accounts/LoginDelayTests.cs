using System.Net;
using BlazorShop.Accounts.Limits;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Accounts;

/// <summary>Guessing is slowed down where it happens; the owner's own browser is not.</summary>
public sealed class LoginDelayTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    private const string Password = "kettles whistle for gina";

    [Fact]
    public async Task A_stranger_who_guesses_waits_and_the_owner_logs_in_from_a_browser_used_before()
    {
        var owner = app.Visit();
        await owner.RegisterAsync("gina@shop.test", Password);
        var stranger = app.Visit();

        for (var attempt = 1; attempt <= 5; attempt++)
            Assert.Equal("Incorrect email or password.", (await stranger.LogInAsync("gina@shop.test", $"guess number {attempt}")).Alert);
        var delayed = await stranger.LogInAsync("gina@shop.test", Password);

        Assert.Contains("Please wait a minute", delayed.Alert, StringComparison.Ordinal);
        Assert.False(await stranger.IsSignedInAsync());
        await LogOutAsync(owner);
        Assert.Equal("/", (await owner.LogInAsync("gina@shop.test", Password)).Location);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("/", (await stranger.LogInAsync("gina@shop.test", Password)).Location);
    }

    [Fact]
    public async Task Each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour()
    {
        await app.Visit().RegisterAsync("greta@shop.test", Password);
        var stranger = app.Visit();
        for (var attempt = 1; attempt <= 5; attempt++)
            await stranger.LogInAsync("greta@shop.test", "a guess of a stranger");

        foreach (var minutes in new[] { 1, 2, 4, 8, 15, 15 })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Contains("Too many attempts", (await stranger.LogInAsync("greta@shop.test", Password)).Alert, StringComparison.Ordinal);
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("Incorrect email or password.", (await stranger.LogInAsync("greta@shop.test", "a guess of a stranger")).Alert);
        }
    }

    [Fact]
    public async Task An_address_without_an_account_is_delayed_like_one_with()
    {
        await app.Visit().RegisterAsync("hanna@shop.test");

        var known = new List<string?>();
        var unknown = new List<string?>();
        for (var attempt = 1; attempt <= 7; attempt++)
        {
            known.Add((await app.Visit().LogInAsync("hanna@shop.test", "a guess of a stranger")).Alert);
            unknown.Add((await app.Visit().LogInAsync("nobody.at.all@shop.test", "a guess of a stranger")).Alert);
        }

        Assert.Equal(known, unknown);
        Assert.Contains("Too many attempts", known[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_resets_the_password_by_email_logs_in_at_once_whatever_strangers_did()
    {
        await app.Visit().RegisterAsync("ines@shop.test", Password);
        for (var attempt = 1; attempt <= 25; attempt++)
            await app.Visit().LogInAsync("ines@shop.test", "a guess of a stranger");
        var ines = app.Visit();
        await ines.SubmitAsync("/Account/ForgotPassword", "Send link", ("Input.Email", "ines@shop.test"));
        await ines.SubmitAsync(
            await app.LinkToAsync("ines@shop.test", "Reset"), "Save password", ("Input.Password", "some new kettles whistle"), ("Input.ConfirmPassword", "some new kettles whistle"));

        Assert.Equal("/", (await ines.LogInAsync("ines@shop.test", "some new kettles whistle")).Location);
    }

    [Fact]
    public async Task Only_whoever_knows_the_password_learns_that_an_account_is_barred()
    {
        var vera = app.Visit();
        await vera.RegisterAsync("vilma@shop.test", Password);
        await app.WithUsersAsync(async users => await users.SetLockoutEndDateAsync((await users.FindByEmailAsync("vilma@shop.test"))!, DateTimeOffset.MaxValue));

        Assert.Equal("Incorrect email or password.", (await app.Visit().LogInAsync("vilma@shop.test", "a guess of a stranger")).Alert);
        Assert.Equal("/Account/Lockout", (await app.Visit().LogInAsync("vilma@shop.test", Password)).Location);
    }

    [Fact]
    public async Task Codes_of_the_second_step_are_guessed_no_faster_than_passwords()
    {
        var (key, _) = await SecondFactorTests.SetUpAsync(app, app.Visit(), "nils@shop.test");
        var thief = app.Visit();
        var second = await thief.LogInAsync("nils@shop.test", Visitor.FinePassword);
        for (var attempt = 1; attempt <= 5; attempt++)
            Assert.Contains("wrong or has expired", (await thief.SubmitAsync(second.Location!, "Log in", ("Input.Code", "000000"))).Alert, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains(
            "Too many attempts", (await thief.SubmitAsync(second.Location!, "Log in", ("Input.Code", ManageTests.Totp(key, app.Clock)))).Alert, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_counts_names_nobody()
    {
        await app.Visit().LogInAsync("named.person@shop.test", "a guess of a stranger");
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ShopDbContext>>().CreateDbContextAsync();

        Assert.All(await db.Set<Throttle>().Select(t => t.Key).ToListAsync(), key => Assert.Matches("^[0-9a-f]{64}$", key));
    }

    private static async Task LogOutAsync(Visitor visitor)
    {
        var page = await visitor.OpenAsync("/Account/Manage/PersonalData");
        var token = page.Document.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await visitor.Http.PostAsync(new Uri("/Account/Logout", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}

public sealed class ThrottleTests(Databases databases) : IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_throttle_lets_one_of_many_through_that_come_at_the_same_moment(DatabaseProvider provider)
    {
        var throttles = new Throttles(await databases.GetAsync(provider), new FakeTimeProvider(DateTimeOffset.UtcNow));
        var key = Throttle.KeyOf("mail", "reset", Guid.NewGuid().ToString());

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => throttles.TakeAsync(key, 5, TimeSpan.FromMinutes(1), default))));

        Assert.Single(taken, t => t);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_throttle_lets_one_through_a_minute_and_five_an_hour(DatabaseProvider provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var throttles = new Throttles(await databases.GetAsync(provider), clock);
        var key = Throttle.KeyOf("mail", "confirm", Guid.NewGuid().ToString());
        var taken = 0;

        for (var seconds = 0; seconds < 3600; seconds += 30)
        {
            taken += await throttles.TakeAsync(key, 5, TimeSpan.FromMinutes(1), default) ? 1 : 0;
            if (seconds == 30)
                Assert.Equal(1, taken);
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(5, taken);
        Assert.True(await throttles.TakeAsync(key, 5, TimeSpan.FromMinutes(1), default));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Counts_that_limit_nothing_any_more_are_forgotten(DatabaseProvider provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var database = await databases.GetAsync(provider);
        var throttles = new Throttles(database, clock);
        var key = Throttle.KeyOf("source", Guid.NewGuid().ToString());
        await throttles.FailedAsync(key, 5, default);

        clock.Advance(TimeSpan.FromHours(25));
        await throttles.ForgetOldAsync(default);

        await using var db = database.CreateDbContext();
        Assert.False(await db.Set<Throttle>().AnyAsync(t => t.Key == key));
    }
}
