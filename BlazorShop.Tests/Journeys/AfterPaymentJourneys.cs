using System.Text.RegularExpressions;
using BlazorShop.Orders;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

[Collection(BrowserTests.Name)]
public sealed class AfterPaymentJourneys(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo", Staffed = true };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task Staff_ship_and_the_customers_open_page_shows_the_shipment()
    {
        await using var shopper = await BuyAsync();
        var order = await OnlyOrderAsync();
        await shopper.Tab.GoAsync("/orders/" + order.Number);
        await Expect(shopper.Page.Locator("[data-live]")).ToBeAttachedAsync();

        await using var staff = await StaffAsync("/admin/orders?fulfilment=ToShip");
        await staff.Page.GetByRole(AriaRole.Link, new() { Name = order.Number }).ClickAsync();
        await staff.Button("Ship").ClickAsync();
        // The dialog opens at its first field; who types before that types elsewhere.
        await Expect(staff.Field("Carrier")).ToBeFocusedAsync();
        await staff.Field("Carrier").FillAsync("DHL");
        await staff.Field("Tracking number").FillAsync("JD014600006281230450");
        await staff.Button("Ship").ClickAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The order is on its way." })).ToBeVisibleAsync();
        await Expect(staff.Button("Ship")).ToHaveCountAsync(0);

        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync("Shipped");
        await Expect(shopper.Page.GetByText("JD014600006281230450", new() { Exact = true })).ToBeVisibleAsync();
        await using (var db = shop.Db())
            Assert.Contains("JD014600006281230450", (await db.OutboxMessages.SingleAsync(m => m.DedupKey.StartsWith("ship:"))).Text, StringComparison.Ordinal);

        await staff.Button("Mark delivered").ClickAsync();
        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync("Delivered");
        Assert.Equal((OrderStatus.Completed, FulfilmentStatus.Delivered), (await OnlyOrderAsync()) is var done ? (done.Status, done.FulfilmentStatus) : default);
        shopper.Tab.AssertNoComplaints();
        staff.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Staff_cancel_and_the_customer_sees_the_money_go_back()
    {
        await using var shopper = await BuyAsync();
        var order = await OnlyOrderAsync();
        await shopper.Tab.GoAsync("/orders/" + order.Number);
        await Expect(shopper.Page.Locator("[data-live]")).ToBeAttachedAsync();

        await using var staff = await StaffAsync("/admin/orders/" + order.Number);
        await staff.Button("Cancel order").ClickAsync();
        await staff.Field("Reason").FillAsync("It broke on the way to the shelf.");
        await staff.Button("Cancel order").ClickAsync();

        await Expect(staff.Page.GetByText("its payment is being refunded").First).ToBeVisibleAsync();
        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync("Cancelled and refunded");
        Assert.Equal(PaymentStatus.Refunded, (await OnlyOrderAsync()).PaymentStatus);
        staff.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_customer_orders_again_and_then_erases_the_account()
    {
        await using var shopper = await BuyAsync();
        var order = await OnlyOrderAsync();
        await shopper.Tab.GoAsync("/orders/" + order.Number);
        await shopper.Button("Order again").ClickAsync();
        await Expect(shopper.Page.GetByText($"Order {order.Number} is back in your cart")).ToBeVisibleAsync();
        await Expect(shopper.CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*1"));

        await shopper.Tab.GoAsync("/Account/Manage/PersonalData");
        await shopper.Field("Current password").FillAsync(Visitor.Password);
        await shopper.Page.GetByLabel("Yes, permanently delete my account.").CheckAsync();
        await shopper.Button("Delete my account").ClickAsync();

        await Expect(shopper.Page.GetByText("Your account has been deleted.")).ToBeVisibleAsync();
        await Expect(shopper.Button("Log out")).ToHaveCountAsync(0);
        Assert.NotNull((await OnlyOrderAsync()).BuyerErasedAt);
        await using var db = shop.Db();
        Assert.Equal(0, await db.Users.CountAsync(u => u.Email == shopper.Email));
        await ForgottenAsync();
        shopper.Tab.AssertNoComplaints();
    }

    /// <summary>The worker is rung by the erasure itself; nobody need wait for its minute.</summary>
    private async Task ForgottenAsync()
    {
        await shop.RunOnceAsync<BlazorShop.Privacy.ErasureWorker>();
        Assert.All(shop.Get<SandboxStore>().Run(work => work.All(CustomerObject.Kind)), buyer => Assert.True(buyer["deleted"]?.GetValue<bool>()));
    }

    private async Task<Shopper> BuyAsync()
    {
        var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await using (var db = shop.Db())
        {
            await shopper.AddAsync(await db.Products.Where(p => p.Variants.Count == 1 && p.Variants[0].Stock.OnHand > 20)
                .OrderBy(p => p.Position).Select(p => p.Slug).FirstAsync());
        }

        await shopper.GoToPaymentAsync();
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
        return shopper;
    }

    private async Task<Shopper> StaffAsync(string path)
    {
        var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync(path);
        await staff.LogInAsync(ShopApp.StaffEmail);
        return staff;
    }

    private async Task<Order> OnlyOrderAsync()
    {
        await using var db = shop.Db();
        return await db.Orders.AsNoTracking().SingleAsync();
    }
}

file static class InAdmin
{
    /// <summary>The admin has no button to log out: it is reached when its heading is there.</summary>
    public static async Task LogInAsync(this Shopper staff, string email)
    {
        await staff.Field("Email").FillAsync(email);
        await staff.Field("Password").FillAsync(Visitor.Password);
        await staff.Button("Log in").ClickAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Navigation, new() { Name = "Admin" })).ToBeVisibleAsync();
    }
}
