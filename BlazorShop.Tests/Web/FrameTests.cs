using System.Net;
using System.Net.WebSockets;
using BlazorShop.Tests.Catalog;
using BlazorShop.Tests.Testing;
using BlazorShop.Web;
using Microsoft.AspNetCore.Http;

namespace BlazorShop.Tests.Web;

public sealed class FrameTests(DemoShop shop) : IClassFixture<DemoShop>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/catalog")]
    [InlineData("/products/round-teapot")]
    [InlineData("/nope")]
    [InlineData("/cart")]
    [InlineData("/Account/Login")]
    [InlineData("/health/live")]
    [InlineData("/app.css")]
    [InlineData("/checkout")]
    [InlineData("/fr/catalog")]
    [InlineData("/fr/cart")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var response = await shop.GetAsync(path);
        var policy = Header(response, "Content-Security-Policy")!;

        Assert.Null(Header(response, "Server"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.NotNull(Header(response, "Referrer-Policy"));
        Assert.NotNull(Header(response, "Permissions-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", Directive(policy, "script-src"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", false)]
    [InlineData("/catalog", false)]
    [InlineData("/checkout", true)]
    [InlineData("/orders", true)]
    [InlineData("/subscriptions", true)]
    [InlineData("/Account/Manage/Cards/Add", true)]
    [InlineData("/Account/Manage/Addresses", false)]
    public async Task Stripe_may_run_only_where_somebody_pays(string path, bool allowed)
    {
        using var response = await shop.GetAsync(path);
        var policy = Header(response, "Content-Security-Policy")!;

        Assert.Equal(allowed, policy.Contains("https://js.stripe.com", StringComparison.Ordinal));
        if (!allowed)
            Assert.Contains("frame-src 'none'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandboxs_payment_form_may_be_framed_where_somebody_pays()
    {
        using var response = await shop.GetAsync("/checkout");

        Assert.EndsWith(" 'self'", Directive(Header(response, "Content-Security-Policy")!, "frame-src"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/checkout/return", "no-referrer")]
    [InlineData("/checkout", "strict-origin-when-cross-origin")]
    public async Task Only_the_page_that_the_provider_leads_back_to_tells_nobody_its_address(string path, string policy)
    {
        using var response = await shop.GetAsync(path);

        Assert.Equal(policy, Header(response, "Referrer-Policy"));
    }

    [Fact]
    public async Task The_only_script_inside_a_page_is_the_import_map_the_policy_names()
    {
        using var response = await shop.GetAsync("/catalog");
        var page = await Visitor.ReadAsync(response);
        var inside = page.QuerySelectorAll("script:not([src])");
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Assert.Single(inside).TextContent)));

        Assert.Contains($"'sha256-{hash}'", Header(response, "Content-Security-Policy")!, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("*"), e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("/cart")]
    [InlineData("/Account/Login")]
    [InlineData("/products/nope")]
    public async Task Pages_that_may_be_personal_are_stored_nowhere(string path)
    {
        using var response = await shop.GetAsync(path);

        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_shop_window_is_not_kept_between_us_and_the_visitor()
    {
        using var response = await shop.GetAsync("/catalog");

        Assert.True(response.Headers.CacheControl!.Private);
        Assert.True(response.Headers.CacheControl.NoCache);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/catalog", HttpStatusCode.OK)]
    [InlineData("/products/round-teapot", HttpStatusCode.OK)]
    [InlineData("/products/nope", HttpStatusCode.NotFound)]
    [InlineData("/cart", HttpStatusCode.OK)]
    [InlineData("/app.css", HttpStatusCode.OK)]
    public async Task A_head_request_is_answered_like_a_get_without_the_page(string path, HttpStatusCode status)
    {
        using var response = await shop.GetAsync(path, HttpMethod.Head);

        Assert.Equal(status, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/cart/add")]
    [InlineData("/Account/Login")]
    [InlineData("/Account/Logout")]
    [InlineData("/")]
    public async Task A_post_without_an_antiforgery_token_is_400(string path)
    {
        using var visitor = shop.Visit();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["quantity"] = "1" });
        using var response = await visitor.Http.PostAsync(new Uri(path, UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_post_to_nowhere_keeps_its_status_and_gets_no_page()
    {
        using var visitor = shop.Visit();
        using var response = await visitor.Http.PostAsync(new Uri("/no/such/endpoint", UriKind.Relative), content: null);

        // 405, since Blazor's last resort answers GET at any address.
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost", HttpStatusCode.SwitchingProtocols)]
    public async Task A_circuit_is_opened_only_to_our_own_pages(string origin, HttpStatusCode status)
    {
        var client = shop.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Origin = origin;

        if (status == HttpStatusCode.SwitchingProtocols)
        {
            using var socket = await client.ConnectAsync(new Uri("ws://localhost/_blazor"), CancellationToken.None);
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => client.ConnectAsync(new Uri("ws://localhost/_blazor"), CancellationToken.None));
            Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("RateLimits:CircuitsPerAddress", false)]
    [InlineData("RateLimits:CircuitsPerCustomer", true)]
    public async Task Too_many_live_pages_are_refused_and_all_others_go_on(string setting, bool member)
    {
        await using var strict = new ShopApp { Settings = { [setting] = "2" } };
        using var visitor = strict.Visit();
        if (member)
            await visitor.RegisterAsync("ada@shop.test");
        var cookies = member ? await CookiesAsync() : null;
        var client = strict.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Cookie = cookies;
        using var one = await ConnectAsync();
        using var other = await ConnectAsync();

        using var negotiated = await visitor.Http.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.TooManyRequests, negotiated.StatusCode);
        Assert.NotNull(negotiated.Headers.RetryAfter);
        Assert.Contains("429", (await Assert.ThrowsAnyAsync<Exception>(ConnectAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/cart")).StatusCode);
        if (member)
        {
            // The limit is this customer's, not everybody's.
            client.ConfigureRequest = _ => { };
            using var guest = await ConnectAsync();
            client.ConfigureRequest = request => request.Headers.Cookie = cookies;
        }

        Task<WebSocket> ConnectAsync() => client.ConnectAsync(new Uri("ws://localhost/_blazor"), CancellationToken.None);

        async Task<string> CookiesAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            using var answer = await visitor.Http.SendAsync(request);
            return answer.RequestMessage!.Headers.GetValues("Cookie").Single();
        }
    }

    [Fact]
    public async Task A_closed_page_makes_room_for_another_one()
    {
        var page = new TaskCompletionSource();
        var proxy = new ProxyWatch();
        var limits = new CircuitLimits(_ => page.Task, new CircuitQuota(1, 1), proxy);
        var open = limits.InvokeAsync(Circuit());
        var refused = Circuit();
        await limits.InvokeAsync(refused);
        Assert.Equal(StatusCodes.Status429TooManyRequests, refused.Response.StatusCode);

        page.SetException(new IOException("The socket died."));
        await Assert.ThrowsAsync<IOException>(() => open);
        await Assert.ThrowsAsync<IOException>(() => limits.InvokeAsync(Circuit()));

        // Behind an undeclared proxy everybody has one address, and nobody is refused for it.
        page = new TaskCompletionSource();
        proxy.See();
        Assert.False(limits.InvokeAsync(Circuit()).IsCompleted);
        Assert.False(limits.InvokeAsync(Circuit()).IsCompleted);

        static DefaultHttpContext Circuit() => new() { Request = { Method = "GET", Path = "/_blazor" } };
    }

    [Theory]
    [InlineData("RateLimits:SignIn", "/Account/Login")]
    [InlineData("RateLimits:Register", "/Account/Register")]
    [InlineData("RateLimits:Search", "/catalog?q=tea")]
    public async Task More_requests_than_the_limit_are_asked_to_wait(string setting, string path)
    {
        await using var strict = new ShopApp { Settings = { [setting] = "2" } };
        using var visitor = strict.Visit();

        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await AskAsync()).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await AskAsync()).StatusCode);
        using var refused = await AskAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/catalog")).StatusCode);

        Task<HttpResponseMessage> AskAsync() => path.StartsWith("/catalog", StringComparison.Ordinal)
            ? visitor.GetAsync(path)
            : visitor.Http.PostAsync(new Uri(path, UriKind.Relative), content: null);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? values.Single() : null;

    private static string Directive(string policy, string name) =>
        policy.Split(';', StringSplitOptions.TrimEntries).Single(d => d.StartsWith(name + " ", StringComparison.Ordinal));
}
