using System.Globalization;
using System.Net;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Localization;

/// <summary>Which language a page is in, and how money and days are written in it.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("/fr/Account/Login?returnUrl=%2Forders", "/Account/Login?returnUrl=%2Forders")]
    [InlineData("/fr/cart", "/cart")]
    [InlineData("/FR/checkout", "/checkout")]
    [InlineData("/fr/orders/BS-AAAA-2222", "/orders/BS-AAAA-2222")]
    [InlineData("/fr/admin/orders.csv", "/admin/orders.csv")]
    public async Task A_personal_page_asked_for_in_French_answers_with_the_plain_address_and_the_language_is_remembered(string asked, string plain)
    {
        await using var shop = new ShopApp();
        using var visitor = shop.Visit();
        using var answer = await visitor.GetAsync(asked);
        Assert.Equal((HttpStatusCode.Redirect, plain), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).ToLowerInvariant();
        Assert.StartsWith("shop-language=fr;", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);
        Assert.Equal("fr", (await visitor.PageAsync("/Account/Login")).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Over_https_the_language_is_kept_in_a_cookie_of_this_host_alone()
    {
        await using var shop = new ShopApp { Settings = { ["Shop:PublicUrl"] = "https://localhost" } };
        using var visitor = shop.Visit();
        using var answer = await visitor.GetAsync("https://localhost/fr/cart");
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).ToLowerInvariant();
        Assert.StartsWith("__host-shop-language=fr;", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.Equal("fr", (await visitor.PageAsync("https://localhost/cart")).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Whoever_chose_no_language_reads_English_whatever_the_browser_prefers()
    {
        await using var shop = new ShopApp();
        using var visitor = shop.Visit();
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr-FR, fr;q=0.9");
        Assert.Equal("en", (await visitor.PageAsync("/Account/Login")).DocumentElement.GetAttribute("lang"));
        await visitor.PageAsync("/fr/Account/Login");
        Assert.Equal("en", (await visitor.PageAsync("/en/Account/Login")).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task A_public_page_is_in_the_language_of_its_address_for_everybody_who_shares_it()
    {
        await using var shop = new ShopApp { Seed = "Demo" };
        using var french = shop.Visit();
        using var stranger = shop.Visit();
        await french.PageAsync("/fr/cart");
        // Whoever chose French is led to the French page; the plain one is never written in it, and nobody keeps the way there.
        using (var led = await french.GetAsync("/catalog?sort=name"))
        {
            Assert.Equal((HttpStatusCode.Redirect, "/fr/catalog?sort=name"), (led.StatusCode, led.Headers.Location!.OriginalString));
            Assert.True(led.Headers.CacheControl!.NoStore);
        }

        // The first to look fills the cache for all.
        Assert.Equal("fr", (await french.PageAsync("/catalog")).DocumentElement.GetAttribute("lang"));
        var seen = await stranger.PageAsync("/catalog");
        Assert.Equal("en", seen.DocumentElement.GetAttribute("lang"));
        Assert.Contains("€", seen.QuerySelector(".price")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(",", seen.QuerySelector(".price")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_English_address_with_its_language_leads_to_the_plain_one_and_English_is_remembered()
    {
        await using var shop = new ShopApp();
        using var visitor = shop.Visit();
        await visitor.PageAsync("/fr/cart");
        using var answer = await visitor.GetAsync("/en/catalog?sort=name");
        Assert.Equal((HttpStatusCode.Redirect, "/catalog?sort=name"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("en", (await visitor.PageAsync("/catalog?sort=name")).DocumentElement.GetAttribute("lang"));
        Assert.Equal("en", (await visitor.PageAsync("/cart")).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("/fr//evil.example/cart")]
    [InlineData("/en//evil.example/catalog")]
    [InlineData("/fr/app.css")]
    [InlineData("/fr/health/live")]
    [InlineData("/fr/nowhere")]
    [InlineData("/xx/cart")]
    public async Task Any_other_address_below_a_language_leads_nowhere(string path)
    {
        await using var shop = new ShopApp();
        using var visitor = shop.Visit();
        using var answer = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData(1999, "EUR", "€19.99", "19,99\u00a0€")]
    [InlineData(123_456_78, "EUR", "€123,456.78", "123\u202f456,78\u00a0€")]
    [InlineData(-500, "EUR", "−€5.00", "−5,00\u00a0€")]
    [InlineData(500, "JPY", "¥500", "500\u00a0¥")]
    [InlineData(1250, "BHD", "BHD\u00a01.250", "1,250\u00a0BHD")]
    [InlineData(240000, "ISK", "ISK\u00a02,400", "2\u202f400\u00a0ISK")]
    public void Money_is_written_as_its_reader_writes_it_and_for_machines_as_ever(long minor, string currency, string english, string french)
    {
        var money = new Money(minor, currency);
        Assert.Equal(english, money.Format(Languages.Neutral.Culture));
        Assert.Equal(french, money.Format(Languages.French.Culture));
        Assert.Equal(english, InFrench(money.ToString));
    }

    [Fact]
    public void Days_and_moments_are_written_in_the_readers_language()
    {
        var shop = new ShopOptions();
        var at = new DateTime(2026, 9, 5, 12, 5, 7, DateTimeKind.Utc);
        Assert.Equal(("5 September 2026", "5 septembre 2026"), (shop.Day(at, Languages.Neutral.Culture), shop.Day(at, Languages.French.Culture)));
        Assert.Equal(("5 Sep 2026, 14:05", "5 sept. 2026, 14:05"), (shop.Moment(at, Languages.Neutral.Culture), shop.Moment(at, Languages.French.Culture)));
        Assert.Equal("5 September 2026", InFrench(() => shop.Day(at)));
    }

    [Theory]
    [InlineData("en", "Other", "One", "Other")]
    [InlineData("fr", "One", "One", "Other")]
    public void Nought_is_plural_in_English_and_singular_in_French(string tag, string none, string one, string two)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Languages.Find(tag)!.Culture;
            Assert.Equal(["K." + none, "K." + one, "K." + two], new[] { 0, 1, 2 }.Select(n => Plural.Key("K", n)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static string InFrench(Func<string> write)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Languages.French.Culture;
            return write();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
