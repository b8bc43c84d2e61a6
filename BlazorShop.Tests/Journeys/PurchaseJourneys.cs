using System.Text.RegularExpressions;
using BlazorShop.Orders;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

[Collection(BrowserTests.Name)]
public sealed class PurchaseJourneys(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task A_guest_fills_a_cart_registers_and_pays_with_4242()
    {
        await using var shopper = await ArriveAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.Tab.GoAsync("/cart");
        await Expect(shopper.Button("Checkout")).ToBeEnabledAsync();
        await shopper.RegisterAsync("/checkout");
        await Expect(shopper.CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*1"));

        await shopper.GoToPaymentAsync();
        await shopper.PayByCardAsync("4242424242424242");

        await shopper.SeesAsync("Thank you");
        await Expect(shopper.Page.GetByText("Visa ending in 4242").First).ToBeVisibleAsync();
        await Expect(shopper.CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*0"));
        var order = await OnlyOrderAsync();
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid), (order.Status, order.PaymentStatus));
        await shopper.Tab.GoAsync("/orders");
        await Expect(shopper.Page.GetByRole(AriaRole.Link, new() { Name = order.Number })).ToBeVisibleAsync();
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_declined_buyer_tries_another_card_in_the_same_form()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();

        await shopper.PayByCardAsync("4000000000009995");
        await Expect(shopper.Form.GetByRole(AriaRole.Alert).First).ToContainTextAsync("insufficient funds");
        await shopper.PayByCardAsync("4242424242424242");

        await shopper.SeesAsync("Thank you");
        Assert.Equal(PaymentStatus.Paid, (await OnlyOrderAsync()).PaymentStatus);
    }

    [Fact]
    public async Task A_bank_asks_the_buyer_to_authenticate()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();

        await shopper.PayByCardAsync("4000002760003184");
        await shopper.Form.GetByRole(AriaRole.Button, new() { Name = "Complete authentication" }).ClickAsync();

        await shopper.SeesAsync("Thank you");
    }

    [Fact]
    public async Task A_bank_debit_is_processed_and_the_open_page_shows_when_it_is_paid()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();

        await shopper.PayByDebitAsync("000123456789");
        await shopper.SeesAsync("Your payment is being processed");
        var order = await OnlyOrderAsync();
        await shopper.Tab.GoAsync("/orders/" + order.Number);
        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync("Payment is being processed");
        // The feed is heard once the page is alive.
        await Expect(shopper.Page.Locator("[data-live]")).ToBeAttachedAsync();

        await shop.Get<SandboxCheckout>().SettleDebitAsync(order.PaymentSession!, succeed: true);

        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync("Paid");
    }

    [Fact]
    public async Task A_debit_that_fails_later_is_paid_again_from_the_order()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();
        await shopper.PayByDebitAsync("000111111116");
        await shopper.SeesAsync("Your payment is being processed");
        var order = await OnlyOrderAsync();
        await shopper.Tab.GoAsync("/orders/" + order.Number);
        await Expect(shopper.Page.Locator("[data-live]")).ToBeAttachedAsync();
        await shop.Get<SandboxCheckout>().SettleDebitAsync(order.PaymentSession!, succeed: false);
        await Expect(shopper.Alert).ToContainTextAsync("The payment didn't work");

        await shopper.Button("Pay again").ClickAsync();
        await shopper.PayByCardAsync("4242424242424242");

        await shopper.SeesAsync("Thank you");
        Assert.Equal(PaymentStatus.Paid, (await OnlyOrderAsync()).PaymentStatus);
    }

    [Fact]
    public async Task A_socket_that_dies_while_paying_loses_nothing()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        // The circuit's socket, in the test's hand.
        var sockets = new List<IWebSocketRoute>();
        await shopper.Page.RouteWebSocketAsync(new Regex("/_blazor"), socket =>
        {
            socket.ConnectToServer();
            sockets.Add(socket);
        });
        await shopper.GoToPaymentAsync();
        await shopper.Page.RouteAsync(new Regex("/_blazor"), route => route.AbortAsync());
        await shopper.Page.RouteWebSocketAsync(new Regex("/_blazor"), socket => _ = socket.CloseAsync());
        foreach (var socket in sockets)
            await socket.CloseAsync();

        await shopper.PayByCardAsync("4242424242424242");

        await shopper.SeesAsync("Thank you");
        Assert.Equal(PaymentStatus.Paid, (await OnlyOrderAsync()).PaymentStatus);
    }

    [Fact]
    public async Task Without_scripts_a_visitor_browses_and_fills_a_cart()
    {
        await using var tab = await browser.OpenAsync(shop, scripts: false);
        var shopper = new Shopper(tab);
        await tab.GoAsync("/");
        await tab.GoAsync("/catalog");
        await tab.Page.Locator("main a[href^='/products/']").First.ClickAsync();
        await Expect(shopper.Button("Add to cart")).ToBeVisibleAsync();
        await shopper.Field("Quantity").FillAsync("2");
        await shopper.Button("Add to cart").ClickAsync();
        await Expect(shopper.CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*2"));

        await tab.GoAsync("/cart");
        await shopper.Field("Quantity").FillAsync("1");
        await shopper.Button("Update").ClickAsync();
        await Expect(shopper.CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*1"));
        await tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove") }).ClickAsync();
        await Expect(tab.Page.GetByText("Your cart is empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_quantity_of_a_cart_is_what_was_entered_or_what_there_is()
    {
        await using var shopper = await ArriveAsync();
        await shopper.AddAsync(await SlugAsync(), quantity: 99);
        await shopper.Tab.GoAsync("/cart");
        var quantity = shopper.Field("Quantity");
        await Expect(shopper.Button("Update")).ToHaveCountAsync(0);
        var held = await quantity.InputValueAsync();

        // The cart stays as it is, so the page has nothing new to write: the field must still go back.
        await quantity.FillAsync("500");
        await quantity.BlurAsync();
        await Expect(shopper.Alert).ToContainTextAsync("Your cart now holds " + held);
        await Expect(quantity).ToHaveValueAsync(held);

        // Enter sends the change and the form, one right after the other.
        await quantity.FillAsync("2");
        await quantity.PressAsync("Enter");
        await Expect(shopper.CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*\\b2$"));
        await Expect(quantity).ToHaveValueAsync("2");
        await shopper.Tab.GoAsync("/cart");
        await Expect(quantity).ToHaveValueAsync("2");
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Going_back_and_forth_quickly_leaves_one_form()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();
        for (var i = 0; i < 3; i++)
        {
            await shopper.Button("Change the address").ClickAsync();
            await shopper.Button("Continue to payment").ClickAsync();
        }

        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await Expect(shopper.Page.Locator("#embedded-checkout iframe")).ToHaveCountAsync(1);
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_script_that_does_not_load_is_explained_and_tried_again()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.Page.RouteAsync("**/sandbox/stripe.js*", route => route.AbortAsync());
        await shopper.Tab.GoAsync("/checkout");
        await shopper.FillAddressAsync();
        await shopper.Button("Continue to payment").ClickAsync();
        await Expect(shopper.Alert).ToContainTextAsync("could not be loaded");
        await Expect(shopper.Alert).ToContainTextAsync("Nothing was charged.");

        await shopper.Page.UnrouteAsync("**/sandbox/stripe.js*");
        await shopper.Button("Try again").ClickAsync();

        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
    }

    [Fact]
    public async Task Staff_see_the_paid_order()
    {
        await using var shopper = await ArriveAsync();
        await shopper.RegisterAsync();
        await shopper.AddAsync(await SlugAsync());
        await shopper.GoToPaymentAsync();
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
        var order = await OnlyOrderAsync();
        var denied = await shopper.Tab.GoAsync("/admin/orders");
        Assert.Equal(404, denied!.Status);

        await using var staff = new Shopper(await browser.OpenAsync(shop));
        await staff.Tab.GoAsync("/admin/orders/" + order.Number);
        await staff.Field("Email").FillAsync(StaffEmail);
        await staff.Field("Password").FillAsync(StaffPassword);
        await staff.Button("Log in").ClickAsync();
        await Expect(staff.Heading).ToContainTextAsync(order.Number);
        await Expect(staff.Page.GetByText(shopper.Email).First).ToBeVisibleAsync();
        staff.Tab.AssertNoComplaints();
    }

    private const string StaffEmail = "staff@shop.example";
    private const string StaffPassword = "demo-staff-login";

    private async Task<Shopper> ArriveAsync()
    {
        shop.Settings.TryAdd("Staff:Email", StaffEmail);
        shop.Settings.TryAdd("Staff:Password", StaffPassword);
        return new Shopper(await browser.OpenAsync(shop));
    }

    /// <summary>Something of the demo catalogue that comes in one form and in plenty.</summary>
    private async Task<string> SlugAsync()
    {
        await using var db = shop.Db();
        return await db.Products.Where(p => p.Variants.Count == 1 && p.Variants[0].Stock.OnHand > 20).OrderBy(p => p.Position).Select(p => p.Slug).FirstAsync();
    }

    private async Task<Order> OnlyOrderAsync()
    {
        await using var db = shop.Db();
        return await db.Orders.AsNoTracking().SingleAsync();
    }
}
