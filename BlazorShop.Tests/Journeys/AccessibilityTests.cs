using BlazorShop.Tests.Testing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Journeys;

/// <summary>Every page as axe reads it (WCAG 2.2 AA): in light on a desktop, and in dark on the smallest phone, where none scrolls sideways.</summary>
[Collection(BrowserTests.Name)]
public sealed class AccessibilityTests(Browser browser) : IAsyncLifetime
{
    private static readonly AxeRunOptions rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    private readonly ShopServer shop = new() { Seed = "Demo", Staffed = true };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Theory]
    [InlineData(320, true)]
    [LongRunData(1280, false)]
    public async Task Every_page_can_be_read_by_everybody(int width, bool dark)
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, width, dark: dark));
        var found = new List<string>();
        await using (var db = shop.Db())
        {
            // Different faces of a product: plenty, few, none, and in several forms.
            foreach (var slug in await db.Products.OrderBy(p => p.Variants.Min(v => v.Stock.OnHand)).Select(p => p.Slug).Take(2).ToListAsync())
                await ReadAsync(shopper.Tab, "/products/" + slug, found);
        }

        foreach (var path in new[]
        {
            "/", "/catalog", "/catalog?q=nothing-is-called-so", "/products/round-teapot", "/products/coffee-post", "/cart", "/nowhere",
            "/fr/", "/fr/catalog?category=kitchen", "/fr/products/coffee-post", "/fr/nowhere",
            "/Account/Login", "/Account/Register", "/Account/ForgotPassword", "/Account/ResendEmailConfirmation", "/Account/Lockout", "/Account/AccessDenied",
        })
        {
            await ReadAsync(shopper.Tab, path, found);
        }

        await shopper.RegisterAsync();
        foreach (var path in new[] { "/orders", "/checkout", "/subscriptions", "/Account/Manage/Addresses", "/Account/Manage/Cards" })
            await ReadAsync(shopper.Tab, path, found);
        await shopper.AddAsync("round-teapot");
        await ReadAsync(shopper.Tab, "/cart", found);
        await shopper.Tab.GoAsync("/checkout");
        await ReadAsync(shopper.Tab, "the address", found);
        await shopper.GoToPaymentAsync();
        await ReadAsync(shopper.Tab, "the payment form", found);
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
        await ReadAsync(shopper.Tab, "the return page", found);
        foreach (var path in await PagesOfTheirOwnAsync())
            await ReadAsync(shopper.Tab, path, found);

        await using var staff = new Shopper(await browser.OpenAsync(shop, width, dark: dark));
        await staff.Tab.GoAsync("/Account/Login");
        await staff.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        foreach (var path in await PagesOfAdminAsync())
            await ReadAsync(staff.Tab, path, found);

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private async Task<IReadOnlyList<string>> PagesOfTheirOwnAsync()
    {
        await using var db = shop.Db();
        return
        [
            "/orders", "/orders/" + await db.Orders.Select(o => o.Number).SingleAsync(),
            "/Account/Manage", "/Account/Manage/Addresses", "/Account/Manage/Cards", "/Account/Manage/Cards/Add", "/Account/Manage/ChangePassword", "/Account/Manage/Email", "/Account/Manage/EnableAuthenticator",
            "/Account/Manage/Passkeys", "/Account/Manage/Sessions", "/Account/Manage/PersonalData", "/Account/Manage/TwoFactorAuthentication",
        ];
    }

    private async Task<IReadOnlyList<string>> PagesOfAdminAsync()
    {
        await using var db = shop.Db();
        return
        [
            "/admin/orders", "/admin/orders/" + await db.Orders.Select(o => o.Number).SingleAsync(), "/admin/customers",
            "/admin/customers/" + await db.Orders.Select(o => o.CustomerId).SingleAsync(), "/admin/subscriptions", "/admin/products", "/admin/payments",
            "/admin/payments/events/" + await db.InboxEvents.Select(e => e.Id).FirstAsync(),
        ];
    }

    /// <summary>Opens <paramref name="path"/>, or stays on the page that these words describe.</summary>
    private static async Task ReadAsync(Tab tab, string path, List<string> found)
    {
        if (path.StartsWith('/'))
            await tab.GoAsync(path);
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        // What is still on its way is not what a person reads; the admin learns on the way whether it is dark.
        if (path.StartsWith("/admin", StringComparison.Ordinal))
            await Assertions.Expect(tab.Page.Locator("main[data-live]")).ToBeAttachedAsync();
        await Assertions.Expect(tab.Page.Locator("[aria-busy=true], .mud-table-loading")).ToHaveCountAsync(0);
        var wide = await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (wide > 0)
            found.Add($"{path}: scrolls {wide} px sideways");
        var axe = await tab.Page.RunAxe(rules);
        found.AddRange(axe.Violations.SelectMany(v => v.Nodes.Select(n => $"{path}: {v.Id} at {n.Target}: {v.Help}")));
    }
}
