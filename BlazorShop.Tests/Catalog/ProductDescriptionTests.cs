using BlazorShop.Catalog;

namespace BlazorShop.Tests.Catalog;

public sealed class ProductDescriptionTests
{
    [Fact]
    public void Markdown_becomes_markup() =>
        Assert.Equal("<p>Made <strong>well</strong>.</p>", ProductDescription.Html("Made **well**.").Trim());

    [Fact]
    public void Headings_stay_below_those_of_the_page() =>
        Assert.Contains("<h3>", ProductDescription.Html("# Care"), StringComparison.Ordinal);

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    [InlineData("[click](javascript:alert(1))", "javascript:")]
    [InlineData("[click](data:text/html;base64,PHNjcmlwdD4=)", "data:")]
    [InlineData("![x](https://evil.example/track.gif)", "<img")]
    [InlineData("<a href=\"https://example.org\" onclick=\"x()\">x</a>", "<a ")]
    [InlineData("<style>body{display:none}</style>", "<style")]
    public void Nothing_in_a_description_can_run_or_call_home(string markdown, string forbidden) =>
        Assert.DoesNotContain(forbidden, ProductDescription.Html(markdown), StringComparison.OrdinalIgnoreCase);
}
