using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BlazorShop.Tests.Catalog;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Localization;

/// <summary>The shop window in French: pages of their own, below <c>/fr</c>.</summary>
public sealed class FrenchStorefrontTests(DemoShop shop) : IClassFixture<DemoShop>
{
    public static TheoryData<string> PublicPages => ["/fr/", "/fr/catalog", "/fr/catalog?category=kitchen", "/fr/catalog?q=teapot", "/fr/products/round-teapot", "/fr/products/coffee-post"];

    [Theory, MemberData(nameof(PublicPages))]
    public async Task A_public_page_below_a_language_is_there_in_that_language_for_whoever_comes(string path)
    {
        using var answer = await shop.GetAsync(path);
        var page = await Visitor.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("fr", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(path + "#main", page.QuerySelector("a.skip-link")!.GetAttribute("href"));
        Assert.False(answer.Headers.Contains("Set-Cookie") && answer.Headers.GetValues("Set-Cookie").Any(c => c.Contains("shop-language", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(PublicPages))]
    public async Task Every_link_and_form_of_a_French_page_stays_French(string path)
    {
        var page = await shop.PageAsync(path);

        Assert.Empty(
            from element in page.QuerySelectorAll("a[href], form[action]")
            let address = element.GetAttribute("href") ?? element.GetAttribute("action")!
            // The link to the cart is the cart's own.
            where !element.ClassList.Contains("cart-link") && address.StartsWith('/') && !address.StartsWith("/fr/", StringComparison.Ordinal) && address != "/sandbox" && element.GetAttribute("hreflang") != "en"
            select $"{element.LocalName} {address}");
    }

    [Theory, MemberData(nameof(PublicPages))]
    public async Task No_English_sentence_of_the_shop_is_left_on_a_French_page(string path)
    {
        var page = await shop.PageAsync(path);
        var seen = string.Join('\n', page.QuerySelectorAll("title, meta[name=description], body, img, input, nav")
            .SelectMany(e => new[] { e.LocalName is "body" or "title" ? e.TextContent : "", e.GetAttribute("content"), e.GetAttribute("alt"), e.GetAttribute("placeholder"), e.GetAttribute("aria-label") }));

        Assert.Empty(
            from resources in new[] { "Components/ShellTexts", "Catalog/CatalogTexts", "Accounts/AccountTexts" }
            from text in new RoomTexts(resources.Split('/')[0], resources).Neutral.Values
            where text.Contains(' ', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
                && seen.Contains(text, StringComparison.Ordinal)
            select text);
    }

    [Theory]
    [InlineData("/fr/", "h1", "De belles choses pour une maison paisible")]
    [InlineData("/fr/", "footer", "Prix TTC.")]
    [InlineData("/fr/catalog", "h1", "Tous les produits")]
    [InlineData("/fr/catalog?q=zzzz", "main", "Aucun résultat pour «\u00a0zzzz\u00a0»")]
    [InlineData("/fr/catalog?page=-1", "main [role=status]", "Les pages sont numérotées de 1 à 500. Voici la première.")]
    [InlineData("/fr/products/round-teapot", "main form button", "Ajouter au panier")]
    [InlineData("/fr/products/serving-bowl", "main .chip", "Plus que 3")]
    [InlineData("/fr/products/beeswax-candles", "main form button", "Épuisé")]
    [InlineData("/fr/products/coffee-post", "main .price-every", "tous les mois")]
    [InlineData("/fr/catalog", "form[role=search] button", "Rechercher")]
    [InlineData("/fr/catalog", ".visitor-links", "Se connecter")]
    public async Task The_shop_window_speaks_French(string path, string place, string words) =>
        Assert.Contains(words, (await shop.PageAsync(path)).QuerySelector(place)!.TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData("/", "/", "/fr/")]
    [InlineData("/fr", "/", "/fr/")]
    [InlineData("/catalog?category=kitchen&utm_source=letter", "/catalog?category=kitchen", "/fr/catalog?category=kitchen")]
    [InlineData("/FR/products/round-teapot", "/products/round-teapot", "/fr/products/round-teapot")]
    public async Task Search_engines_learn_the_one_address_of_a_page_and_those_of_its_translations(string path, string english, string french)
    {
        await using var named = new DemoShop { Settings = { ["Shop:PublicUrl"] = "http://localhost" } };
        var page = await named.PageAsync(path);

        var own = path.StartsWith("/fr", StringComparison.OrdinalIgnoreCase) ? french : english;
        Assert.Equal("http://localhost" + own, page.QuerySelector("head link[rel=canonical]")!.GetAttribute("href"));
        Assert.Equal(
            [("en", "http://localhost" + english), ("fr", "http://localhost" + french), ("x-default", "http://localhost" + english)],
            page.QuerySelectorAll("head link[rel=alternate]").Select(l => (l.GetAttribute("hreflang")!, l.GetAttribute("href")!)));
    }

    [Theory]
    [InlineData("/fr/products/no-such-thing")]
    [InlineData("/fr/catalog?category=no-such-room")]
    [InlineData("/fr/no/such/page")]
    public async Task What_is_not_there_is_said_in_French_with_404(string path)
    {
        using var answer = await shop.GetAsync(path);
        var page = await Visitor.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("fr", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Page introuvable", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(path + "#main", page.QuerySelector("a.skip-link")!.GetAttribute("href"));
        Assert.Equal("/fr/catalog", page.QuerySelector("main a.button")!.GetAttribute("href"));
        Assert.Equal("/en" + path["/fr".Length..], Language(page, "en"));
    }

    [Fact]
    public async Task A_search_in_French_answers_in_French()
    {
        using var visitor = shop.Visit();
        var form = (await visitor.PageAsync("/fr/")).QuerySelector<IHtmlFormElement>("form[role=search]")!;
        Assert.Equal("get", form.Method);
        var found = await visitor.PageAsync(form.GetAttribute("action") + "?q=teapot");

        Assert.Equal("fr", found.DocumentElement.GetAttribute("lang"));
        Assert.Equal("teapot", found.QuerySelector("#search")!.GetAttribute("value"));
        Assert.NotNull(found.QuerySelector(".product a[href='/fr/products/round-teapot']"));
    }

    [Fact]
    public async Task A_search_in_another_language_counts_towards_the_same_limit()
    {
        await using var strict = new ShopApp { Settings = { ["RateLimits:Search"] = "1" } };
        using var visitor = strict.Visit();

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/catalog?q=tea")).StatusCode);
        using var refused = await visitor.GetAsync("/fr/catalog?q=tea");
        var page = await Visitor.ReadAsync(refused);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(("fr", "Trop de tentatives"), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")!.TextContent));
        Assert.Equal("/fr/", page.QuerySelector("main a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Whoever_adds_to_the_cart_on_a_French_page_comes_back_to_it_and_reads_the_cart_in_French()
    {
        using var visitor = shop.Visit();
        using var posted = await visitor.SubmitAsync("/fr/products/round-teapot", new Dictionary<string, string> { ["quantity"] = "2" }, "form[action='/fr/cart/add']");

        Assert.Equal((HttpStatusCode.SeeOther, "/fr/products/round-teapot"), (posted.StatusCode, posted.Headers.Location!.OriginalString.Split('?')[0]));
        Assert.True(posted.Headers.CacheControl!.NoStore);
        Assert.Contains(posted.Headers.GetValues("Set-Cookie"), c => c.StartsWith("shop-language=fr;", StringComparison.Ordinal));
        var back = await visitor.PageAsync("/fr/products/round-teapot");
        Assert.Contains("Round teapot", back.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2", back.QuerySelector(".cart-count")!.TextContent);
        Assert.Equal("fr", (await visitor.PageAsync("/cart")).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task A_visitor_on_a_French_page_logs_in_in_French()
    {
        using var visitor = shop.Visit();
        var login = (await visitor.PageAsync("/fr/catalog")).QuerySelector(".visitor-links a")!.GetAttribute("href")!;

        Assert.Equal("fr", (await visitor.PageAsync(login)).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("/catalog?sort=name", "/fr/catalog?sort=name")]
    [InlineData("/products/round-teapot", "/fr/products/round-teapot")]
    [InlineData("/Account/Login?returnUrl=%2Forders", "/fr/Account/Login?returnUrl=%2Forders")]
    [InlineData("/cart", "/fr/cart")]
    public async Task The_footer_leads_to_the_same_page_in_each_language_and_back(string path, string french)
    {
        using var visitor = shop.Visit();
        var english = await visitor.PageAsync(path);
        Assert.Equal(["English", "Français"], english.QuerySelectorAll(".languages a").Select(a => a.TextContent));
        Assert.Equal("English", english.QuerySelector(".languages [aria-current]")!.TextContent);
        Assert.Equal(french, Language(english, "fr"));

        var translated = await visitor.PageAsync(french);
        Assert.Equal("fr", translated.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Français", translated.QuerySelector(".languages [aria-current]")!.TextContent);

        using var back = await visitor.FollowAsync(await visitor.GetAsync(Language(translated, "en")));
        Assert.Equal(path, back.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Equal("en", (await Visitor.ReadAsync(back)).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("/catalog")]
    [InlineData("/")]
    [InlineData("product")]
    public async Task Both_languages_are_served_from_the_cache_and_neither_is_shown_for_the_other(string path)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var small = new ShopApp { Clock = clock };
        await using var db = small.Db();
        var product = await db.AddProductAsync("Kettle", price: 4200, stock: 50);
        path = path == "product" ? "/products/" + product.Slug : path;
        string[] addresses = [path, "/fr" + path];
        using var first = small.Visit();
        foreach (var address in addresses)
            Assert.Contains("42", await PriceAsync(first, address), StringComparison.Ordinal);

        await db.Products.ExecuteUpdateAsync(p => p.SetProperty(x => x.PriceFrom, 3900L));
        await db.Variants.ExecuteUpdateAsync(v => v.SetProperty(x => x.Price.Minor, 3900L));

        using var second = small.Visit();
        Assert.Equal(["en €42.00", "fr 42,00\u00a0€"], [await PriceAsync(second, addresses[0]), await PriceAsync(second, addresses[1])]);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["fr 39,00\u00a0€", "en €39.00"], [await PriceAsync(second, addresses[1]), await PriceAsync(second, addresses[0])]);
    }

    private static async Task<string> PriceAsync(Visitor visitor, string path)
    {
        var page = await visitor.PageAsync(path);
        return $"{page.DocumentElement.GetAttribute("lang")} {page.QuerySelector("main .price")!.TextContent}";
    }

    private static string Language(IHtmlDocument page, string tag) => page.QuerySelector($".languages a[hreflang={tag}]")!.GetAttribute("href")!;
}
