using BlazorShop.Tests.Catalog;

namespace BlazorShop.Tests.Components;

/// <summary>What the owner says about the shop stands on its pages; what they leave out, the shop says itself.</summary>
public sealed class ShopWordsTests
{
    [Fact]
    public async Task The_owners_own_words_stand_wherever_the_shop_would_speak_for_itself()
    {
        await using var shop = new DemoShop
        {
            Settings =
            {
                ["Shop:Tagline"] = " Tea & time ",
                ["Shop:Welcome"] = "Leaves from three gardens.",
                ["Shop:CatalogIntro"] = "All our teas.",
                ["Shop:PricesIncludeTax"] = "false",
                ["Shop:ShippingCountries"] = "FR",
            },
        };
        var home = await shop.PageAsync("/");
        Assert.Equal("Tea & time", home.QuerySelector("h1")!.TextContent);
        Assert.Equal("BlazorShop — Tea & time", home.Title);
        Assert.Equal("Leaves from three gardens.", home.QuerySelector(".hero .lead")!.TextContent);
        Assert.Equal("Leaves from three gardens.", home.QuerySelector("meta[name=description]")!.GetAttribute("content"));
        var footer = home.QuerySelector("footer")!.TextContent;
        Assert.Contains("Tea & time", footer, StringComparison.Ordinal);
        Assert.Contains("We ship to 1 country.", footer, StringComparison.Ordinal);
        Assert.DoesNotContain("tax", footer, StringComparison.Ordinal);
        Assert.Equal("All our teas.", (await shop.PageAsync("/catalog")).QuerySelector("main .lead")!.TextContent);
        Assert.DoesNotContain("calm home", home.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_whose_owner_says_nothing_speaks_for_itself_in_each_language()
    {
        await using var shop = new DemoShop { Settings = { ["Shop:Tagline"] = "", ["Shop:Welcome"] = " " } };
        var english = await shop.PageAsync("/");
        Assert.Equal("Good things for a calm home", english.QuerySelector("h1")!.TextContent);
        Assert.StartsWith("A small collection", english.QuerySelector(".hero .lead")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Prices include tax. We ship to 9 countries.", Words(english.QuerySelector("footer")!.TextContent), StringComparison.Ordinal);
        Assert.Contains("Prix TTC. Nous livrons dans 9 pays.", Words((await shop.PageAsync("/fr/")).QuerySelector("footer")!.TextContent), StringComparison.Ordinal);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
