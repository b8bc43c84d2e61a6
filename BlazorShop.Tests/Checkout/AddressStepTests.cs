using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>The address of a checkout, asked by a plain form: with or without scripts, before or after a circuit is up.</summary>
public sealed class AddressStepTests : IAsyncLifetime
{
    private readonly ShopApp shop = new();
    private readonly Visitor visitor;
    private CustomerId customer;
    private VariantId kettle;

    public AddressStepTests() => visitor = shop.Visit();

    public async Task InitializeAsync()
    {
        await visitor.RegisterAsync("ada@example.org");
        await using var db = shop.Db();
        customer = await db.Customers.Select(c => c.Id).SingleAsync();
        kettle = (await db.AddProductAsync("Kettle", 3900, 5)).Variants[0].Id;
        await shop.Get<CartService>().AddAsync(new CartOwner.Customer(customer), kettle, 1, default);
    }

    public async Task DisposeAsync()
    {
        visitor.Dispose();
        await shop.DisposeAsync();
    }

    [Fact]
    public async Task What_was_typed_before_any_circuit_is_up_goes_along_to_the_payment()
    {
        var page = await ContinueAsync(Paris());

        Assert.Contains("Jane Roe, 1 Rue de Rivoli, 75001 Paris", Text(page, ".checkout-address"), StringComparison.Ordinal);

        // And is there on the way back, and after a reload.
        Assert.Equal("Jane Roe", Value(await visitor.PageAsync("/checkout"), "full-name"));
        Assert.Contains("Jane Roe", Text(await visitor.PageAsync("/checkout?step=payment"), ".checkout-address"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_part_of_the_address_form_waits_for_a_circuit()
    {
        var page = await visitor.PageAsync("/checkout");

        Assert.DoesNotContain("<!--Blazor:", page.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("main button, main input, main select"), e => Assert.False(e.HasAttribute("disabled")));
    }

    [Fact]
    public async Task The_address_used_last_is_filled_in()
    {
        await using (var db = shop.Db())
        {
            await shop.Get<CustomerService>().RememberAddressAsync(db, customer, Make.Address(), default);
            await db.SaveChangesAsync();
        }

        var page = await visitor.PageAsync("/checkout");

        Assert.Equal(("Ada Lovelace", "75018"), (Value(page, "full-name"), Value(page, "postal-code")));
        Assert.Equal("FR", page.QuerySelector<IHtmlSelectElement>("#country")!.Value);
    }

    [Fact]
    public async Task Each_field_says_what_it_lacks_and_keeps_what_it_has()
    {
        using var response = await visitor.SubmitAsync("/checkout", new Dictionary<string, string> { ["Full name"] = "Jane Roe" }, "Continue to payment");
        var page = await Visitor.ReadAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Jane Roe", Value(page, "full-name"));
        Assert.Contains("Enter the street and house number.", page.QuerySelectorAll(".validation-message").Select(m => m.TextContent));
        Assert.Equal("true", page.QuerySelector("#line1")!.GetAttribute("aria-invalid"));
        await using var db = shop.Db();
        Assert.Empty(await db.Orders.ToListAsync());
    }

    [Fact]
    public async Task An_address_of_one_customer_is_not_shown_to_the_next_one_at_the_same_browser()
    {
        await ContinueAsync(Paris());
        using (await visitor.SubmitAsync("/", new Dictionary<string, string>(), "Log out"))
        {
        }

        await visitor.RegisterAsync("eve@example.org");
        await using (var db = shop.Db())
        {
            var eve = await db.Customers.OrderByDescending(c => c.CreatedAt).Select(c => c.Id).FirstAsync();
            await shop.Get<CartService>().AddAsync(new CartOwner.Customer(eve), kettle, 1, default);
        }

        var page = await visitor.PageAsync("/checkout?step=payment");

        Assert.Equal("", Value(page, "full-name"));
        Assert.DoesNotContain("Jane Roe", page.Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cart_that_was_emptied_in_another_tab_is_said_and_nothing_is_refused()
    {
        using var open = await visitor.GetAsync("/checkout");
        var page = await Visitor.ReadAsync(open);
        await shop.Get<CartService>().SetQuantityAsync(new CartOwner.Customer(customer), kettle, 0, default);
        var fields = page.QuerySelectorAll<IHtmlInputElement>("main form input").ToDictionary(i => i.Name!, i => i.Value);
        using var content = new FormUrlEncodedContent(fields.Concat(Paris().Select(f => new KeyValuePair<string, string>("Address." + f.Key.Replace(" ", "", StringComparison.Ordinal), f.Value))).DistinctBy(f => f.Key));

        using var response = await visitor.Http.PostAsync(new Uri("/checkout", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Nothing to pay", (await Visitor.ReadAsync(response)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_is_asked_where_letters_need_one_and_taken_by_name_or_code()
    {
        using var refused = await visitor.SubmitAsync("/checkout", NewYork(""), "Continue to payment");
        var page = await Visitor.ReadAsync(refused);
        Assert.Contains("Enter the state or region, such as AL or Alabama.", page.QuerySelectorAll(".validation-message").Select(m => m.TextContent));
        Assert.Equal(("350 Fifth Avenue", "US"), (Value(page, "line1"), page.QuerySelector<IHtmlSelectElement>("#country")!.Value));

        foreach (var written in new[] { "new york", "NY" })
        {
            Assert.Contains("New York, NY 10118, United States", Text(await ContinueAsync(NewYork(written)), ".checkout-address"), StringComparison.Ordinal);
            Assert.Equal(("NY", "+1 212-555-0123"), (Value(await visitor.PageAsync("/checkout"), "region"), Value(await visitor.PageAsync("/checkout"), "phone")));
        }
    }

    private static Dictionary<string, string> NewYork(string state) => new()
    {
        ["Full name"] = "Jane Roe",
        ["Address line 1"] = "350 Fifth Avenue",
        ["City"] = "New York",
        ["State or region"] = state,
        ["Postal code"] = "10118",
        ["Country"] = "US",
        ["Phone"] = "(212) 555-0123",
    };

    private static Dictionary<string, string> Paris() => new()
    {
        ["Full name"] = "Jane Roe",
        ["Address line 1"] = "1 Rue de Rivoli",
        ["City"] = "Paris",
        ["Postal code"] = "75001",
        ["Country"] = "FR",
    };

    private static string? Value(IHtmlDocument page, string id) => page.QuerySelector<IHtmlInputElement>("#" + id)!.Value;

    private static string Text(IHtmlDocument page, string selector) =>
        string.Join(' ', page.QuerySelector(selector)!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task<IHtmlDocument> ContinueAsync(Dictionary<string, string> address)
    {
        using var response = await visitor.SubmitAsync("/checkout", address, "Continue to payment");
        Assert.EndsWith("/checkout?step=payment", response.Headers.Location?.ToString(), StringComparison.Ordinal);
        return await visitor.PageAsync(response.Headers.Location!.ToString());
    }
}
