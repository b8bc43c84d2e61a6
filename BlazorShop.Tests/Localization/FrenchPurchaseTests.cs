using System.Text;
using BlazorShop.Orders;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Journeys;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorShop.Tests.Localization;

/// <summary>Somebody who reads French buys: what they see is French, what machines exchange is not.</summary>
[Collection(BrowserTests.Name)]
public sealed class FrenchPurchaseTests(Browser browser) : IAsyncLifetime
{
    private readonly ShopServer shop = new() { Seed = "Demo", Staffed = true };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task A_purchase_and_an_export_in_French_hold_the_same_figures_for_machines()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await shopper.AddAsync("round-teapot", 2);
        await shopper.Tab.GoAsync("/fr/checkout");
        await Expect(shopper.Page).ToHaveURLAsync(new Uri(shop.Address, "/checkout").ToString());
        await Expect(shopper.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await FillAddressAsync(shopper.Page);
        await shopper.Page.Locator("main form button[type=submit]").First.ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        Assert.Equal("fr", LanguageOfTheForm());
        await shopper.PayByCardAsync("4242424242424242");
        await shopper.SeesAsync("Merci");
        await using var db = shop.Db();
        var order = await db.Orders.AsNoTracking().SingleAsync();
        Assert.Equal((PaymentStatus.Paid, "fr"), (order.PaymentStatus, order.Language));
        Assert.Equal($"Commande {order.Number} confirmée", (await db.OutboxMessages.SingleAsync(m => m.DedupKey == $"order:{order.Number}:confirmed")).Subject);
        await shopper.Tab.GoAsync("/orders/" + order.Number);
        await Expect(shopper.Page.Locator(".chip").First).ToHaveTextAsync("Payée");

        // Whatever the language of the staff: the buyer reads theirs.
        await shop.Get<RefundService>().RequestAsync(order.Id, order.Total with { Minor = 500 }, "", ShopApp.StaffEmail, Guid.CreateVersion7(), default);
        await Expect(shopper.Page.GetByText("Nous avons remboursé 5,00\u00a0€.")).ToBeVisibleAsync();
        var refund = await db.OutboxMessages.SingleAsync(m => m.DedupKey.StartsWith("refund:"));
        Assert.Equal($"Remboursement de la commande {order.Number}\u00a0: 5,00\u00a0€", refund.Subject);
        shopper.Tab.AssertNoComplaints();

        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var staff = new Visitor(new HttpClient(handler) { BaseAddress = shop.Address });
        await staff.LogInAsync(ShopApp.StaffEmail);
        var english = await staff.Http.GetByteArrayAsync(new Uri("/admin/orders.csv", UriKind.Relative));
        using var led = await staff.GetAsync("/fr/admin/orders.csv");
        Assert.Equal("fr", (await staff.PageAsync("/Account/Manage")).DocumentElement.GetAttribute("lang"));
        Assert.Equal(english, await staff.Http.GetByteArrayAsync(new Uri("/admin/orders.csv", UriKind.Relative)));
        Assert.Contains($",{order.Total.Minor},500,EUR,", Encoding.UTF8.GetString(english), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_stays_in_its_language_when_another_one_is_chosen_in_another_tab()
    {
        await using var shopper = new Shopper(await browser.OpenAsync(shop));
        await shopper.RegisterAsync();
        await shopper.AddAsync("round-teapot", 2);
        // Another tab chooses English after this page was written and before its circuit is connected.
        await shopper.Page.AddInitScriptAsync("""
            const real = window.fetch;
            window.fetch = async (...what) => {
                if (String(what[0]?.url ?? what[0]).includes('/_blazor/negotiate')) {
                    await real('/en/cart');
                }
                return real(...what);
            };
            """);
        await shopper.Tab.GoAsync("/fr/checkout");
        await Expect(shopper.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await FillAddressAsync(shopper.Page);
        await shopper.Page.Locator("main form button[type=submit]").First.ClickAsync();
        await Expect(shopper.Form.GetByLabel("Card number")).ToBeVisibleAsync();
        Assert.Equal("en", (await shopper.Tab.Context.CookiesAsync()).Single(c => c.Name == "shop-language").Value);
        Assert.Equal("fr", LanguageOfTheForm());
    }

    /// <summary>The circuit asked the provider for a form in its own language.</summary>
    private string? LanguageOfTheForm() => shop.Get<SandboxStore>().Run(work => work.All(SessionObject.Kind)).Single().Text("locale");

    /// <summary>By the ids of the fields: their labels are in the page's language.</summary>
    private static async Task FillAddressAsync(IPage page)
    {
        await Expect(page.Locator("main form button[type=submit]").First).ToBeEnabledAsync();
        await page.Locator("#full-name").FillAsync("Jane Roe");
        await page.Locator("#line1").FillAsync("1 Rue de Rivoli");
        await page.Locator("#city").FillAsync("Paris");
        await page.Locator("#postal-code").FillAsync("75001");
        await page.Locator("#country").SelectOptionAsync("FR");
    }
}
