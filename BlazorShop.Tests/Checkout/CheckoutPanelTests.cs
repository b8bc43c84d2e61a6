using System.Security.Claims;
using AngleSharp.Dom;
using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Checkout.Pages;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Payments;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.PaymentsSandbox.Till;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using CheckoutService = BlazorShop.Checkout.CheckoutService;

namespace BlazorShop.Tests.Checkout;

public sealed class CheckoutPanelTests : ShopComponentContext
{
    private readonly CustomerId customer;

    public CheckoutPanelTests()
    {
        customer = Shop.Get<CustomerService>().ForUserAsync("ada", default).GetAwaiter().GetResult();
        this.AddAuthorization().SetAuthorized("ada").SetClaims(
            new Claim(ShopClaims.Customer, customer.ToString()), new Claim(ClaimTypes.Email, "ada@example.org"));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var form = JSInterop.SetupModule("./Payments/StripeGateway/EmbeddedCheckout.razor.js");
        form.Setup<string>("mount", _ => true).SetResult("mounted");
        form.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task The_address_used_last_is_filled_in()
    {
        await using (var db = Db())
        {
            await Shop.Get<CustomerService>().RememberAddressAsync(db, customer, Make.Address(), default);
            await db.SaveChangesAsync();
        }

        await AddAsync("Kettle", 3900);
        var panel = Open();
        Assert.Equal("Ada Lovelace", panel.Find("#full-name").GetAttribute("value"));
        Assert.Equal("75018", panel.Find("#postal-code").GetAttribute("value"));
        Assert.Equal("FR", panel.Find("#country").GetAttribute("value"));
    }

    [Fact]
    public async Task The_summary_says_what_is_paid_for()
    {
        await AddAsync("Kettle", 3900, quantity: 2);
        var panel = Open();
        Assert.Equal("2 × Kettle", panel.Find(".checkout-lines li span").TextContent);
        Assert.Equal("€78.00", panel.Find("dd.total").TextContent);
    }

    [Fact]
    public async Task Each_field_says_what_it_lacks_and_nothing_is_opened()
    {
        await AddAsync("Kettle", 3900);
        var panel = Open();
        await panel.Find("form").SubmitAsync();
        Assert.Equal(
            [
                "Enter the full name of the person who receives the parcel.", "Enter the street and house number.",
                "Enter the postal code.", "Enter the city.",
            ],
            panel.FindAll(".validation-message").Select(m => m.TextContent));
        Assert.Empty(await PaymentsAsync());
    }

    [Fact]
    public async Task Continue_opens_the_form_beside_the_saved_order()
    {
        await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        await ContinueAsync(panel);
        Assert.NotNull(panel.Find("#embedded-checkout"));
        await using var db = Db();
        Assert.Contains("Order " + (await db.Orders.SingleAsync()).Number + " is saved.", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("step", panel.FindAll(".steps li")[1].GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Continue_pressed_twice_opens_one_payment()
    {
        await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        var form = panel.Find("form");
        await Task.WhenAll(panel.InvokeAsync(() => form.SubmitAsync()), panel.InvokeAsync(() => form.SubmitAsync()));
        panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
        Assert.Single(await PaymentsAsync());
        Assert.Single(JSInterop.Invocations, i => i.Identifier == "mount");
    }

    [Fact]
    public async Task Change_the_address_leads_back_with_what_was_typed()
    {
        await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        await ContinueAsync(panel);
        await Button(panel, "Change the address").ClickAsync();
        Assert.Equal("Jane Roe", panel.Find("#full-name").GetAttribute("value"));
        Assert.Single(JSInterop.Invocations, i => i.Identifier == "unmount");
    }

    [Fact]
    public async Task A_price_that_changed_meanwhile_is_said_and_then_accepted()
    {
        var kettle = await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        await using (var db = Db())
        {
            var variant = await db.Variants.SingleAsync(v => v.Id == kettle);
            variant.Price = variant.Price with { Minor = 4200 };
            await db.SaveChangesAsync();
        }

        await SubmitAsync(panel);
        panel.WaitForAssertion(() => Assert.Contains("from €39.00 to €42.00", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("€42.00", panel.Find("dd.total").TextContent);
        Assert.Empty(await PaymentsAsync());

        await ContinueAsync(panel);
        Assert.Equal(4200, Assert.Single(await PaymentsAsync()).Amount.Minor);
    }

    [Fact]
    public async Task What_was_sold_out_meanwhile_is_said()
    {
        await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        await using (var db = Db())
            await db.StockItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, 0));
        await SubmitAsync(panel);
        panel.WaitForAssertion(() => Assert.Contains("Kettle is sold out", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("/cart", panel.Find("[role=alert] a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_cart_that_was_emptied_in_another_tab_says_so()
    {
        var kettle = await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        await Shop.Get<CartService>().SetQuantityAsync(new CartOwner.Customer(customer), kettle, 0, default);
        await SubmitAsync(panel);
        panel.WaitForAssertion(() => Assert.Contains("Nothing to pay", panel.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_and_the_same_button_works_later()
    {
        await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        var sandbox = Shop.Get<SandboxStore>();
        sandbox.Run(w => w.Turn(Switches.ApiDown, true));
        await SubmitAsync(panel);
        panel.WaitForAssertion(
            () => Assert.Contains("does not answer right now. Nothing was charged and your cart is kept.", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal),
            TimeSpan.FromSeconds(20));
        Assert.False(Button(panel, "Continue to payment").HasAttribute("disabled"));

        sandbox.Run(w => w.Turn(Switches.ApiDown, false));
        await ContinueAsync(panel);
        Assert.Empty(panel.FindAll("[role=alert]"));
        Assert.Single(await PaymentsAsync());
    }

    [Fact]
    public async Task What_was_paid_in_another_tab_leads_to_its_order()
    {
        await AddAsync("Kettle", 3900);
        var panel = Open();
        Fill(panel);
        var address = new BlazorShop.Common.Address { FullName = "Jane Roe", Line1 = "1 Rue de Rivoli", City = "Paris", PostalCode = "75001", Country = "FR" };
        var open = Assert.IsType<CheckoutStart.Ready>(
            await Shop.Get<CheckoutService>().StartAsync(new Buyer(customer, "ada@example.org", "http://localhost/", "en"), address, new BlazorShop.Common.Money(3900, "EUR"), default));
        var paid = await Shop.Get<SandboxCheckout>().PayAsync(
            open.Session.Reference,
            CheckoutPayment.Card("4242424242424242") with { Shipping = new("Jane Roe", "1 Rue de Rivoli", null, "Paris", null, "75001", "FR") });
        Assert.IsType<CheckoutOutcome.Complete>(paid);

        await SubmitAsync(panel);

        var navigation = Services.GetRequiredService<NavigationManager>();
        panel.WaitForAssertion(() => Assert.EndsWith("/orders/" + open.OrderNumber, navigation.Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Single(await PaymentsAsync());
    }

    [Fact]
    public async Task An_order_is_paid_again_without_asking_for_the_address()
    {
        await AddAsync("Kettle", 3900, quantity: 2);
        var first = Open();
        Fill(first);
        await ContinueAsync(first);
        string number;
        await using (var db = Db())
            number = (await db.Orders.SingleAsync()).Number;

        var again = Render<CheckoutPanel>(p => p.Add(c => c.OrderNumber, number));
        again.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
        Assert.Equal("€78.00", again.Find("dd.total").TextContent);
        Assert.Empty(again.FindAll("form"));
        Assert.Single(await PaymentsAsync());
    }

    [Fact]
    public void Somebody_elses_order_cannot_be_paid()
    {
        var panel = Render<CheckoutPanel>(p => p.Add(c => c.OrderNumber, "BS-0000-0000"));
        panel.WaitForAssertion(() => Assert.StartsWith("There is no order BS-0000-0000 of yours.", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(panel.FindAll("button"));
        Assert.Empty(panel.FindAll(".skeleton"));
    }

    private static void Fill(IRenderedComponent<CheckoutPanel> panel)
    {
        panel.Find("#full-name").Change("Jane Roe");
        panel.Find("#line1").Change("1 Rue de Rivoli");
        panel.Find("#postal-code").Change("75001");
        panel.Find("#city").Change("Paris");
        panel.Find("#country").Change("FR");
    }

    private static Task SubmitAsync(IRenderedComponent<CheckoutPanel> panel) => panel.Find("form").SubmitAsync();

    private static async Task ContinueAsync(IRenderedComponent<CheckoutPanel> panel)
    {
        await SubmitAsync(panel);
        panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
    }

    private static IElement Button(IRenderedComponent<CheckoutPanel> panel, string name) =>
        panel.FindAll("button").Single(b => b.TextContent.Trim() == name);

    private IRenderedComponent<CheckoutPanel> Open()
    {
        var panel = Render<CheckoutPanel>();
        panel.WaitForElement("#full-name");
        panel.WaitForState(() => panel.FindAll(".skeleton").Count == 0);
        return panel;
    }

    private async Task<VariantId> AddAsync(string name, long price, int quantity = 1)
    {
        await using var db = Db();
        var variant = (await db.AddProductAsync(name, price, 5)).Variants[0].Id;
        await Shop.Get<CartService>().AddAsync(new CartOwner.Customer(customer), variant, quantity, default);
        return variant;
    }

    private async Task<List<Payment>> PaymentsAsync()
    {
        await using var db = Db();
        return await db.Payments.AsNoTracking().ToListAsync();
    }
}
