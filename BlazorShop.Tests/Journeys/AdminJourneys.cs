using BlazorShop.Common;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Refunds;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

/// <summary>What the admin owes whoever works in it: on a phone and on a desk, from the login to the logout.</summary>
[Collection(BrowserTests.Name)]
public sealed class AdminJourneys(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo", Staffed = true };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task The_admins_navigation_fits_a_phone_and_its_reconnect_bar_is_legible()
    {
        await using var staff = new Shopper(await browser.OpenAsync(shop, 390, 844));
        await staff.Tab.GoAsync("/Account/Login");
        await staff.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        await staff.Tab.GoAsync("/admin/orders");
        await Expect(staff.Page.Locator("main[data-live]")).ToBeAttachedAsync();
        var bar = staff.Page.Locator(".admin-bottom");
        await Expect(bar.Locator("a")).ToHaveCountAsync(4);
        foreach (var link in await bar.Locator("a, button").AllAsync())
        {
            var box = (await link.BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.X + box.Width <= 390, $"{await link.TextContentAsync()} ends at {box.X + box.Width} px");
        }

        await staff.Tab.AssertFitsAsync();
        // What the bar has no room for is in the menu, which closes behind whoever goes on.
        await bar.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        var menu = staff.Page.Locator(".admin-menu");
        await menu.GetByRole(AriaRole.Link, new() { Name = "Subscriptions" }).ClickAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Subscriptions" })).ToBeVisibleAsync();
        await Expect(menu).ToBeHiddenAsync();
        await staff.Page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').dataset.state = 'failed'");
        var colours = await staff.Page.EvaluateAsync<string[]>(
            "() => { const bar = document.getElementById('components-reconnect-modal'); const button = bar.querySelector('button:not([hidden])'); return [getComputedStyle(bar).backgroundColor, getComputedStyle(bar).color, getComputedStyle(button).color, getComputedStyle(button).textTransform]; }");
        Assert.Equal(["rgb(37, 34, 29)", "rgb(241, 237, 229)", "rgb(241, 237, 229)", "none"], colours);
        Assert.InRange((await staff.Page.Locator("#components-reconnect-modal").BoundingBoxAsync())!.Height, 30, 200);
    }

    [Fact]
    public async Task The_admins_tables_fit_every_window_from_a_phone_to_a_desk()
    {
        await using (var buyer = new Shopper(await browser.OpenAsync(shop)))
        {
            await buyer.AddAsync("round-teapot");
            await buyer.RegisterAsync("/checkout");
            await buyer.GoToPaymentAsync();
            await buyer.PayByCardAsync("4242424242424242");
            await buyer.SeesAsync("Thank you");
        }

        await using var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync("/Account/Login");
        await staff.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        var (order, customer, eventName) = await FillTablesAsync();

        foreach (var path in new[] { "orders", "products", "customers", "payments", $"orders/{order}", $"customers/{customer}", $"payments/events/{eventName}" })
        {
            await staff.Tab.GoAsync("/admin/" + path);
            await Expect(staff.Page.Locator("table.table td").First).ToBeVisibleAsync();
            // That money differs is said on every page but the one that says it at length.
            await Expect(staff.Page.Locator(".admin-notice")).ToHaveCountAsync(path == "payments" ? 0 : 1);
            // Above and below each width at which the frame or the rows change.
            foreach (var width in new[] { 320, 650, 700, 768, 965, 1020, 1024, 1190, 1210, 1280 })
            {
                await staff.Page.SetViewportSizeAsync(width, 844);
                await staff.Tab.AssertFitsAsync();
            }
        }
    }

    /// <summary>
    /// A row in each table that an ordinary order leaves empty. They are another provider's: the reconciliation that runs
    /// here by itself neither finds them again nor settles them.
    /// </summary>
    private async Task<(string Order, CustomerId Customer, string Event)> FillTablesAsync()
    {
        const string provider = "another";
        await using var db = shop.Db();
        var payment = await db.Payments.SingleAsync();
        var order = await db.Orders.SingleAsync();
        db.AddRange(
            Make.Difference("pi_3Qf0aLlAkVdY7pQb1xJc2mNo", DateTime.UtcNow, provider: provider),
            new Refund
            {
                Id = Guid.CreateVersion7(),
                Provider = provider,
                PaymentId = payment.Id,
                OrderId = order.Id,
                Reference = "re_3Qf0aLlAkVdY7pQb1xJc2mNo",
                Amount = new Money(100, "EUR"),
                State = RefundState.Pending,
                Because = RefundReason.ByShop,
                Reason = "The lid arrived chipped",
                RequestedBy = ShopApp.StaffEmail,
                IdempotencyKey = "fits",
                CreatedAt = DateTime.UtcNow,
            },
            new Dispute
            {
                Reference = "du_3Qf0aLlAkVdY7pQb1xJc2mNo",
                Provider = provider,
                PaymentId = payment.Id,
                OrderId = order.Id,
                Amount = new Money(100, "EUR"),
                Status = DisputeStatus.NeedsResponse,
                Reason = DisputeReason.Fraudulent,
                DueBy = DateTime.UtcNow.AddDays(7),
                CreatedAt = DateTime.UtcNow,
            },
            new ForeignPayment
            {
                Provider = provider,
                SessionReference = "cs_live_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6",
                PaymentReference = "pi_3Qf0aLlAkVdY7pQb1xJc2mNp",
                Amount = new Money(3900, "EUR"),
                Email = "somebody.with.a.long.name@example.com",
                Environment = payment.Environment,
                PaidAt = DateTime.UtcNow,
                FoundAt = DateTime.UtcNow,
            });
        await db.SaveChangesAsync();
        var paid = await db.Set<InboxEvent>().SingleAsync(e => e.Type == "checkout.session.completed");
        return (order.Number, order.CustomerId, Uri.EscapeDataString(paid.Name));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Staff_see_who_they_are_and_log_out_of_the_admin(int width)
    {
        await using var staff = new Shopper(await browser.OpenAsync(shop, width, 844));
        await staff.Tab.GoAsync("/Account/Login");
        await staff.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        await staff.Tab.GoAsync("/admin/orders");
        await Expect(staff.Page.Locator("main[data-live]")).ToBeAttachedAsync();
        if (width < 1024)
            await staff.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Expect(staff.Page.GetByText(ShopApp.StaffEmail).Locator("visible=true")).ToBeVisibleAsync();
        await staff.Button("Log out").ClickAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Link, new() { Name = "Log in" })).ToBeVisibleAsync();
        await staff.Tab.GoAsync("/admin/orders");
        await Expect(staff.Button("Log in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_may_only_see_payments_begins_there_and_finds_no_orders()
    {
        await using (var db = shop.Db())
            await db.RestrictAsync(await db.Users.Where(u => u.Email == ShopApp.StaffEmail).Select(u => u.Id).SingleAsync(), Permission.Payments);
        await using var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync("/Account/Login");
        await staff.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        await staff.Tab.GoAsync("/admin");
        await Expect(staff.Page).ToHaveURLAsync(shop.Url("/admin/payments"));
        await Expect(staff.Page.Locator(".admin-side nav a")).ToHaveTextAsync(["Payments"]);
        await Expect(staff.Page.Locator("main[data-live]")).ToBeAttachedAsync();
        // Inside the circuit, as a link on the page leads there.
        await staff.Page.EvaluateAsync("() => Blazor.navigateTo('/admin/orders')");
        await staff.SeesAsync("Not found in the admin");
        await Expect(staff.Page.GetByText("Export CSV")).ToHaveCountAsync(0);
        Assert.Equal(404, (await staff.Tab.GoAsync("/admin/orders"))!.Status);
        await staff.SeesAsync("Not found in the admin");
    }

    [Fact]
    public async Task An_order_that_is_not_there_is_said_in_the_admin_and_to_strangers_in_the_shop()
    {
        await using var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync("/Account/Login");
        await staff.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        foreach (var path in new[] { "/admin/orders/NOPE", "/admin/nowhere" })
        {
            var answer = await staff.Tab.GoAsync(path);
            Assert.Equal(404, answer!.Status);
            await staff.SeesAsync("Not found in the admin");
            await Expect(staff.Page.GetByRole(AriaRole.Link, new() { Name = "Subscriptions", Exact = true })).ToBeVisibleAsync();
        }

        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        Assert.Equal(404, (await shopper.Tab.GoAsync("/admin/orders/NOPE"))!.Status);
        await shopper.SeesAsync("Page not found");
    }
}
