using System.Text.RegularExpressions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

/// <summary>A person who has something sent every month, and what happens when their card fails.</summary>
[Collection(BrowserTests.Name)]
public sealed class SubscriptionJourneys(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo", Staffed = true };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task A_shopper_subscribes_is_renewed_fails_to_pay_and_recovers_by_the_link_in_the_email()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync("/products/coffee-post");
        await shopper.Page.GetByLabel("Whole beans").CheckAsync();
        await shopper.Tab.ScreenshotAsync("subscription-1-product");
        await shopper.Button("Subscribe").ClickAsync();
        await Expect(shopper.Page.GetByText("€14.00 today, then €14.00 every month")).ToBeVisibleAsync();
        await shopper.FillAddressAsync();
        await shopper.Button("Continue to payment").ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await shopper.Tab.ScreenshotAsync("subscription-1-checkout");
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");

        await shopper.Page.GetByRole(AriaRole.Link, new() { Name = "Part of a subscription" }).ClickAsync();
        await shopper.SeesAsync("Coffee post");
        await AliveAsync(shopper);
        await Expect(Orders(shopper)).ToHaveCountAsync(1);
        await shopper.Tab.ScreenshotAsync("subscription-2-running");

        // The sandbox's clock is turned; the open page shows the second order by itself.
        await RenewAsync(shopper);
        await Expect(Orders(shopper)).ToHaveCountAsync(2);

        // A card that is kept, and declines when it is charged.
        await shopper.Button("Change card").ClickAsync();
        await EnterCardAsync(shopper, "4000000000000341");
        await Expect(shopper.Page.GetByText("Your new card is saved.")).ToBeVisibleAsync();
        await Expect(shopper.Page.GetByText("Visa ending in 0341")).ToBeVisibleAsync();
        await AliveAsync(shopper);
        await RenewAsync(shopper);
        await Expect(shopper.Alert).ToContainTextAsync("We couldn't collect €14.00");
        await shopper.Tab.ScreenshotAsync("subscription-3-failed");

        await shopper.Tab.GoAsync(await LinkInMailAsync());
        await AliveAsync(shopper);
        await shopper.Button("Pay now").ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await shopper.Tab.ScreenshotAsync("subscription-4-paying");
        await EnterCardAsync(shopper, "4242424242424242");

        await Expect(shopper.Page.GetByText("Thank you. It's paid")).ToBeVisibleAsync();
        await Expect(Orders(shopper)).ToHaveCountAsync(3);
        await Expect(shopper.Page.Locator("aside .chip")).ToHaveTextAsync("Active");
        await shopper.Tab.ScreenshotAsync("subscription-5-recovered");
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_shopper_pauses_resumes_cancels_after_a_question_and_changes_their_mind()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, width: 390, height: 844));
        await SubscribeAsync(shopper);
        await shopper.Tab.GoAsync("/subscriptions");
        await Expect(shopper.Page.Locator(".table .chip")).ToHaveTextAsync("Active");
        await shopper.Tab.ScreenshotAsync("subscription-6-list-390");
        await shopper.Tab.AssertFitsAsync();
        await shopper.Page.GetByRole(AriaRole.Link, new() { Name = "Coffee post" }).ClickAsync();
        await AliveAsync(shopper);
        await shopper.Tab.AssertFitsAsync();

        await shopper.Button("Pause").ClickAsync();
        await Expect(Status(shopper)).ToHaveTextAsync("Paused");
        await shopper.Button("Resume").ClickAsync();
        await Expect(Status(shopper)).ToHaveTextAsync("Active");
        await shopper.Button("Cancel").ClickAsync();
        await Expect(shopper.Page.GetByRole(AriaRole.Heading, new() { Name = "Cancel this subscription?" })).ToBeFocusedAsync();
        await shopper.Tab.ScreenshotAsync("subscription-7-question-390");
        await shopper.Button("Yes, cancel it").ClickAsync();
        await Expect(Status(shopper)).ToHaveTextAsync("Ends soon");
        await shopper.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await shopper.Page.SetViewportSizeAsync(320, 700);
        await shopper.Tab.AssertFitsAsync();
        await shopper.Tab.ScreenshotAsync("subscription-7-ends-dark-320");
        await shopper.Button("Keep the subscription").ClickAsync();
        await Expect(Status(shopper)).ToHaveTextAsync("Active");
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Staff_see_a_subscription_and_end_it_after_a_question()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await SubscribeAsync(shopper);
        await using var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync("/Account/Login?returnUrl=/admin/subscriptions");
        await staff.Field("Email").FillAsync(ShopApp.StaffEmail);
        await staff.Field("Password").FillAsync(Visitor.Password);
        await staff.Button("Log in").ClickAsync();

        var row = staff.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = shopper.Email });
        await Expect(row).ToContainTextAsync("Active");
        await staff.Tab.ScreenshotAsync("subscription-8-admin");
        await row.GetByRole(AriaRole.Button, new() { Name = "Cancel subscription" }).ClickAsync();
        var dialog = staff.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync(shopper.Email);
        await Expect(dialog).ToContainTextAsync("no longer be charged");
        await staff.Tab.ScreenshotAsync("subscription-9-admin-question");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel subscription" }).ClickAsync();

        await Expect(staff.Page.GetByText($"The subscription of {shopper.Email} has ended.")).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("Cancelled");
        await Expect(row).ToContainTextAsync(ShopApp.StaffEmail);
        staff.Tab.AssertNoComplaints();
    }

    private static ILocator Orders(Shopper shopper) => shopper.Page.GetByRole(AriaRole.Region, new() { Name = "Orders" }).GetByRole(AriaRole.Listitem);

    private static ILocator Status(Shopper shopper) => shopper.Page.Locator("aside .chip");

    // A click before the circuit is there is lost, and so is what the feed says.
    private static Task AliveAsync(Shopper shopper) => Expect(shopper.Page.Locator("[data-live]")).ToBeAttachedAsync();

    private static async Task SubscribeAsync(Shopper shopper)
    {
        await shopper.RegisterAsync();
        await shopper.Tab.GoAsync("/checkout?subscribe=POST-COFFEE-BEAN");
        await shopper.FillAddressAsync();
        await shopper.Tab.AssertFitsAsync();
        await shopper.Button("Continue to payment").ClickAsync();
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
    }

    private static async Task EnterCardAsync(Shopper shopper, string number)
    {
        await shopper.Form.GetByLabel("Card number").FillAsync(number);
        await shopper.Form.GetByLabel("Expiration").FillAsync("12/34");
        await shopper.Form.GetByLabel("CVC").FillAsync("123");
        await shopper.Form.GetByLabel("Cardholder name").FillAsync("Jane Roe");
        await shopper.Form.GetByRole(AriaRole.Button, new() { Name = "Save card" }).ClickAsync();
    }

    /// <summary>Turns the provider's clock, on the provider's page, in another tab.</summary>
    private static async Task RenewAsync(Shopper shopper)
    {
        var page = await shopper.Tab.Context.NewPageAsync();
        await page.GotoAsync("/sandbox");
        await page.GetByRole(AriaRole.Button, new() { Name = "Renew now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The subscription advanced to its next renewal.");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder, "subscription-10-sandbox.png") });
        await page.CloseAsync();
    }

    /// <summary>Where the email leads that says a payment failed.</summary>
    private async Task<string> LinkInMailAsync()
    {
        await using var db = shop.Db();
        var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey.Contains(":failed:"));
        return Regex.Match(mail.Text, "/subscriptions/[0-9a-f-]{36}").Value;
    }
}
