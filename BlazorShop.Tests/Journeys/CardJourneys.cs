using BlazorShop.Orders;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

/// <summary>A buyer who comes back: with a saved card, or to an order that is not paid yet.</summary>
[Collection(BrowserTests.Name)]
public sealed class CardJourneys(Browser browser) : IAsyncLifetime
{
    private const string StaffEmail = "staff@shop.example";
    private const string StaffPassword = "demo-staff-login";

    private readonly ShopServer shop = new() { Seed = "Demo", Settings = { ["Staff:Email"] = StaffEmail, ["Staff:Password"] = StaffPassword } };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task A_card_saved_while_paying_is_filled_in_at_the_next_checkout()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();
        await shopper.Form.GetByLabel("Save my card for future purchases").CheckAsync();
        await shopper.Tab.ScreenshotAsync("card-consent");
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");

        await shopper.AddAsync(await SlugAsync());
        await shopper.Tab.GoAsync("/checkout");
        await Expect(shopper.Field("Full name")).ToHaveValueAsync("Jane Roe");
        await Expect(shopper.Button("Continue to payment")).ToBeEnabledAsync();
        await shopper.Button("Continue to payment").ClickAsync();

        await Expect(shopper.Form.GetByLabel("Visa •••• 4242")).ToBeCheckedAsync();
        await Expect(shopper.Form.GetByText(shopper.Email)).ToBeVisibleAsync();
        await Expect(shopper.Form.Locator("#saved-billing-text")).ToHaveTextAsync("Jane Roe, France");
        // The address was asked by the shop, and is not asked again.
        await Expect(shopper.Form.GetByLabel("Address line 1")).ToBeHiddenAsync();
        // The shop's look: its green, on white.
        await Expect(shopper.Form.Locator("#pay")).ToHaveCSSAsync("background-color", "rgb(47, 93, 79)");
        await Expect(shopper.Form.Locator("html")).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
        await shopper.Tab.ScreenshotAsync("card-prefilled");
        // Another card begins with the same name.
        await shopper.Form.Locator("#method-card").CheckAsync();
        await Expect(shopper.Form.GetByLabel("Cardholder name")).ToHaveValueAsync("Jane Roe");
        await shopper.Form.GetByLabel("Visa •••• 4242").CheckAsync();
        await shopper.Form.Locator("#pay").ClickAsync();

        await shopper.SeesAsync("Thank you");
        await using var db = shop.Db();
        Assert.Equal(2, await db.Orders.CountAsync(o => o.PaymentStatus == PaymentStatus.Paid));
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_card_is_added_chosen_and_removed_on_the_page_of_cards()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await AddCardAsync(shopper, "4242424242424242");
        await Expect(shopper.Page.GetByText("Your card is saved.")).ToBeVisibleAsync();
        await AddCardAsync(shopper, "5555555555554444");
        var cards = shopper.Page.Locator("main li.card");
        await Expect(cards).ToHaveCountAsync(2);
        await shopper.Tab.ScreenshotAsync("cards");

        await shopper.Page.GetByRole(AriaRole.Button, new() { Name = "Make default Mastercard ending in 4444" }).ClickAsync();
        await Expect(shopper.Page.GetByText("Your default card has been changed.")).ToBeVisibleAsync();
        await shopper.Page.GetByRole(AriaRole.Link, new() { Name = "Remove Visa ending in 4242" }).ClickAsync();
        await shopper.SeesAsync("Remove Visa ending in 4242?");
        await shopper.Tab.ScreenshotAsync("card-remove");
        await shopper.Button("Remove card").ClickAsync();
        await Expect(cards).ToHaveCountAsync(1);

        await using var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync("/admin/customers?q=" + shopper.Email);
        await staff.Field("Email").FillAsync(StaffEmail);
        await staff.Field("Password").FillAsync(StaffPassword);
        await staff.Button("Log in").ClickAsync();
        await staff.Page.GetByRole(AriaRole.Link, new() { Name = shopper.Email }).ClickAsync();
        await Expect(staff.Page.GetByText("Offered at checkout")).ToBeVisibleAsync();
        await staff.Tab.ScreenshotAsync("customer");
        shopper.Tab.AssertNoComplaints();
        staff.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_card_whose_tab_was_closed_at_the_wrong_moment_is_saved()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await shopper.Tab.GoAsync("/Account/Manage/Cards/Add");
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        // The way back is never reached.
        await shopper.Page.RouteAsync("**/Account/Manage/Cards/Added*", route => route.AbortAsync());
        var closed = shopper.Page.WaitForRequestAsync("**/Account/Manage/Cards/Added*");
        await FillCardAsync(shopper, "4242424242424242");
        await closed;

        await shopper.Tab.GoAsync("/Account/Manage/Cards");
        await Expect(shopper.Page.GetByText("Visa ending in 4242").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("declined")]
    [InlineData("failed")]
    [InlineData("expired")]
    [InlineData("abandoned")]
    public async Task After_each_kind_of_failure_the_buyer_comes_back_and_pays(string kind)
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();
        switch (kind)
        {
            case "declined":
                await shopper.PayByCardAsync("4000000000000002");
                await Expect(shopper.Form.GetByRole(AriaRole.Alert).First).ToContainTextAsync("declined");
                break;
            case "failed":
                await shopper.PayByDebitAsync("000111111116");
                await shopper.SeesAsync("Your payment is being processed");
                await shop.Get<SandboxCheckout>().SettleDebitAsync((await OrderAsync()).PaymentSession!, succeed: false);
                break;
            case "expired":
                await EndAsync();
                break;
        }

        // From the order's page, or, where the shop has written, by the link of its email.
        var number = (await OrderAsync()).Number;
        await shopper.Tab.GoAsync("/orders/" + number);
        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync(kind switch
        {
            "failed" => "Payment failed",
            "expired" => "Not paid",
            _ => "Awaiting payment",
        });
        await shopper.Tab.ScreenshotAsync("pay-again-order-" + kind);
        if (await LinkAsync(number) is { } link)
            await shopper.Tab.GoAsync(link);
        else
            await shopper.Button("Pay again").ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await shopper.Tab.ScreenshotAsync("pay-again-form-" + kind);
        await shopper.PayByCardAsync("4242424242424242");

        await shopper.SeesAsync("Thank you");
        var paid = await OrderAsync();
        Assert.Equal((number, PaymentStatus.Paid), (paid.Number, paid.PaymentStatus));
    }

    [Fact]
    public async Task A_price_that_changed_after_the_reservation_is_explained_and_the_goods_go_into_the_cart()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();
        await EndAsync();
        var order = await OrderAsync();
        await shopper.Tab.GoAsync("/orders/" + order.Number);
        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync("Not paid");
        await using (var db = shop.Db())
        {
            var variant = await db.Variants.SingleAsync(v => v.Id == order.Lines[0].VariantId);
            variant.Price = variant.Price with { Minor = variant.Price.Minor + 100 };
            await db.SaveChangesAsync();
        }

        await shopper.Tab.GoAsync("/checkout?order=" + order.Number);
        await Expect(shopper.Alert).ToContainTextAsync("This order can no longer be paid at its original prices.");
        await Expect(shopper.Alert).ToContainTextAsync("when you ordered it. It now costs");
        await shopper.Tab.ScreenshotAsync("pay-again-price");
        await shopper.Button("Order at today's prices").ClickAsync();
        await shopper.SeesAsync("Your cart");
        await shopper.GoToPaymentAsync();
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
    }

    [Theory]
    [InlineData(320, true)]
    [LongRunData(390, false)]
    public async Task Pages_of_cards_fit_a_small_phone(int width, bool dark)
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, width, height: 844, dark));
        var name = $"phone-{width}-{(dark ? "dark" : "light")}";
        await shopper.RegisterAsync();
        await AddCardAsync(shopper, "4242424242424242");
        await AddCardAsync(shopper, "5555555555554444");
        await ShowAsync(shopper, name + "-cards");
        await shopper.Page.GetByRole(AriaRole.Link, new() { Name = "Remove Visa ending in 4242" }).ClickAsync();
        await shopper.SeesAsync("Remove Visa ending in 4242?");
        await ShowAsync(shopper, name + "-remove");
        await shopper.Tab.GoAsync("/Account/Manage/Cards/Add");
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await ShowAsync(shopper, name + "-add");
        await shopper.AddAsync(await SlugAsync());
        await shopper.Tab.GoAsync("/checkout");
        await shopper.FillAddressAsync();
        await shopper.Button("Continue to payment").ClickAsync();
        await Expect(shopper.Form.GetByLabel("Mastercard •••• 4444")).ToBeCheckedAsync();
        await ShowAsync(shopper, name + "-prefilled");
        shopper.Tab.AssertNoComplaints();

        await using var staff = new Shopper(await browser.OpenAsync(shop, width, height: 844, dark));
        await staff.Tab.GoAsync("/admin/customers?q=" + shopper.Email);
        await staff.Field("Email").FillAsync(StaffEmail);
        await staff.Field("Password").FillAsync(StaffPassword);
        await staff.Button("Log in").ClickAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Link, new() { Name = shopper.Email })).ToBeVisibleAsync();
        await ShowAsync(staff, name + "-customers");
        await staff.Page.GetByRole(AriaRole.Link, new() { Name = shopper.Email }).ClickAsync();
        await Expect(staff.Page.GetByText("Offered at checkout").First).ToBeVisibleAsync();
        await ShowAsync(staff, name + "-customer");
    }

    private static async Task ShowAsync(Shopper somebody, string name)
    {
        await somebody.Tab.AssertFitsAsync();
        await somebody.Tab.ScreenshotAsync(name);
    }

    private static async Task AddCardAsync(Shopper shopper, string number)
    {
        await shopper.Tab.GoAsync("/Account/Manage/Cards");
        await shopper.Page.GetByRole(AriaRole.Link, new() { Name = "Add a card" }).ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await shopper.Tab.ScreenshotAsync("card-add");
        await FillCardAsync(shopper, number);
        await shopper.SeesAsync("Cards");
    }

    private static async Task FillCardAsync(Shopper shopper, string number)
    {
        await shopper.Form.GetByLabel("Card number").FillAsync(number);
        await shopper.Form.GetByLabel("Expiration").FillAsync("12/34");
        await shopper.Form.GetByLabel("CVC").FillAsync("123");
        await shopper.Form.GetByLabel("Cardholder name").FillAsync("Jane Roe");
        await shopper.Form.GetByRole(AriaRole.Button, new() { Name = "Save card" }).ClickAsync();
    }

    /// <summary>The provider ends the open form, as its clock would.</summary>
    private async Task EndAsync()
    {
        var reference = (await OrderAsync()).PaymentSession!;
        await using (var db = shop.Db())
            await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.ExpiresAt, DateTime.UtcNow));
        shop.Get<SandboxStore>().Run(work =>
        {
            var session = Sessions.Find(work, reference)!;
            session["expires_at"] = work.Now;
            Sessions.Expire(work, session);
        });
    }

    private async Task<string?> LinkAsync(string number)
    {
        await using var db = shop.Db();
        var mail = await db.OutboxMessages.OrderByDescending(m => m.CreatedAt)
            .FirstOrDefaultAsync(m => m.DedupKey == $"order:{number}:unpaid" || m.DedupKey == $"order:{number}:failed:1");
        return mail?.Text.Split('\n').Single(line => line.Contains("/checkout?order=", StringComparison.Ordinal)).Trim();
    }

    /// <summary>Something of the demo catalogue that comes in one form and in plenty.</summary>
    private async Task<string> SlugAsync()
    {
        await using var db = shop.Db();
        return await db.Products.Where(p => p.Variants.Count == 1 && p.Variants[0].Stock.OnHand > 20).OrderBy(p => p.Position).Select(p => p.Slug).FirstAsync();
    }

    private async Task<Order> OrderAsync()
    {
        await using var db = shop.Db();
        return await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync();
    }
}
