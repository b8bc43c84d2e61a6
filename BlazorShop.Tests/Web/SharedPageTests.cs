using System.Net;
using BlazorShop.Catalog;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Web;

/// <summary>The shop window is rendered once and served to everybody; what is somebody's own is put in afterwards.</summary>
public sealed class SharedPageTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly ShopApp shop;
    private Product product = null!;

    public SharedPageTests() => shop = new ShopApp { Clock = clock };

    public async Task InitializeAsync()
    {
        await using var db = shop.Db();
        product = await db.AddProductAsync("Kettle", price: 4200, stock: 50);
    }

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/catalog")]
    [InlineData("/catalog?q=kettle&sort=name")]
    [InlineData("product")]
    public async Task A_second_visitor_is_served_what_the_first_one_had_rendered_and_a_new_price_within_a_second(string path)
    {
        path = path == "product" ? "/products/" + product.Slug : path;
        using var first = shop.Visit();
        using var second = shop.Visit();
        Assert.Contains("€42.00", await TextAsync(first, path), StringComparison.Ordinal);

        await SetPriceAsync(3900);

        Assert.Contains("€42.00", await TextAsync(second, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "utm_source=letter"), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("€39.00", await TextAsync(second, path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_visitors_served_from_the_same_cached_page_see_only_their_own()
    {
        var path = "/products/" + product.Slug;
        using var ada = shop.Visit();
        using var guest = shop.Visit();
        using var other = shop.Visit();
        await ada.RegisterAsync("ada@example.org");
        using (await ada.SubmitAsync(path, new Dictionary<string, string> { ["Quantity"] = "3" }, "Add to cart"))
        using (await guest.SubmitAsync(path, new Dictionary<string, string> { ["Quantity"] = "7" }, "Add to cart"))
        {
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        // Whoever comes first has it rendered; the price then changes, and shows that the others got the same bytes.
        var adas = await ada.PageAsync(path);
        await SetPriceAsync(3900);
        var guests = await guest.PageAsync(path);
        var others = await other.PageAsync(path);

        Assert.All([adas, guests, others], page => Assert.Contains("€42.00", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal));
        Assert.Equal("Cart 3", adas.QuerySelector(".cart-link")!.TextContent);
        Assert.Equal("Cart 7", guests.QuerySelector(".cart-link")!.TextContent);
        Assert.Equal("Cart 0", others.QuerySelector(".cart-link")!.TextContent);
        Assert.Contains("Log out", adas.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Log in", guests.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Log out", guests.QuerySelector("header")!.TextContent + others.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(adas.QuerySelector("main [role=status]"));
        Assert.NotNull(guests.QuerySelector("main [role=status]"));
        Assert.Null(others.QuerySelector("main [role=status]"));
        var tokens = new[] { adas, guests, others }.Select(p => p.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")).ToList();
        Assert.Equal(3, tokens.Distinct().Count());
        Assert.All(tokens, t => Assert.True(t!.Length > 60, "This is a mark, not a token: " + t));
    }

    [Fact]
    public async Task A_form_from_the_cache_works_for_the_visitor_it_was_served_to_and_for_nobody_else()
    {
        var path = "/products/" + product.Slug;
        using var ada = shop.Visit();
        using var guest = shop.Visit();
        await ada.RegisterAsync("ada@example.org");
        var adas = await ada.PageAsync(path);
        await guest.PageAsync(path);

        using var stolen = await guest.Http.PostAsync(new Uri("/cart/add", UriKind.Relative), Form(adas));
        using var own = await ada.Http.PostAsync(new Uri("/cart/add", UriKind.Relative), Form(adas));

        Assert.Equal(HttpStatusCode.BadRequest, stolen.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, own.StatusCode);

        FormUrlEncodedContent Form(AngleSharp.Html.Dom.IHtmlDocument page) => new(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
            ["variant"] = product.Variants[0].Id.ToString(),
            ["quantity"] = "1",
            ["returnUrl"] = path,
        });
    }

    [Fact]
    public async Task What_one_visitor_wrote_into_the_address_reaches_nobody_else()
    {
        using var first = shop.Visit();
        using var second = shop.Visit();
        await first.PageAsync("/catalog?planted=by-the-first");

        Assert.DoesNotContain("planted", (await second.PageAsync("/catalog")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_mark_of_a_cached_page_is_left_in_what_a_visitor_gets()
    {
        using var visitor = shop.Visit();
        foreach (var path in new[] { "/", "/catalog", "/products/" + product.Slug, "/products/nope", "/cart", "/Account/Login", "/Account/Register", "/nope" })
        {
            using var response = await visitor.GetAsync(path);
            var html = await response.Content.ReadAsStringAsync();
            Assert.DoesNotMatch("~[0-9a-f]{32}", html);
        }
    }

    private static async Task<string> TextAsync(Visitor visitor, string path) => (await visitor.PageAsync(path)).QuerySelector("main")!.TextContent;

    private async Task SetPriceAsync(long minor)
    {
        await using var db = shop.Db();
        await db.Products.ExecuteUpdateAsync(p => p.SetProperty(x => x.PriceFrom, minor));
        await db.Variants.ExecuteUpdateAsync(v => v.SetProperty(x => x.Price.Minor, minor));
    }
}
