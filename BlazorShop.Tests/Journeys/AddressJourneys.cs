using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

/// <summary>A buyer whose address needs a state, with and without scripts.</summary>
[Collection(BrowserTests.Name)]
public sealed class AddressJourneys(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Theory]
    [LongRunData(1280, false)]
    [InlineData(390, true)]
    public async Task The_state_is_asked_where_the_country_has_one_and_stands_in_the_second_checkout(int width, bool dark)
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, width, dark: dark));
        await shopper.RegisterAsync();
        await shopper.AddAsync("round-teapot");
        await shopper.Tab.GoAsync("/checkout");
        await shopper.FillAddressAsync();
        await Expect(shopper.Field("State or region")).ToBeHiddenAsync();
        await shopper.Field("Country").SelectOptionAsync("US");
        await Expect(shopper.Field("State or region")).ToBeVisibleAsync();
        await shopper.Tab.ScreenshotAsync($"address-{width}");
        await shopper.Button("Continue to payment").ClickAsync();
        await Expect(shopper.Page.GetByText("Enter the state or region, such as AL or Alabama.")).ToBeVisibleAsync();
        await shopper.Tab.ScreenshotAsync($"address-{width}-refused");
        await shopper.Field("State or region").FillAsync("New York");
        await shopper.Field("Phone").FillAsync("(212) 555-0123");
        await shopper.Button("Continue to payment").ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await Expect(shopper.Form.GetByLabel("Address line 1")).ToBeHiddenAsync();
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
        await shopper.Tab.ScreenshotAsync($"address-{width}-paid");

        await shopper.AddAsync("round-teapot");
        await shopper.Tab.GoAsync("/checkout");
        await Expect(shopper.Field("State or region")).ToHaveValueAsync("NY");
        await Expect(shopper.Field("Phone")).ToHaveValueAsync("+1 212-555-0123");
        await shopper.Tab.GoAsync("/Account/Manage/Addresses");
        await Expect(shopper.Page.Locator("main address")).ToContainTextAsync("Paris, NY 75001");
        await shopper.Tab.ScreenshotAsync($"address-{width}-book");
        await using var db = shop.Db();
        var address = (await db.Orders.AsNoTracking().SingleAsync()).ShippingAddress;
        Assert.Equal(("US", "NY", "+12125550123"), (address.Country, address.Region, address.Phone));
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Without_scripts_the_state_is_asked_by_the_country_just_the_same()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, scripts: false));
        await shopper.RegisterAsync();
        await shopper.Tab.GoAsync("/Account/Manage/Addresses");
        await shopper.Field("Country").SelectOptionAsync("FR");
        await Expect(shopper.Field("State or region")).ToBeHiddenAsync();
        await shopper.Field("Country").SelectOptionAsync("CA");
        await Expect(shopper.Field("State or region")).ToBeVisibleAsync();
    }
}
