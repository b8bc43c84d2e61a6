using BlazorShop.Accounts.Sessions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Accounts;

[Collection(BrowserTests.Name)]
public sealed class SessionBrowserTests(Browser browser)
{
    [Fact]
    public async Task An_open_page_says_that_its_login_is_over_keeps_what_was_typed_and_goes_on_after_a_new_login()
    {
        await using var shop = new ShopServer { Staffed = true };
        await using (var db = shop.Db())
        {
            for (var i = 1; i <= 3; i++)
                db.Add(Make.Order(Make.Customer(), $"buyer{i}@example.org", DateTime.UtcNow.AddHours(i - 40), number: $"BS-AAAA-{i:D4}"));
            await db.SaveChangesAsync();
        }

        await using var tab = await browser.OpenAsync(shop);
        var page = tab.Page;
        await LogInAsync(page, "/admin/orders");
        var orders = page.GetByRole(AriaRole.Link, new() { Name = "BS-AAAA-" });
        await Assertions.Expect(orders).ToHaveCountAsync(3);
        await page.GetByLabel("Number or email").PressSequentiallyAsync("buyer2@");
        await Assertions.Expect(orders).ToHaveCountAsync(1);

        await using (var db = shop.Db())
            await shop.Get<Logins>().EndAsync(await db.Set<Login>().Where(l => l.EndedAt == null).Select(l => l.Id).SingleAsync(), LoginEnd.EndedByOwner, default);
        var bar = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "You've been logged out" });
        await Assertions.Expect(bar).ToBeVisibleAsync();
        await page.GetByLabel("Number or email").FillAsync("buyer");
        await Assertions.Expect(page.GetByLabel("Number or email")).ToHaveValueAsync("buyer");
        Assert.Equal(1, await orders.CountAsync());

        var second = await tab.Context.NewPageAsync();
        await LogInAsync(second, "/admin/orders");
        await second.CloseAsync();
        await page.BringToFrontAsync();
        if (await bar.IsVisibleAsync())
            await page.EvaluateAsync("() => document.getElementById('login-ended-continue').click()");
        await Assertions.Expect(bar).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByLabel("Number or email")).ToHaveValueAsync("buyer");
        await page.GetByLabel("Number or email").FillAsync("buyer3@");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "BS-AAAA-0003" })).ToBeVisibleAsync();
    }

    private static async Task LogInAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.GetByLabel("Email").First.FillAsync(ShopApp.StaffEmail);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Testing.Visitor.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Orders");
    }
}
