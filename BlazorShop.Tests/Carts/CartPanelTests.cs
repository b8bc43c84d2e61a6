using System.Security.Claims;
using AngleSharp.Dom;
using BlazorShop.Carts;
using BlazorShop.Carts.Pages;
using BlazorShop.Common;
using BlazorShop.Tests.Testing;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Carts;

public sealed class CartPanelTests : ShopComponentContext
{
    private static readonly CartOwner.Guest guest = new(new string('c', 64));
    private readonly BunitAuthorizationContext authorization;
    private readonly BunitJSModuleInterop module;

    public CartPanelTests()
    {
        authorization = this.AddAuthorization();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        module = JSInterop.SetupModule("./Carts/Pages/CartPanel.razor.js");
        module.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task The_cart_shows_its_lines_and_totals()
    {
        await AddAsync("Kettle", 1999, quantity: 2);
        await AddAsync("Lamp", 3000, quantity: 1);
        var panel = Open();
        Assert.Equal(["Kettle", "Lamp"], panel.FindAll(".cart-name").Select(n => n.TextContent));
        Assert.Equal(["€39.98", "€30.00"], panel.FindAll(".cart-total").Select(n => n.TextContent));
        Assert.Equal("3 items", panel.Find(".summary dt").TextContent);
        Assert.Equal("€69.98", panel.Find("dd.total").TextContent);
        Assert.False(Checkout(panel).HasAttribute("disabled"));
        Assert.Empty(panel.FindAll("[role=alert]"));
    }

    [Fact]
    public void An_empty_cart_leads_to_the_categories()
    {
        var panel = Open();
        Assert.Contains("Your cart is empty", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("/catalog", panel.Find("a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task A_quantity_applies_as_it_is_entered_and_the_badge_follows()
    {
        await AddAsync("Kettle", 1999, quantity: 1);
        var panel = Open();
        await Quantity(panel).ChangeAsync(new ChangeEventArgs { Value = "4" });
        Assert.Equal("€79.96", panel.Find("dd.total").TextContent);
        Assert.Equal(4, module.VerifyInvoke("showCount").Arguments[0]);
        Assert.Equal(4, await Shop.Get<CartService>().CountAsync(guest, default));
    }

    [Fact]
    public async Task More_than_there_are_becomes_what_there_is_and_is_said()
    {
        await AddAsync("Kettle", 1999, quantity: 1, stock: 3);
        var panel = Open();
        await Quantity(panel).ChangeAsync(new ChangeEventArgs { Value = "8" });
        Assert.Equal("Only 3 left of Kettle. Your cart now holds 3.", panel.Find("[role=alert]").TextContent);
        Assert.Equal("3", Quantity(panel).GetAttribute("value"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("a few")]
    public async Task What_is_no_quantity_changes_nothing_and_is_said(string entered)
    {
        await AddAsync("Kettle", 1999, quantity: 2);
        var panel = Open();
        await Quantity(panel).ChangeAsync(new ChangeEventArgs { Value = entered });
        Assert.Equal("Enter a whole number of items for Kettle, from 0 to 20.", panel.Find("[role=alert]").TextContent);
        Assert.Equal(2, await Shop.Get<CartService>().CountAsync(guest, default));
    }

    [Fact]
    public async Task A_quantity_of_nought_takes_the_line_out_of_the_cart()
    {
        await AddAsync("Kettle", 1999, quantity: 2);
        var panel = Open();
        await Quantity(panel).ChangeAsync(new ChangeEventArgs { Value = "0" });
        Assert.Contains("Your cart is empty", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_button_Remove_takes_the_line_out_of_the_cart()
    {
        await AddAsync("Kettle", 1999, quantity: 2);
        await AddAsync("Lamp", 3000, quantity: 1);
        var panel = Open();
        await panel.Find("form[action='/cart/remove']").SubmitAsync();
        Assert.Equal(["Lamp"], panel.FindAll(".cart-name").Select(n => n.TextContent));
        Assert.Equal(1, module.VerifyInvoke("showCount").Arguments[0]);
    }

    [Fact]
    public async Task What_is_sold_out_is_said_and_stops_the_checkout()
    {
        var kettle = await AddAsync("Kettle", 1999, quantity: 2);
        await using (var db = Db())
            await db.StockItems.Where(s => s.VariantId == kettle).ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, 0));
        var panel = Open();
        Assert.Equal("Kettle is sold out. Remove it to continue.", panel.Find("[role=alert] p").TextContent);
        Assert.True(Checkout(panel).HasAttribute("disabled"));
        await panel.Find("form[action='/cart/remove']").SubmitAsync();
        Assert.Empty(panel.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task A_price_that_changed_is_said_and_stops_nobody()
    {
        var kettle = await AddAsync("Kettle", 1999, quantity: 1);
        await using (var db = Db())
        {
            var variant = await db.Variants.SingleAsync(v => v.Id == kettle);
            variant.Price = variant.Price with { Minor = 2499 };
            await db.SaveChangesAsync();
        }

        var panel = Open();
        Assert.Equal("The price of Kettle changed from €19.99 to €24.99 since you added it.", panel.Find("[role=alert] p").TextContent);
        Assert.False(Checkout(panel).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Checkout_is_a_page_of_its_own()
    {
        await AddAsync("Kettle", 1999, quantity: 1);
        var panel = Open();
        await panel.Find("form[action='/checkout']").SubmitAsync();
        var navigation = (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();
        Assert.EndsWith("/checkout", navigation.Uri, StringComparison.Ordinal);
        Assert.True(navigation.History.First().Options.ForceLoad);
    }

    [Fact]
    public async Task A_customer_sees_their_own_cart_whatever_the_cookie_says()
    {
        await AddAsync("Kettle", 1999, quantity: 1);
        authorization.SetAuthorized("ada").SetClaims(new Claim(ShopClaims.Customer, Make.Customer().ToString()));
        Assert.Contains("Your cart is empty", Open().Markup, StringComparison.Ordinal);
    }

    private static IElement Quantity(IRenderedComponent<CartPanel> panel) => panel.Find("input[name=quantity]");

    private static IElement Checkout(IRenderedComponent<CartPanel> panel) => panel.FindAll("button").Single(b => b.TextContent == "Checkout");

    private IRenderedComponent<CartPanel> Open()
    {
        var panel = Render<CartPanel>(p => p.Add(c => c.Token, guest.Token));
        panel.WaitForState(() => panel.FindAll(".skeleton").Count == 0);
        return panel;
    }

    private async Task<VariantId> AddAsync(string name, long price, int quantity, int stock = 50)
    {
        await using var db = Db();
        var variant = (await db.AddProductAsync(name, price, stock)).Variants[0].Id;
        await Shop.Get<CartService>().AddAsync(guest, variant, quantity, default);
        Clock.Advance(TimeSpan.FromSeconds(1));
        return variant;
    }
}
