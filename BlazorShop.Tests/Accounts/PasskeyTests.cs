using System.Text.RegularExpressions;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Accounts;

/// <summary>With a real browser and an authenticator it simulates.</summary>
[Collection(BrowserTests.Name)]
public sealed class PasskeyTests(Browser browser)
{
    [Fact]
    public async Task A_passkey_is_added_named_used_to_log_in_and_removed()
    {
        await using var shop = new ShopServer();
        await using var tab = await browser.OpenAsync(shop);
        await AddAuthenticatorAsync(tab);
        var page = tab.Page;
        await RegisterAsync(tab, "passkey@shop.test");

        // By way of a link, which Blazor would like to answer without loading the page and its script again.
        await tab.GoAsync("/Account/Manage");
        await page.GetByRole(AriaRole.Link, new() { Name = "Passkeys" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("My laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("My laptop");

        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await LogInByPasskeyAsync(tab);

        await tab.GoAsync("/Account/Manage/Passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("You don't have a passkey yet.");
        tab.AssertNoComplaints();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_login_by_passkey_is_a_row_that_can_be_listed_and_ended_from_another_device(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var shop = new ShopServer { Database = database };
        await using var tab = await browser.OpenAsync(shop);
        await AddAuthenticatorAsync(tab);
        await RegisterAsync(tab, "passkey@shop.test");
        await tab.GoAsync("/Account/Manage/Passkeys");
        var page = tab.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToHaveCountAsync(0);
        await using var db = shop.Db();
        Assert.Equal(0, await db.Set<Login>().CountAsync(l => l.EndedAt == null));

        await LogInByPasskeyAsync(tab);
        Assert.Equal(1, await db.Set<Login>().CountAsync(l => l.EndedAt == null));

        await using var elsewhere = await browser.OpenAsync(shop);
        await LogInAsync(elsewhere, "passkey@shop.test", "/Account/Manage/Sessions");
        var logins = elsewhere.Page.Locator("main li.card");
        await Assertions.Expect(logins).ToHaveCountAsync(2);
        await logins.Filter(new() { HasNotText = "this device" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(logins).ToHaveCountAsync(1);
        // Asked without its page: there the browser would offer the passkey, and log in again by itself.
        Assert.Equal(302, (await tab.Context.APIRequest.GetAsync(shop.Url("/Account/Manage"), new() { MaxRedirects = 0 })).Status);
    }

    [Fact]
    public async Task A_browser_without_scripts_registers_and_logs_in()
    {
        await using var shop = new ShopServer();
        await using var tab = await browser.OpenAsync(shop, width: 320, scripts: false);

        await RegisterAsync(tab, "noscript@shop.test");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await LogInAsync(tab, "noscript@shop.test", "/Account/Manage");
    }

    private static async Task LogInByPasskeyAsync(Tab tab)
    {
        var page = tab.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Log in" }).First.ClickAsync();
        // The browser may offer the passkey by itself before we get to press; then the button is gone with its page.
        await Task.WhenAny(
            Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("/Account/Login")),
            page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync());
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToBeVisibleAsync();
    }

    private static async Task LogInAsync(Tab tab, string email, string returnUrl)
    {
        await tab.GoAsync("/Account/Login?returnUrl=" + Uri.EscapeDataString(returnUrl));
        await tab.Page.GetByLabel("Email").FillAsync(email);
        await tab.Page.GetByLabel("Password").FillAsync("seven fine kettles whistle");
        await tab.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync(new Regex(Regex.Escape(returnUrl) + "$"));
    }

    private static async Task RegisterAsync(Tab tab, string email)
    {
        await tab.GoAsync("/Account/Register");
        await tab.Page.GetByLabel("Email").FillAsync(email);
        await tab.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("seven fine kettles whistle");
        await tab.Page.GetByLabel("Confirm password").FillAsync("seven fine kettles whistle");
        await tab.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(tab.Page).Not.ToHaveURLAsync(new Regex("/Account/Register"));
    }

    private static async Task AddAuthenticatorAsync(Tab tab)
    {
        var devtools = await tab.Context.NewCDPSessionAsync(tab.Page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
