using BlazorShop.Admin.Customers;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Payments.Cards;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BlazorShop.Tests.Admin;

public sealed class CustomersPageTests : ShopComponentContext
{
    public CustomersPageTests()
    {
        SignInStaff();
        Render<MudPopoverProvider>();
    }

    [Fact]
    public async Task Customers_are_found_by_email_and_by_name()
    {
        foreach (var email in new[] { "ada@example.org", "eve@example.org" })
        {
            using var visitor = Shop.Visit();
            await visitor.RegisterAsync(email);
        }

        var eve = await CustomerAsync("eve@example.org");
        await Shop.Get<CustomerService>().RenameAsync(eve, "Evelyn Roe", default);
        Assert.Equal(["eve@example.org", "ada@example.org"], Found(null).Order().Reverse());
        Assert.Equal(["ada@example.org"], Found("ADA@"));
        Assert.Equal(["eve@example.org"], Found("Evelyn"));
        Assert.Empty(Found("nobody"));
    }

    [Fact]
    public async Task The_next_page_of_customers_is_in_the_address_and_a_search_begins_at_the_first()
    {
        await using (var db = Db())
        {
            for (var i = 1; i <= 30; i++)
                db.Add(new Customer { Id = Make.Customer(), UserId = $"user {i}", FullName = $"Ada {i:D2}", CreatedAt = Clock.GetUtcNow().UtcDateTime.AddHours(i - 50) });
            await db.SaveChangesAsync();
        }

        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/admin/customers");
        var page = Render<CustomersPage>();
        page.WaitForAssertion(() => Assert.Equal(25, Names(page).Count));
        navigation.NavigateTo(page.Find("a.next").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["Ada 05", "Ada 04", "Ada 03", "Ada 02", "Ada 01"], Names(page)));
        await page.InvokeAsync(() => page.FindComponent<MudTextField<string>>().Instance.ValueChanged.InvokeAsync("ada 3"));
        Assert.EndsWith("/admin/customers?q=ada%203", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["Ada 30"], Names(page)));
    }

    [Fact]
    public async Task A_list_of_customers_says_whether_there_are_none_or_the_search_finds_none()
    {
        var page = Render<CustomersPage>();
        page.WaitForAssertion(() => Assert.Contains("No customers yet", page.Find(".empty").TextContent, StringComparison.Ordinal));
        await using (var db = Db())
        {
            db.Add(new Customer { Id = Make.Customer(), UserId = "gone", FullName = "Ada", CreatedAt = Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        }

        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/admin/customers?q=nobody");
        page.WaitForAssertion(() => Assert.Contains("No results", page.Find(".empty").TextContent, StringComparison.Ordinal));
        navigation.NavigateTo(page.Find(".empty a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(["Ada"], Names(page)));
    }

    [Fact]
    public async Task Staff_see_on_the_customer_why_a_card_is_not_offered()
    {
        var order = await Shop.BuyAsync();
        foreach (var number in new[] { "4242424242424242", "5555555555554444" })
        {
            var form = await Shop.Get<SavedCards>().OpenFormAsync(order.CustomerId, order.Email, "http://localhost/", "en", default);
            await Shop.Get<SandboxCheckout>().PayAsync(form.Reference, CheckoutPayment.Card(number));
            await Shop.Get<SavedCards>().ReturnAsync(order.CustomerId, form.Reference, default);
        }

        Shop.Get<SandboxStore>().Run(work =>
        {
            var newest = work.All(PaymentMethodObject.Kind)[0];
            newest["allow_redisplay"] = "limited";
            work.Put(newest);
        });

        var page = Render<CustomerPage>(p => p.Add(c => c.Id, order.CustomerId.Value));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("section[aria-labelledby=cards] li").Count), TimeSpan.FromSeconds(10));
        var cards = page.FindAll("section[aria-labelledby=cards] li");
        Assert.Contains("Mastercard ending in 4444", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Not offered", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("without the buyer's consent to show it again", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Offered at checkout", cards[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Filled in at checkout", cards[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(order.Number, page.WaitForElement("section[aria-labelledby=orders] tbody a").TextContent);
        Assert.Contains("12 Rue des Abbesses", page.Find("section[aria-labelledby=addresses]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_hides_the_cards_and_nothing_else()
    {
        var order = await Shop.BuyAsync();
        Shop.Turn(Switches.ApiDown, on: true);
        var page = Render<CustomerPage>(p => p.Add(c => c.Id, order.CustomerId.Value));
        page.WaitForAssertion(() => Assert.Contains("can't reach the payment provider", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Equal(order.Number, page.WaitForElement("section[aria-labelledby=orders] tbody a").TextContent);
        Shop.Turn(Switches.ApiDown, on: false);
        await OnAsync(page, "section[aria-labelledby=cards] button", button => button.ClickAsync());
        page.WaitForAssertion(() => Assert.Contains("No saved cards", page.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    private static List<string> Names(IRenderedComponent<CustomersPage> page) => [.. page.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td")[1].TextContent)];

    private List<string> Found(string? search)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/admin/customers" + (search is null ? "" : "?q=" + Uri.EscapeDataString(search)));
        var page = Render<CustomersPage>();
        page.WaitForState(() => page.FindAll("td a").Count > 0 || page.Markup.Contains("No results", StringComparison.Ordinal));
        return [.. page.FindAll("td a").Select(a => a.TextContent)];
    }

    private async Task<CustomerId> CustomerAsync(string email)
    {
        await using var db = Db();
        var user = db.Users.Single(u => u.Email == email).Id;
        return await Shop.Get<CustomerService>().ForUserAsync(user, default);
    }
}
