using System.Text.RegularExpressions;
using BlazorShop.Tests.Testing;
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

        // By way of a link, which Blazor would like to answer without loading the page and its script anew.
        await tab.GoAsync("/Account/Manage");
        await page.GetByRole(AriaRole.Link, new() { Name = "Passkeys" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("My laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("My laptop");

        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Log in" }).First.ClickAsync();
        // The browser may offer the passkey by itself before we get to press; then the button is gone with its page.
        await Task.WhenAny(
            Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("/Account/Login")),
            page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync());
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToBeVisibleAsync();

        await tab.GoAsync("/Account/Manage/Passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("You have no passkey yet.");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_browser_without_scripts_registers_and_logs_in()
    {
        await using var shop = new ShopServer();
        await using var tab = await browser.OpenAsync(shop, width: 320, scripts: false);

        await RegisterAsync(tab, "noscript@shop.test");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await tab.GoAsync("/Account/Login?returnUrl=%2FAccount%2FManage");
        await tab.Page.GetByLabel("Email").FillAsync("noscript@shop.test");
        await tab.Page.GetByLabel("Password").FillAsync("seven fine kettles whistle");
        await tab.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync(new Regex("/Account/Manage$"));
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
