using System.Net;
using BlazorShop.Accounts;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Accounts;

public sealed class RegisterTests(AccountsApp app) : IClassFixture<AccountsApp>
{
    [Fact]
    public async Task Registering_logs_in_at_once_sends_one_confirmation_email_and_goes_back_where_one_came_from()
    {
        var anna = app.Visit();

        var answer = await anna.RegisterAsync("anna@shop.test", returnUrl: "/cart?from=register");

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("/cart?from=register", answer.Location);
        Assert.True(await anna.IsSignedInAsync());
        var mail = Assert.Single(await app.MailsToAsync("anna@shop.test"));
        Assert.Equal("Confirm your email for BlazorShop", mail.Subject);
    }

    [Fact]
    public async Task The_form_has_the_names_the_shop_promises()
    {
        var page = await app.Visit().OpenAsync("/Account/Register");

        foreach (var (label, type) in new[] { ("Email", "email"), ("Password", "password"), ("Confirm password", "password") })
        {
            var element = page.Document.QuerySelectorAll("label").Single(l => l.TextContent == label);
            Assert.Equal(type, page.Document.GetElementById(element.GetAttribute("for")!)!.GetAttribute("type"));
        }

        Assert.Single(page.Document.QuerySelectorAll("h1"));
        Assert.Single(page.Document.QuerySelectorAll("main button"), b => b.TextContent.Trim() == "Register");
    }

    [Fact]
    public async Task The_confirmation_link_asks_for_a_click_and_works_once()
    {
        await app.Visit().RegisterAsync("bert@shop.test");
        var link = await app.LinkToAsync("bert@shop.test", "Confirm");
        var reader = app.Visit();

        var opened = await reader.OpenAsync(link);
        await app.WithUsersAsync(async users => Assert.False((await users.FindByEmailAsync("bert@shop.test"))!.EmailConfirmed));
        var first = await reader.SubmitAsync(opened, link, "Confirm email");
        var second = await reader.OpenAsync(link);

        Assert.Equal("Thank you. Your email is confirmed.", first.Notice);
        Assert.Equal("This link is no longer valid.", second.Alert);
        await app.WithUsersAsync(async users => Assert.True((await users.FindByEmailAsync("bert@shop.test"))!.EmailConfirmed));
    }

    [Fact]
    public async Task A_forged_confirmation_link_confirms_nothing()
    {
        await app.Visit().RegisterAsync("carl@shop.test");
        var link = await app.LinkToAsync("carl@shop.test", "Confirm");

        var page = await app.Visit().OpenAsync(link.Replace("code=", "code=x", StringComparison.Ordinal));

        Assert.NotNull(page.Alert);
        await app.WithUsersAsync(async users => Assert.False((await users.FindByEmailAsync("carl@shop.test"))!.EmailConfirmed));
    }

    [Theory]
    [InlineData("dora@shop.test")]
    [InlineData("DORA@shop.test")]
    public async Task A_taken_email_does_not_log_in_and_its_owner_is_told(string email)
    {
        await app.Visit().RegisterAsync("dora@shop.test", "kettles whistle for dora");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var stranger = app.Visit();

        var answer = await stranger.RegisterAsync(email, "another fine kettle whistles");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("may already exist", answer.Alert, StringComparison.Ordinal);
        Assert.False(await stranger.IsSignedInAsync());
        Assert.Contains(await app.MailsToAsync(email), m => m.Subject.StartsWith("You already have an account", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, (await app.Visit().LogInAsync("dora@shop.test", "kettles whistle for dora")).Status);
    }

    [Fact]
    public async Task Of_many_who_take_the_same_email_at_once_one_gets_it_and_nobody_sees_a_failure()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => app.Visit().RegisterAsync("race@shop.test"))));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Redirect);
        Assert.Equal(5, answers.Count(a => a.Status == HttpStatusCode.OK && a.Alert!.Contains("may already exist", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_registers_an_email_between_the_check_and_the_save_of_another_was_faster()
    {
        await using var crowded = app.WithWebHostBuilder(b => b.ConfigureTestServices(s => s.AddScoped<IUserValidator<ShopUser>, FasterPerson>()));
        var visitor = new Visitor(crowded.CreateClient(new() { AllowAutoRedirect = false }));

        var answer = await visitor.RegisterAsync("late@shop.test");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("may already exist", answer.Alert, StringComparison.Ordinal);
        Assert.False(await visitor.IsSignedInAsync());
    }

    [Theory]
    [InlineData("emil@shop.test", "short", "at least 8 characters")]
    [InlineData("emil@shop.test", "password123", "first passwords anyone would try")]
    [InlineData("emil@shop.test", "emil@shop.test", "can't be your email")]
    [InlineData("emil.lindqvist@shop.test", "lindqvist1984", "your email and the shop's name are easy to guess")]
    [InlineData("emil@shop.test", "blazorshop2026", "your email and the shop's name are easy to guess")]
    [InlineData("emil@shop.test", "Passw0rd!2024", "first passwords anyone would try")]
    [InlineData("emil@shop.test", "qwertyuiop", "first passwords anyone would try")]
    [InlineData("emil@shop.test", "demo-staff-login", "public knowledge")]
    [InlineData("emil@shop.test", "demo-customer-login", "public knowledge")]
    [InlineData("emil@shop.test", "aaaaaaaaaaaa", "different characters")]
    [InlineData("not an address", "seven fine kettles whistle", "Enter an email address")]
    [InlineData("two@ats@shop.test", "seven fine kettles whistle", "Enter an email address")]
    public async Task What_is_wrong_with_the_form_is_said(string email, string password, string expected)
    {
        var visitor = app.Visit();

        var answer = await visitor.RegisterAsync(email, password);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(expected, answer.Alert, StringComparison.Ordinal);
        Assert.False(await visitor.IsSignedInAsync());
    }

    [Theory]
    [MemberData(nameof(SafeRedirectTests.Foreign), MemberType = typeof(SafeRedirectTests))]
    public async Task Nobody_is_sent_away_after_logging_in(string? returnUrl)
    {
        var answer = await app.Visit().LogInAsync("staff@shop.test", "seven staff kettles whistle", returnUrl ?? "");

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("/", answer.Location);
    }

    [Fact]
    public async Task Whoever_logs_in_is_announced_with_their_customer()
    {
        var seen = new SignIns();
        await using var listening = app.WithWebHostBuilder(b => b.ConfigureTestServices(s => s.AddSingleton<ISignedIn>(seen)));
        var visitor = new Visitor(listening.CreateClient(new() { AllowAutoRedirect = false }));

        await visitor.RegisterAsync("fred@shop.test");
        await visitor.SubmitAsync("/Account/Manage/PersonalData", "Download");
        await new Visitor(listening.CreateClient(new() { AllowAutoRedirect = false })).LogInAsync("fred@shop.test", "seven fine kettles whistle");

        Assert.Equal(2, seen.Customers.Count);
        Assert.Single(seen.Customers.Distinct());
    }

    private sealed class FasterPerson(IDbContextFactory<ShopDbContext> contexts) : IUserValidator<ShopUser>
    {
        public async Task<IdentityResult> ValidateAsync(UserManager<ShopUser> manager, ShopUser user)
        {
            var name = manager.NormalizeName(user.UserName);
            await using var db = await contexts.CreateDbContextAsync();
            if (user.Email == "late@shop.test" && !await db.Users.AnyAsync(u => u.NormalizedUserName == name))
                db.Users.Add(new ShopUser { UserName = user.UserName, NormalizedUserName = name, Email = user.Email, NormalizedEmail = name });
            await db.SaveChangesAsync();
            return IdentityResult.Success;
        }
    }

    private sealed class SignIns : ISignedIn
    {
        public List<CustomerId> Customers { get; } = [];

        public Task SignedInAsync(HttpContext http, CustomerId customer, CancellationToken ct)
        {
            Customers.Add(customer);
            return Task.CompletedTask;
        }
    }
}
