using System.Text.RegularExpressions;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;
using Microsoft.Playwright;

namespace BlazorShop.Tests.Admin;

[Collection(BrowserTests.Name)]
public sealed class AdminBrowserTests(Browser browser)
{
    [Fact]
    public async Task Staff_find_an_order_and_read_it()
    {
        await using var shop = new ShopServer { Staffed = true };
        await using (var db = shop.Db())
        {
            for (var i = 1; i <= 30; i++)
                db.Add(Make.Order(Make.Customer(), $"buyer{i}@example.org", DateTime.UtcNow.AddHours(i - 40), number: $"BS-AAAA-{i:D4}"));
            await db.SaveChangesAsync();
        }

        await using var tab = await browser.OpenAsync(shop);
        var page = tab.Page;
        await LogInAsync(tab, "/admin/orders");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Orders");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "BS-AAAA-" })).ToHaveCountAsync(25);

        await page.GetByLabel("Number or email").PressSequentiallyAsync("buyer7@");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "BS-AAAA-" })).ToHaveCountAsync(1);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("BS-AAAA-0007,", lines[1], StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "BS-AAAA-0007" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Order BS-AAAA-0007");
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Order placed");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task The_admin_fits_a_small_phone()
    {
        await using var shop = new ShopServer { Staffed = true, Seed = "Demo" };
        await using (var db = shop.Db())
        {
            db.Add(Make.Order(Make.Customer(), "a.very.long.address.of.a.buyer@department.university.example", number: "BS-AAAA-2222"));
            var stuck = Make.Event("evt_1", "customer.subscription.pending_update_expired", "cs_test_" + new string('x', 60), InboxState.Quarantined);
            stuck.Result = new string('x', 80);
            db.Add(stuck);
            await db.SaveChangesAsync();
        }

        await using var tab = await browser.OpenAsync(shop, width: 320, height: 700);
        await LogInAsync(tab, "/admin/orders");
        foreach (var path in new[] { "/admin/orders", "/admin/orders/BS-AAAA-2222", "/admin/products", "/admin/customers", "/admin/payments", "/admin/subscriptions" })
        {
            await tab.GoAsync(path);
            await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await tab.AssertFitsAsync();
        }
    }

    private static async Task LogInAsync(Tab tab, string path)
    {
        await tab.GoAsync(path);
        await tab.Page.GetByLabel("Email").First.FillAsync(ShopApp.StaffEmail);
        await tab.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Visitor.Password);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Log in", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync(new Regex(Regex.Escape(path) + "$"));
    }
}
