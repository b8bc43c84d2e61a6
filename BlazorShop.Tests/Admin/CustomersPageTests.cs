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
        Assert.Equal(order.Number, page.Find("section[aria-labelledby=orders] tbody a").TextContent);
        Assert.Contains("12 Rue des Abbesses", page.Find("section[aria-labelledby=addresses]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_hides_the_cards_and_nothing_else()
    {
        var order = await Shop.BuyAsync();
        Turn(on: true);
        var page = Render<CustomerPage>(p => p.Add(c => c.Id, order.CustomerId.Value));
        page.WaitForAssertion(() => Assert.Contains("can't reach the payment provider", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Equal(order.Number, page.Find("section[aria-labelledby=orders] tbody a").TextContent);
        Turn(on: false);
        await page.Find("section[aria-labelledby=cards] button").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("No saved cards", page.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    private List<string> Found(string? search)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/admin/customers" + (search is null ? "" : "?q=" + Uri.EscapeDataString(search)));
        var page = Render<CustomersPage>();
        page.WaitForState(() => page.FindAll("td a").Count > 0 || page.Markup.Contains("No customer matches.", StringComparison.Ordinal));
        return [.. page.FindAll("td a").Select(a => a.TextContent)];
    }

    private async Task<CustomerId> CustomerAsync(string email)
    {
        await using var db = Db();
        var user = db.Users.Single(u => u.Email == email).Id;
        return await Shop.Get<CustomerService>().ForUserAsync(user, default);
    }

    private void Turn(bool on) => Shop.Get<SandboxStore>().Run(work => work.Turn(Switches.ApiDown, on));
}
