using System.Net;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Web;

/// <summary>What browsers tell of our content security policy.</summary>
public sealed class PolicyReportTests
{
    [Theory]
    [InlineData("application/csp-report", """{"csp-report":{"effective-directive":"script-src","blocked-uri":"https://evil.example/x.js?secret=1","document-uri":"https://shop.example/cart?token=2"}}""")]
    [InlineData("application/reports+json", """[{"type":"csp-violation","body":{"effectiveDirective":"script-src","blockedURL":"https://evil.example/x.js?secret=1","documentURL":"https://shop.example/cart?token=2"}}]""")]
    public async Task What_browsers_report_of_the_policy_is_collected_without_its_secrets(string type, string report)
    {
        await using var shop = new ShopApp();
        using var client = shop.CreateClient();
        for (var i = 0; i < 2; i++)
        {
            using var body = new StringContent(report);
            body.Headers.ContentType = new(type);
            using var answer = await client.PostAsync(new Uri("/csp-reports", UriKind.Relative), body);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        var line = Assert.Single(shop.Log.Lines, l => l.Message.Contains("content security policy", StringComparison.Ordinal));
        Assert.Equal("A browser kept https://shop.example/cart from script-src https://evil.example/x.js, as the content security policy says", line.Message);
    }

    [Theory]
    [InlineData("application/csp-report", "{", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/csp-report", null, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_report_that_no_browser_makes_is_refused(string type, string? report, HttpStatusCode status)
    {
        await using var shop = new ShopApp();
        using var body = new StringContent(report ?? new string('[', 100_000));
        body.Headers.ContentType = new(type);
        using var answer = await shop.CreateClient().PostAsync(new Uri("/csp-reports", UriKind.Relative), body);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task The_content_security_policy_says_where_to_report()
    {
        await using var shop = new ShopApp();
        using var answer = await shop.CreateClient().GetAsync(new Uri("/", UriKind.Relative));
        Assert.Contains("; report-uri /csp-reports; report-to csp", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("csp=\"/csp-reports\"", answer.Headers.GetValues("Reporting-Endpoints").Single());
    }
}
