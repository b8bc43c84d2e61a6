using System.Net;
using AngleSharp.Html.Dom;
using BlazorShop.Data;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Web;

/// <summary>Requests that a shop like this one once answered with 500, each by itself: what the fuzz made up, written down.</summary>
[Collection(SweptShopTests.Name)]
public sealed class CraftedRequestTests(SweptShops shops)
{
    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=nonsense", HttpStatusCode.Redirect, HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=\"\"", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", HttpStatusCode.BadRequest)]
    public async Task A_form_that_cannot_be_read_is_refused(string type, params HttpStatusCode[] answers)
    {
        using var visitor = await (await shops.GetAsync(DatabaseProvider.Sqlite)).GuestAsync();
        var form = await FormAsync(visitor, "/Account/Login");
        using var body = new FormUrlEncodedContent(form);
        body.Headers.ContentType = null;
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await visitor.Http.PostAsync(new Uri("/Account/Login", UriKind.Relative), body);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[.. answers, HttpStatusCode.OK]);
    }

    [Fact]
    public async Task A_return_address_of_any_letters_is_gone_back_to()
    {
        using var visitor = await (await shops.GetAsync(DatabaseProvider.Sqlite)).GuestAsync();
        var form = await FormAsync(visitor, "/products/round-teapot", "form[action$='/cart/add']");
        form["returnUrl"] = "/catalog?q=th\u00e9\ud83d\ude00";
        using var body = new FormUrlEncodedContent(form);
        using var answer = await visitor.Http.PostAsync(new Uri("/cart/add", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/catalog?q=th%C3%A9%F0%9F%98%80", Assert.Single(answer.Headers.GetValues("Location")));
    }

    [Fact]
    public async Task A_passkey_nobody_asked_for_is_not_accepted()
    {
        using var visitor = await (await shops.GetAsync(DatabaseProvider.Sqlite)).GuestAsync();
        var form = await FormAsync(visitor, "/Account/Login");
        form["Input.Passkey.CredentialJson"] = "{\"id\":\"AQID\"}";
        using var body = new FormUrlEncodedContent(form);
        using var answer = await visitor.Http.PostAsync(new Uri("/Account/Login", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("This passkey doesn't belong to an account here.", (await Visitor.ReadAsync(answer)).QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_is_gone_is_not_found_whatever_its_form_says()
    {
        var swept = await shops.GetAsync(DatabaseProvider.Sqlite);
        using var customer = await swept.CustomerAsync();
        var card = swept.Endpoints.Single(e => e.Template == "/Account/Manage/Cards/{Card}/Remove");
        var form = await FormAsync(customer, card.Path(card.There!));
        using var body = new FormUrlEncodedContent(form);
        using var answer = await customer.Http.PostAsync(new Uri(card.Path("pm_gone"), UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("localhost:99999")]
    [InlineData("")]
    [InlineData("localhost:0")]
    [InlineData("evil.example")]
    public async Task A_host_that_is_none_is_refused(string host)
    {
        var port = (await shops.GetAsync(DatabaseProvider.Sqlite)).Shop.Address.Port;
        var request = System.Text.Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        Assert.Equal(400, await RequestFuzzTests.SendAsync(port, request, isCut: false, default));
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("nonsense")]
    [InlineData("\"utf-7\"")]
    public async Task Json_in_letters_that_nobody_can_read_is_refused(string charset)
    {
        var swept = await shops.GetAsync(DatabaseProvider.Sqlite);
        var before = swept.Shop.Log.Lines.Count;
        using var visitor = await swept.GuestAsync();
        using var body = new StringContent("{}");
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=" + charset);
        using var answer = await visitor.Http.PostAsync(new Uri("/sandbox/checkout/cs_1/pay", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(swept.Complaints(before));
    }

    [Theory]
    [InlineData("/webhooks/stripe", "application/json")]
    [InlineData("/csp-reports", "application/csp-report")]
    [InlineData("/sandbox/stripe/v1/customers", "application/x-www-form-urlencoded")]
    [InlineData("/Account/Login", "application/x-www-form-urlencoded")]
    [InlineData("/cart/add", "application/x-www-form-urlencoded")]
    public async Task A_chunk_of_a_size_that_no_number_holds_is_refused_wherever_it_is_read(string path, string type)
    {
        var swept = await shops.GetAsync(DatabaseProvider.Sqlite);
        var before = swept.Shop.Log.Lines.Count;
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\nAuthorization: Bearer {swept.Shop.Get<StripeOptions>().SecretKey}\r\n";
        var request = System.Text.Encoding.ASCII.GetBytes(head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na=1");
        Assert.Equal(400, await RequestFuzzTests.SendAsync(swept.Shop.Address.Port, request, isCut: false, default));
        Assert.Empty(swept.Complaints(before));
    }

    private static async Task<Dictionary<string, string>> FormAsync(Visitor visitor, string path, string form = "main form") =>
        ((IHtmlFormElement)(await visitor.PageAsync(path)).QuerySelector(form)!).Elements
            .Where(e => e.GetAttribute("name") is { Length: > 0 })
            .GroupBy(e => e.GetAttribute("name")!).ToDictionary(g => g.Key, g => g.First().GetAttribute("value") ?? "");
}
