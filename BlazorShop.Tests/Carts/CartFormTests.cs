using System.Net;
using AngleSharp.Html.Dom;
using BlazorShop.Catalog;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Carts;

/// <summary>The cart as a browser without scripts meets it.</summary>
public sealed class CartFormTests : IAsyncLifetime
{
    private readonly ShopApp shop = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task A_guest_fills_changes_and_empties_a_cart()
    {
        using var visitor = shop.Visit();
        var kettle = await AddProductAsync(stock: 5);

        await AddAsync(visitor, kettle, "2");
        var cart = await visitor.PageAsync("/cart");
        Assert.Equal("2", cart.QuerySelector("input[name=quantity]")!.GetAttribute("value"));
        Assert.Contains("€39.98", cart.QuerySelector("dd.total")!.TextContent, StringComparison.Ordinal);

        using (var changed = await visitor.SubmitAsync("/cart", new Dictionary<string, string> { ["Quantity"] = "3" }, "Update"))
            Assert.Equal((HttpStatusCode.SeeOther, "/cart"), (changed.StatusCode, changed.Headers.Location?.ToString()));
        Assert.Equal("3", (await visitor.PageAsync("/cart")).QuerySelector("input[name=quantity]")!.GetAttribute("value"));

        using (await visitor.SubmitAsync("/cart", new Dictionary<string, string>(), "Remove Kettle"))
            Assert.Contains("Your cart is empty", (await visitor.PageAsync("/cart")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/cart/add")]
    [InlineData("/cart/update")]
    [InlineData("/cart/remove")]
    public async Task A_post_without_an_antiforgery_token_is_refused(string path)
    {
        using var visitor = shop.Visit();
        var kettle = await AddProductAsync();
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["variant"] = kettle.Variants[0].Id.ToString(), ["quantity"] = "1" });
        using var answer = await visitor.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        await using var db = shop.Db();
        Assert.Empty(await db.Carts.ToListAsync());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    public async Task A_quantity_that_is_none_is_explained(string quantity)
    {
        using var visitor = shop.Visit();
        var page = await AddAsync(visitor, await AddProductAsync(), quantity);
        Assert.StartsWith("Enter a whole number of items, from 1 to 20.", Alert(page), StringComparison.Ordinal);
        await using var db = shop.Db();
        Assert.Empty(await db.Carts.ToListAsync());
    }

    [Fact]
    public async Task More_than_there_are_is_explained()
    {
        using var visitor = shop.Visit();
        var page = await AddAsync(visitor, await AddProductAsync(stock: 3), "7");
        Assert.StartsWith("Only 3 left of Kettle. Your cart now holds 3.", Alert(page), StringComparison.Ordinal);

        using var changed = await visitor.SubmitAsync("/cart", new Dictionary<string, string> { ["Quantity"] = "8" }, "Update");
        Assert.StartsWith("Only 3 left of Kettle", Alert(await Visitor.ReadAsync(await visitor.FollowAsync(changed))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_raises_what_has_sold_out_reads_that_it_is_sold_out()
    {
        using var visitor = shop.Visit();
        await AddAsync(visitor, await AddProductAsync(stock: 3), "2");
        await using (var db = shop.Db())
            await db.StockItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, 0));

        using var changed = await visitor.SubmitAsync("/cart", new Dictionary<string, string> { ["Quantity"] = "3" }, "Update");
        var page = await Visitor.ReadAsync(await visitor.FollowAsync(changed));

        var alerts = string.Join(' ', page.QuerySelectorAll("main [role=alert]").Select(a => a.TextContent));
        Assert.Contains("Kettle is sold out", alerts, StringComparison.Ordinal);
        Assert.DoesNotContain("Only 1", alerts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_carts_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var visitor = shop.Visit();
        var product = await AddProductAsync();
        using var answer = await visitor.SubmitAsync("/products/" + product.Slug, new Dictionary<string, string>(), "Add to cart");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("cart=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
        Assert.Contains("max-age=7776000", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_https_the_cookie_of_a_cart_is_never_sent_without_it()
    {
        using var http = shop.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false, HandleCookies = true });
        using var visitor = new Visitor(http);
        var product = await AddProductAsync();
        using var answer = await visitor.SubmitAsync("/products/" + product.Slug, new Dictionary<string, string>(), "Add to cart");
        Assert.All(answer.Headers.GetValues("Set-Cookie"), c => Assert.Contains("secure", c, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("' OR 1=1 --")]
    public async Task A_token_that_was_made_up_opens_no_cart(string token)
    {
        using (var owner = shop.Visit())
            await AddAsync(owner, await AddProductAsync(), "2");
        string hash;
        await using (var db = shop.Db())
            hash = (await db.Carts.SingleAsync()).TokenHash!;

        foreach (var guess in new[] { token, hash })
        {
            using var http = shop.CreateClient(new() { HandleCookies = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, "/cart");
            request.Headers.TryAddWithoutValidation("Cookie", "cart=" + Uri.EscapeDataString(guess));
            using var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Your cart is empty", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Registering_takes_the_cart_along_and_forgets_the_cookie()
    {
        using var visitor = shop.Visit();
        await AddAsync(visitor, await AddProductAsync(), "2");
        await visitor.RegisterAsync("ada@example.org");
        Assert.Equal("2", (await visitor.PageAsync("/cart")).QuerySelector("input[name=quantity]")!.GetAttribute("value"));
        await using var db = shop.Db();
        Assert.Null((await db.Carts.SingleAsync()).TokenHash);
    }

    [Fact]
    public async Task Logging_in_joins_the_guests_cart_with_ones_own()
    {
        var product = await AddProductAsync(stock: 50);
        using (var before = shop.Visit())
        {
            await before.RegisterAsync("ada@example.org");
            await AddAsync(before, product, "2");
        }

        using var visitor = shop.Visit();
        await AddAsync(visitor, product, "3");
        await visitor.LogInAsync("ada@example.org");

        var cart = await visitor.PageAsync("/cart");
        Assert.Equal("5", cart.QuerySelector("input[name=quantity]")!.GetAttribute("value"));
        Assert.Contains("to those already in your cart", cart.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        await using var db = shop.Db();
        Assert.Equal(1, await db.Carts.CountAsync());
    }

    [Fact]
    public async Task A_post_leads_back_to_this_site_only()
    {
        using var visitor = shop.Visit();
        var product = await AddProductAsync();
        using var answer = await visitor.SubmitAsync(
            "/products/" + product.Slug, new Dictionary<string, string> { ["returnUrl"] = "https://elsewhere.example/" }, "Add to cart");
        Assert.Equal("/cart", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_option_chosen_on_a_product_page_is_named_and_stays_chosen()
    {
        Product product;
        await using (var db = shop.Db())
        {
            var category = Make.Category("Lights");
            var lamp = Make.Product(category, "Mushroom lamp");
            lamp.Variants.Clear();
            lamp.Variants.Add(Make.Variant(lamp, options: "Sand"));
            lamp.Variants.Add(Make.Variant(lamp, options: "Clay"));
            lamp.Refresh();
            db.AddRange(category, lamp);
            await db.SaveChangesAsync();
            product = lamp;
        }

        using var visitor = shop.Visit();
        var clay = product.Variants.Single(v => v.Options == "Clay").Id.ToString();

        using var answer = await visitor.SubmitAsync("/products/" + product.Slug, new Dictionary<string, string> { ["variant"] = clay, ["Quantity"] = "2" }, "Add to cart");
        var page = await Visitor.ReadAsync(await visitor.FollowAsync(answer));

        Assert.StartsWith("2 × Mushroom lamp (Clay) added to your cart.", page.QuerySelector("main [role=status]")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(clay, page.QuerySelector("input[name=variant][checked]")!.GetAttribute("value"));
        Assert.Equal("http://localhost/products/" + product.Slug, page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_guests_cart_needs_no_circuit()
    {
        using var visitor = shop.Visit();
        await AddAsync(visitor, await AddProductAsync(), "2");

        Assert.DoesNotContain("<!--Blazor:", (await visitor.PageAsync("/cart")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
    }

    private static string? Alert(IHtmlDocument page) => page.QuerySelector("main [role=alert]")?.TextContent.Trim();

    private static async Task<IHtmlDocument> AddAsync(Visitor visitor, Product product, string quantity)
    {
        var answer = await visitor.SubmitAsync(
            "/products/" + product.Slug, new Dictionary<string, string> { ["Quantity"] = quantity }, "Add to cart");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        using var page = await visitor.FollowAsync(answer);
        return await Visitor.ReadAsync(page);
    }

    private async Task<Product> AddProductAsync(int stock = 5)
    {
        await using var db = shop.Db();
        return await db.AddProductAsync(stock: stock);
    }
}
