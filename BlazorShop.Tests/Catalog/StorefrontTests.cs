using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Catalog;

public sealed class StorefrontTests(DemoShop shop) : IClassFixture<DemoShop>
{
    [Fact]
    public async Task The_catalogue_is_complete_without_scripts()
    {
        var page = await shop.PageAsync("/catalog");

        Assert.Equal(24, page.QuerySelectorAll(".product").Length);
        Assert.Contains("€48.00", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var next = page.QuerySelector("a[rel=next]")!;
        Assert.Equal("Next page", next.TextContent);
        var second = await shop.PageAsync(next.GetAttribute("href")!);
        Assert.Equal(7, second.QuerySelectorAll(".product").Length);
        Assert.Null(second.QuerySelector("a[rel=next]"));
        Assert.Empty(Names(page).Intersect(Names(second)));
    }

    [Theory]
    [InlineData("price-asc", "Storage jar", "Terracotta pot")]
    [InlineData("price-desc", "Wool throw", "Mushroom lamp")]
    [InlineData("name", "Linen cushion", "Beeswax candles")]
    public async Task Lists_stand_in_the_order_asked_for(string sort, string later, string earlier)
    {
        var names = Names(await shop.PageAsync("/catalog?sort=" + sort)).ToList();

        Assert.InRange(names.IndexOf(earlier), 0, names.IndexOf(later) - 1);
    }

    [Fact]
    public async Task A_room_shows_what_stands_on_its_categories()
    {
        var kitchen = Names(await shop.PageAsync("/catalog?category=kitchen")).ToList();

        Assert.Contains("Round teapot", kitchen);
        Assert.Contains("Serving bowl", kitchen);
        Assert.DoesNotContain("Wool throw", kitchen);
    }

    [Theory]
    [InlineData("TEAPOT", "Round teapot")]
    [InlineData("glaze strainer", "Round teapot")]
    [InlineData("throw-oat", "Wool throw")]
    public async Task Search_finds_all_words_in_any_case_and_order(string words, string product)
    {
        var page = await shop.PageAsync("/catalog?q=" + Uri.EscapeDataString(words));

        Assert.Contains(product, Names(page));
        Assert.DoesNotContain("Desk tray", Names(page));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("teapot nothing-like-it")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Search_takes_every_sign_as_text(string words)
    {
        var page = await shop.PageAsync("/catalog?q=" + Uri.EscapeDataString(words));

        Assert.Empty(Names(page));
        Assert.Contains($"Nothing matches “{words}”", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page=-1", "Pages are numbered")]
    [InlineData("page=abc", "Pages are numbered")]
    [InlineData("page=99999999999999999999", "Pages are numbered")]
    [InlineData("page=77", "This page doesn't exist")]
    [InlineData("sort=sideways", "We don't know that sort order")]
    public async Task Nonsense_in_the_address_is_answered_in_words(string query, string words) =>
        Assert.Contains(words, (await shop.PageAsync("/catalog?" + query)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task A_search_longer_than_100_characters_is_cut_and_said()
    {
        var page = await shop.PageAsync("/catalog?q=" + new string('x', 5000));

        Assert.Contains("first 100 characters", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(100, page.QuerySelector("#search")!.GetAttribute("value")!.Length);
    }

    [Theory]
    [InlineData("/products/no-such-thing")]
    [InlineData("/catalog?category=no-such-room")]
    [InlineData("/no/such/page")]
    public async Task An_address_of_nothing_is_a_404_with_a_page(string path)
    {
        using var response = await shop.GetAsync(path);
        var page = await Testing.Visitor.ReadAsync(response);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("Page not found", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Cart", page.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/page")]
    [InlineData("/fr/no/such/page")]
    [InlineData("/products/no-such-thing")]
    public async Task A_page_for_what_is_not_there_leads_to_the_categories(string path)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var slow = new DemoShop { Clock = clock };
        await slow.PageAsync("/");
        clock.Advance(TimeSpan.FromMinutes(5));
        using var response = await slow.GetAsync(path);

        Assert.Contains("Kitchen", (await Testing.Visitor.ReadAsync(response)).QuerySelectorAll(".category-nav a").Select(a => a.TextContent));
    }

    [Theory]
    [InlineData("/products/serving-bowl", "3 left")]
    [InlineData("/products/pour-over-set", "In stock")]
    [InlineData("/products/beeswax-candles", "Sold out")]
    public async Task A_product_says_how_many_are_left(string path, string words) =>
        Assert.Contains(words, (await shop.PageAsync(path)).QuerySelectorAll("main .chip").Select(c => c.TextContent));

    [Theory]
    [InlineData(21, "In stock")]
    [InlineData(20, "20 left")]
    [InlineData(1, "1 left")]
    [InlineData(0, "Sold out")]
    public void Stock_is_counted_aloud_from_twenty_down(int available, string words) =>
        Assert.Equal(words, BlazorShop.Catalog.StockText.For(available));

    [Fact]
    public async Task What_is_sold_out_cannot_be_put_into_the_cart()
    {
        var page = await shop.PageAsync("/products/beeswax-candles");

        Assert.DoesNotContain("Add to cart", page.QuerySelectorAll("button").Select(b => b.TextContent));
        Assert.True(page.QuerySelector("main form button")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Each_form_of_a_product_has_its_own_price_and_stock()
    {
        var choices = (await shop.PageAsync("/products/stovetop-kettle")).QuerySelectorAll(".choice");

        Assert.Equal(3, choices.Length);
        Assert.Equal(["€69.00", "€69.00", "€72.00"], choices.Select(c => c.QuerySelector(".price")!.TextContent));
        Assert.Equal(["In stock", "18 left", "Sold out"], choices.Select(c => c.QuerySelector(".chip")!.TextContent));
        Assert.True(choices[2].QuerySelector("input")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_visitor_without_scripts_fills_the_cart()
    {
        using var visitor = shop.Visit();
        using var posted = await visitor.SubmitAsync(
            "/products/round-teapot", new Dictionary<string, string> { ["Quantity"] = "2" }, "Add to cart");
        var page = await visitor.PageAsync("/products/round-teapot");

        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        Assert.Contains("Round teapot", page.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Cart 2", page.QuerySelector(".cart-link")!.TextContent);
        Assert.Null((await visitor.PageAsync("/products/round-teapot")).QuerySelector("main [role=status]"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/catalog?q=tea")]
    [InlineData("/products/round-teapot")]
    [InlineData("/Error")]
    [InlineData("/not-found")]
    [InlineData("/cart")]
    public async Task Every_page_has_one_h1_and_a_skip_link_to_its_own_main_part(string path)
    {
        using var response = await shop.GetAsync(path);
        var page = await Testing.Visitor.ReadAsync(response);

        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal(path + "#main", page.QuerySelector("a.skip-link")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("main#main"));
    }

    private static IEnumerable<string> Names(IParentNode page) => page.QuerySelectorAll(".product h3").Select(h => h.TextContent);
}
