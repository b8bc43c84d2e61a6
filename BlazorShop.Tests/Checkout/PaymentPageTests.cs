using System.Security.Claims;
using AngleSharp.Dom;
using BlazorShop.Carts;
using BlazorShop.Checkout.Pages;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Payments;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Checkout;

public sealed class PaymentPageTests : ShopComponentContext
{
    private static readonly BlazorShop.Common.Address paris =
        new() { FullName = "Jane Roe", Line1 = "1 Rue de Rivoli", City = "Paris", PostalCode = "75001", Country = "FR" };

    private readonly CustomerId customer;
    private readonly Later login;

    public PaymentPageTests()
    {
        customer = Shop.Get<CustomerService>().ForUserAsync("ada", default).GetAwaiter().GetResult();
        this.AddAuthorization().SetAuthorized("ada").SetClaims(
            new Claim(ShopClaims.Customer, customer.ToString()), new Claim(ClaimTypes.Email, "ada@example.org"));
        login = new Later((AuthenticationStateProvider)Services.Last(s => s.ServiceType == typeof(AuthenticationStateProvider)).ImplementationInstance!);
        Services.AddSingleton<AuthenticationStateProvider>(login);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var form = JSInterop.SetupModule("./Payments/StripeGateway/EmbeddedCheckout.razor.js");
        form.Setup<string>("mount", _ => true).SetResult("mounted");
        form.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task The_payment_page_says_what_is_paid_for()
    {
        await AddAsync("Kettle", 3900, quantity: 2);
        var panel = await OpenAsync();
        Assert.Equal("2 × Kettle", panel.Find(".checkout-lines li span").TextContent);
        Assert.Equal("€78.00", panel.Find("dd.total").TextContent);
    }

    [Fact]
    public async Task The_form_opens_beside_the_saved_order_and_says_where_it_goes()
    {
        await AddAsync("Kettle", 3900);
        var panel = await OpenAsync();
        Assert.NotNull(panel.Find("#embedded-checkout"));
        await using var db = Db();
        Assert.Contains("Order " + (await db.Orders.SingleAsync()).Number + " is saved.", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("step", panel.FindAll(".steps li")[1].GetAttribute("aria-current"));
        Assert.Contains("Jane Roe, 1 Rue de Rivoli, 75001 Paris", panel.Find(".checkout-address").TextContent, StringComparison.Ordinal);
        Assert.Equal("/checkout", panel.Find("form.checkout-address").GetAttribute("action"));
    }

    [Fact]
    public async Task Two_circuits_of_one_page_open_one_payment()
    {
        await AddAsync("Kettle", 3900);
        await Task.WhenAll(OpenAsync(), OpenAsync());
        Assert.Single(await PaymentsAsync());
    }

    [Fact]
    public async Task A_price_that_changed_meanwhile_is_said_and_then_accepted()
    {
        var kettle = await AddAsync("Kettle", 3900);
        await using (var db = Db())
        {
            var variant = await db.Variants.SingleAsync(v => v.Id == kettle);
            variant.Price = variant.Price with { Minor = 4200 };
            await db.SaveChangesAsync();
        }

        var panel = Show(seen: 3900);
        panel.WaitForAssertion(() => Assert.Contains("from €39.00 to €42.00", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("€42.00", panel.Find("dd.total").TextContent);
        Assert.Empty(await PaymentsAsync());

        await ContinueAsync(panel);
        Assert.Equal(4200, Assert.Single(await PaymentsAsync()).Amount.Minor);
    }

    [Fact]
    public async Task The_payment_page_says_what_was_sold_out_meanwhile()
    {
        await AddAsync("Kettle", 3900);
        await using (var db = Db())
            await db.StockItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, 0));
        var panel = Show(seen: 3900);
        panel.WaitForAssertion(() => Assert.Contains("Kettle is sold out", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("/cart", panel.Find("[role=alert] a").GetAttribute("href"));
    }

    [Fact]
    public void A_cart_that_was_emptied_in_another_tab_says_so()
    {
        var panel = Show(seen: 3900);
        panel.WaitForAssertion(() => Assert.Contains("Nothing to pay", panel.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_and_the_same_button_works_later()
    {
        await AddAsync("Kettle", 3900);
        Shop.Turn(Switches.ApiDown, on: true);
        var panel = Show(seen: 3900);
        panel.WaitForAssertion(
            () => Assert.Contains("We can't reach our payment provider right now. Nothing was charged, and we've kept your cart.", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal),
            TimeSpan.FromSeconds(20));

        Shop.Turn(Switches.ApiDown, on: false);
        await ContinueAsync(panel);
        Assert.Empty(panel.FindAll("[role=alert]"));
        Assert.Single(await PaymentsAsync());
    }

    [Fact]
    public async Task What_was_paid_in_another_tab_leads_to_its_order()
    {
        await AddAsync("Kettle", 3900);
        var open = await Shop.OpenAsync(Buying.As(customer, "ada@example.org"), paris);
        Assert.IsType<CheckoutOutcome.Complete>(await Shop.FillInAsync(open));

        var panel = Show(seen: 3900);

        var navigation = Services.GetRequiredService<NavigationManager>();
        panel.WaitForAssertion(() => Assert.EndsWith("/orders/" + open.OrderNumber, navigation.Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Single(await PaymentsAsync());
    }

    [Fact]
    public async Task An_order_is_paid_again_without_asking_for_the_address()
    {
        await AddAsync("Kettle", 3900, quantity: 2);
        await OpenAsync();
        string number;
        await using (var db = Db())
            number = (await db.Orders.SingleAsync()).Number;

        var again = Render<OrderCheckout>(p => p.Add(c => c.OrderNumber, number));
        again.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
        Assert.Equal("€78.00", again.Find("dd.total").TextContent);
        Assert.Empty(again.FindAll("form"));
        Assert.Single(await PaymentsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_form_opens_also_where_what_is_paid_is_known_only_after_the_page_is_drawn(bool again)
    {
        await AddAsync("Kettle", 3900);
        string? number = null;
        if (again)
        {
            await OpenAsync();
            await using var db = Db();
            number = (await db.Orders.SingleAsync()).Number;
        }

        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        login.Answer = answer.Task;
        IRenderedComponent<PaymentPage> panel = again ? Render<OrderCheckout>(p => p.Add(c => c.OrderNumber, number!)) : Render<CartCheckout>(p => p.Add(c => c.Address, paris));
        Assert.Empty(panel.FindAll("#embedded-checkout"));

        answer.SetResult();

        panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
        Assert.Single(await PaymentsAsync());
    }

    [Fact]
    public async Task A_form_that_expires_while_it_is_open_can_be_started_again_there()
    {
        await AddAsync("Kettle", 3900);
        var panel = await OpenAsync();
        var first = Assert.Single(await PaymentsAsync());

        Clock.Advance(first.ExpiresAt - Clock.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(1));

        panel.WaitForAssertion(() => Assert.Contains("This payment form has expired. Nothing was charged.", Text(panel.Find("[role=alert]")), StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Empty(panel.FindAll("#embedded-checkout"));
        await Button(panel, "Start payment again").ClickAsync();
        panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
        var payments = await PaymentsAsync();
        Assert.Equal([PaymentState.Expired, PaymentState.Open], payments.OrderBy(p => p.Attempt).Select(p => p.State));
        Assert.Single(payments.Select(p => p.OrderId).Distinct());
    }

    [Fact]
    public async Task A_form_that_the_provider_closes_is_said_to_be_over_at_once()
    {
        await AddAsync("Kettle", 3900);
        var panel = await OpenAsync();
        var payment = Assert.Single(await PaymentsAsync());

        await Shop.Get<PaymentSessions>().CloseAsync(payment.Id, default);

        panel.WaitForAssertion(() => Assert.NotNull(Button(panel, "Start payment again")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_payment_page_says_until_when_the_items_are_held()
    {
        await AddAsync("Kettle", 3900);
        var panel = await OpenAsync();
        var until = panel.Find("aside time, section time, time");
        Assert.Equal(
            FormTimes.Until(Assert.Single(await PaymentsAsync()).ExpiresAt).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            until.GetAttribute("datetime"));
        Assert.Contains("We're holding your items while you pay, until", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_provider_is_said_while_the_form_is_made_and_then_it_opens()
    {
        await AddAsync("Kettle", 3900);
        Shop.Turn(Switches.Slow, on: true);
        var panel = Show(seen: 3900);
        panel.WaitForElement("progress");
        // From here on the provider is waited for.
        while ((await PaymentsAsync()).Count == 0)
            await Task.Delay(10);
        Assert.DoesNotContain("slow right now", panel.Markup, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(4));
        try
        {
            panel.WaitForAssertion(() => Assert.Contains("slow right now", Text(panel.Find("[role=status]")), StringComparison.Ordinal));
        }
        finally
        {
            // Also where it is not said: the shop does not close while a call waits on a clock that stands still.
            var opened = Task.Run(() => panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(30)));
            while (!opened.IsCompleted)
            {
                await Task.WhenAny(opened, Task.Delay(20));
                Clock.Advance(TimeSpan.FromMilliseconds(250));
            }

            await opened;
        }

        Assert.DoesNotContain("slow right now", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_unpaid_forms_are_said_with_the_time_of_the_next_one()
    {
        var kettle = await AddAsync("Kettle", 3900);
        for (var form = 1; form <= 6; form++)
        {
            await Shop.OpenAsync(Buying.As(customer, "ada@example.org"), paris);
            await Shop.Get<CartService>().SetQuantityAsync(new CartOwner.Customer(customer), kettle, 1 + (form % 2), default);
        }

        Clock.Advance(TimeSpan.FromMinutes(1));
        var panel = Show(seen: 3900);
        panel.WaitForAssertion(() => Assert.StartsWith("You've opened 6 payment forms in one day without paying.", Text(panel.Find("[role=alert]")), StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.NotNull(panel.Find("[role=alert] time"));
        Assert.Empty(panel.FindAll("#embedded-checkout"));
    }

    [Fact]
    public async Task An_order_that_was_renewed_twice_leads_to_its_page_where_it_can_be_ordered_again()
    {
        await AddAsync("Kettle", 3900);
        var panel = await OpenAsync();
        for (var form = 1; form <= 3; form++)
        {
            var last = (await PaymentsAsync()).MaxBy(p => p.Attempt)!;
            Clock.Advance(last.ExpiresAt - Clock.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(1));
            panel.WaitForAssertion(() => Assert.NotNull(Button(panel, "Start payment again")), TimeSpan.FromSeconds(10));
            await Button(panel, "Start payment again").ClickAsync();
            if (form < 3)
                panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
        }

        panel.WaitForAssertion(() => Assert.StartsWith("This order wasn't paid in time", Text(panel.Find("[role=alert]")), StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        await using var db = Db();
        Assert.Equal("/orders/" + (await db.Orders.SingleAsync()).Number, panel.Find("[role=alert] a").GetAttribute("href"));
        Assert.Contains($"The payment for order {(await db.Orders.SingleAsync()).Number} is closed.", panel.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(panel.FindAll("button"), b => b.TextContent.Trim() is "Try again" or "Continue to payment");
        Assert.Equal(3, (await PaymentsAsync()).Count);
    }

    [Fact]
    public void Somebody_elses_order_cannot_be_paid()
    {
        var panel = Render<OrderCheckout>(p => p.Add(c => c.OrderNumber, "BS-0000-0000"));
        panel.WaitForAssertion(() => Assert.StartsWith("We can't find order BS-0000-0000 in your account.", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(panel.FindAll("button"));
        Assert.Empty(panel.FindAll(".skeleton"));
    }

    private static async Task ContinueAsync(IRenderedComponent<PaymentPage> panel)
    {
        await Button(panel, "Continue to payment").ClickAsync();
        panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
    }

    private static IElement Button(IRenderedComponent<PaymentPage> panel, string name) =>
        panel.FindAll("button").Single(b => b.TextContent.Trim() == name);

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The page as it opens behind the address form.</summary>
    private IRenderedComponent<PaymentPage> Show(long seen) =>
        Render<CartCheckout>(p => p.Add(c => c.Address, paris).Add(c => c.Seen, new BlazorShop.Common.Money(seen, "EUR")));

    /// <summary>With its form open.</summary>
    private async Task<IRenderedComponent<PaymentPage>> OpenAsync()
    {
        var cart = await Shop.Get<CartService>().ViewAsync(new CartOwner.Customer(customer), default);
        var panel = Show(cart.Total.Minor);
        try
        {
            panel.WaitForElement("#embedded-checkout", TimeSpan.FromSeconds(10));
        }
        catch (Bunit.Extensions.WaitForHelpers.WaitForFailedException)
        {
            Assert.Fail("No form is open: " + panel.Markup);
        }

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

    /// <summary>Says who looks only when there is an answer: until then the page stands there without what it is for.</summary>
    private sealed class Later(AuthenticationStateProvider inner) : AuthenticationStateProvider
    {
        public Task Answer { get; set; } = Task.CompletedTask;

        public override async Task<AuthenticationState> GetAuthenticationStateAsync()
        {
            await Answer;
            return await inner.GetAuthenticationStateAsync();
        }
    }
}
