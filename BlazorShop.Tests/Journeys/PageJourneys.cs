using System.Text.RegularExpressions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Journeys;

/// <summary>What every page owes its reader: by keyboard, on a phone, in their own zone, without a circuit.</summary>
[Collection(BrowserTests.Name)]
public sealed class PageJourneys(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo", Staffed = true };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task The_first_stop_of_a_page_is_its_skip_link_and_after_a_navigation_its_heading()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        foreach (var path in new[] { "/", "/catalog", "/products/round-teapot", "/cart", "/Account/Login" })
        {
            await shopper.Tab.GoAsync(path);
            await FirstStopIsSkipLinkAsync(shopper.Page);
        }

        await shopper.Tab.GoAsync("/");
        await shopper.Page.Locator("footer a[href='/catalog']").ClickAsync();
        await shopper.SeesAsync("Shop all");
        await Expect(shopper.Heading).ToBeFocusedAsync();

        await shopper.Tab.GoAsync("/Account/Login");
        await shopper.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        await shopper.Tab.GoAsync("/admin/orders");
        await Expect(shopper.Page.Locator("main[data-live]")).ToBeAttachedAsync();
        await FirstStopIsSkipLinkAsync(shopper.Page);
        await shopper.Page.GetByRole(AriaRole.Link, new() { Name = "Products", Exact = true }).ClickAsync();
        await shopper.SeesAsync("Products");
        await Expect(shopper.Heading).ToBeFocusedAsync();
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task One_live_page_too_many_says_so_and_the_shop_goes_on()
    {
        await using var strict = new ShopServer { Seed = "Demo", Staffed = true, Settings = { ["RateLimits:CircuitsPerCustomer"] = "1" } };
        await using var shopper = new Shopper(await browser.OpenAsync(strict));
        await shopper.Tab.GoAsync("/Account/Login");
        await shopper.LogInAsync(ShopApp.StaffEmail, Visitor.Password);
        await shopper.Tab.GoAsync("/admin/orders");
        await Expect(shopper.Page.Locator("main[data-live]")).ToBeAttachedAsync();

        var second = await shopper.Page.Context.NewPageAsync();
        await second.GotoAsync(strict.Url("/admin/orders"));
        var bar = second.Locator("#components-reconnect-modal");
        await Expect(bar).ToContainTextAsync("Too many pages of this shop are open.");
        await Expect(second.GetByText("Too many pages of this shop are open.")).ToBeVisibleAsync();
        await second.GotoAsync(strict.Url("/cart"));
        await Expect(second.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_a_refused_form_the_first_field_that_needs_it_has_the_focus()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.Tab.GoAsync("/Account/Login");
        await shopper.Field("Email").FillAsync("nobody@example.org");
        await shopper.Field("Password").FillAsync("a wrong password");
        await shopper.Button("Log in").ClickAsync();
        await Expect(shopper.Alert).ToBeVisibleAsync();
        await Expect(shopper.Field("Password")).ToBeFocusedAsync();

        await shopper.RegisterAsync();
        await shopper.AddAsync("round-teapot");
        await shopper.Tab.GoAsync("/checkout");
        await shopper.Field("Full name").FillAsync("Jane Roe");
        await shopper.Button("Continue to payment").ClickAsync();
        await Expect(shopper.Page.GetByText("Enter the street and house number.")).ToBeVisibleAsync();
        await Expect(shopper.Field("Address line 1")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_phones_header_is_low_and_its_menu_unfolds()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, 390, 844));
        await shopper.Tab.GoAsync("/catalog");
        var header = shopper.Page.GetByRole(AriaRole.Banner);
        Assert.InRange((await header.BoundingBoxAsync())!.Height, 40, 120);
        await Expect(shopper.CartLink).ToBeVisibleAsync();
        await Expect(shopper.Button("Search")).ToBeHiddenAsync();
        await shopper.Button("Menu").ClickAsync();
        await Expect(shopper.Button("Search")).ToBeVisibleAsync();
        await Expect(shopper.Page.GetByRole(AriaRole.Navigation, new() { Name = "Categories" })).ToBeVisibleAsync();

        await shopper.RegisterAsync();
        // The page that follows a form is drawn in parts.
        await shopper.Page.WaitForFunctionAsync("() => document.querySelector('header').getBoundingClientRect().height <= 120");
        Assert.InRange((await header.BoundingBoxAsync())!.Height, 40, 120);
        await shopper.Tab.AssertFitsAsync();
    }

    [Fact]
    public async Task On_a_phone_add_to_cart_is_reached_within_two_screens()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, 390, 844));
        List<string> slugs;
        await using (var db = shop.Db())
            slugs = await db.Products.Select(p => p.Slug).ToListAsync();
        var far = new List<string>();
        foreach (var slug in slugs)
        {
            await shopper.Tab.GoAsync("/products/" + slug);
            foreach (var button in await shopper.Page.Locator("main .buy form button.button").AllAsync())
            {
                var box = (await button.BoundingBoxAsync())!;
                if (box.Y + box.Height > 2 * 844)
                    far.Add($"{slug}: {box.Y + box.Height}");
            }
        }

        Assert.Empty(far);
    }

    [Fact]
    public async Task A_guest_changes_the_cart_without_a_circuit()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        var sockets = 0;
        shopper.Page.WebSocket += (_, _) => sockets++;
        await shopper.AddAsync("round-teapot");
        await shopper.Tab.GoAsync("/cart");
        await shopper.Field("Quantity").FillAsync("2");
        await shopper.Field("Quantity").BlurAsync();
        await Expect(shopper.CartLink).ToHaveAccessibleNameAsync(new Regex("^Cart.*\\b2$"));
        await shopper.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove") }).ClickAsync();
        await Expect(shopper.Page.GetByText("Your cart is empty")).ToBeVisibleAsync();
        Assert.Equal(0, sockets);
        shopper.Tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_reader_far_away_reads_times_of_their_own_zone()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop, options: new BrowserNewContextOptions { TimezoneId = "Asia/Tokyo" }));
        await shopper.RegisterAsync();
        await shopper.AddAsync("round-teapot");
        await shopper.GoToPaymentAsync();
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Thank you");
        var time = shopper.Page.Locator(".order-history time").First;
        var at = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture);
        await Expect(time).ToContainTextAsync(at.ToOffset(TimeSpan.FromHours(9)).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Adding_keeps_the_chosen_option_and_names_it()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        string slug, option;
        await using (var db = shop.Db())
        {
            var product = await db.Products.Include(p => p.Variants).ThenInclude(v => v.Stock)
                .FirstAsync(p => p.Variants.Count(v => v.Recurrence == null && v.Stock.OnHand > 0) > 1);
            (slug, option) = (product.Slug, product.Variants.Where(v => v.Recurrence == null && v.Stock.OnHand > 0).OrderBy(v => v.Position).Last().Options);
        }

        await shopper.Tab.GoAsync("/products/" + slug);
        await shopper.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^" + Regex.Escape(option)) }).CheckAsync();
        await shopper.Button("Add to cart").ClickAsync();
        await Expect(shopper.Page.Locator("main [role=status]")).ToContainTextAsync($"({option}) added to your cart.");
        await Expect(shopper.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^" + Regex.Escape(option)) })).ToBeCheckedAsync();
        await shopper.Page.ReloadAsync();
        await Expect(shopper.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^" + Regex.Escape(option)) })).ToBeCheckedAsync();
    }

    [Fact]
    public async Task An_address_typed_while_no_circuit_can_come_up_is_the_orders()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await shopper.AddAsync("round-teapot");
        // As long as the test wants: 0, 400 or 1,500 ms are all before that.
        await shopper.Page.RouteAsync(new Regex("/_blazor"), route => route.AbortAsync());
        await shopper.Tab.GoAsync("/checkout");
        await shopper.FillAddressAsync();
        await shopper.Page.UnrouteAsync(new Regex("/_blazor"));
        await shopper.Button("Continue to payment").ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        await using var db = shop.Db();
        var address = (await db.Orders.AsNoTracking().SingleAsync()).ShippingAddress;
        Assert.Equal(("Jane Roe", "1 Rue de Rivoli", "75001", "Paris"), (address.FullName, address.Line1, address.PostalCode, address.City));
    }

    private static async Task FirstStopIsSkipLinkAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip-link")).ToBeFocusedAsync();
    }
}
