using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BlazorShop.Tests.Catalog;
using BlazorShop.Tests.Testing;
using Microsoft.Extensions.Logging;

namespace BlazorShop.Tests.Web;

/// <summary>The shop's own address: which names it answers to, what its cookies are called over https, what it says of a proxy.</summary>
public sealed class HostTests
{
    private const string Public = "https://shop.example";

    [Theory]
    [InlineData("http://shop.example/", 200)]
    [InlineData("http://SHOP.example:8080/", 200)]
    [InlineData("http://inside.example/", 200)]
    [InlineData("http://one.below.example/", 200)]
    [InlineData("http://below.example/", 400)]
    [InlineData("http://evil.example/", 400)]
    [InlineData("http://shop.example.evil.example/", 400)]
    [InlineData("http://evil.example/webhooks/stripe", 400)]
    [InlineData("http://evil.example/health/ready", 200)]
    public async Task Outside_Development_only_the_public_host_and_the_allowed_ones_are_answered(string url, int status)
    {
        await using var shop = Shop(Public, ("AllowedHosts", "inside.example;*.below.example"));
        using var answer = await Client(shop).GetAsync(new Uri(url));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_refused_host_is_logged_once_in_a_while()
    {
        await using var shop = Shop(Public);
        using var client = Client(shop);
        foreach (var host in new[] { "one", "other" })
            (await client.GetAsync(new Uri($"http://{host}.example/"))).Dispose();
        Assert.Single(shop.Log.Lines, l => l.Message.Contains("host one.example was refused", StringComparison.Ordinal));
        Assert.DoesNotContain(shop.Log.Lines, l => l.Message.Contains("other.example", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task A_shop_without_an_address_does_not_start(string environment)
    {
        await using var shop = new ShopApp
        {
            Environment = environment,
            Settings =
            {
                ["Shop:PublicUrl"] = "",
                ["Payments:Mode"] = "Stripe",
                ["Stripe:SecretKey"] = "sk_test_1",
                ["Stripe:PublishableKey"] = "pk_test_1",
                ["Stripe:WebhookSecret"] = "whsec_dGVzdA==",
            },
        };
        var failure = Assert.ThrowsAny<Exception>(() => shop.Services);
        Assert.Contains("Shop__PublicUrl is empty: set it to the address that customers use, such as https://shop.example.", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Demo")]
    public async Task A_demo_needs_no_address_and_answers_to_any_name(string environment)
    {
        await using var shop = new ShopApp { Environment = environment, Settings = { ["Shop:PublicUrl"] = null } };
        using var answer = await Client(shop).GetAsync(new Uri("http://whatever.example/"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Over_https_every_cookie_is_of_this_host_alone_and_the_transport_is_strict_below_it_too()
    {
        await using var shop = new DemoShop { Settings = { ["Shop:PublicUrl"] = Public } };
        using var client = Client(shop);
        var browser = new Jar(client);

        await browser.AddAsync("/products/round-teapot");
        using var login = await browser.SendAsync(HttpMethod.Get, "/Account/Register");

        Assert.Contains("max-age=31536000; includeSubDomains", login.Headers.GetValues("Strict-Transport-Security"));
        Assert.Contains("__Host-cart", browser.Cookies.Keys);
        Assert.Contains("__Host-shop-antiforgery", browser.Cookies.Keys);
        Assert.All(browser.Seen, set =>
        {
            Assert.StartsWith("__Host-", set, StringComparison.Ordinal);
            Assert.Contains("; secure", set, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/;", set + ";", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", set, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal("Cart 1", await browser.CartAsync());
    }

    [Fact]
    public async Task A_cart_and_a_login_from_before_https_are_read_once_and_replaced()
    {
        await using var database = TestDatabase.Sqlite();
        var old = await BeforeAsync(database, registers: true);
        await using var after = new DemoShop { Database = database, Settings = { ["Shop:PublicUrl"] = Public } };
        using var secure = Client(after);
        var same = new Jar(secure, old);
        using var first = await same.SendAsync(HttpMethod.Get, "/Account/Manage");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.DoesNotContain("shop", same.Cookies.Keys);
        Assert.Contains("__Host-shop", same.Cookies.Keys);
        using var second = await same.SendAsync(HttpMethod.Get, "/Account/Manage");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("Cart 2", await same.CartAsync());
    }

    [Fact]
    public async Task A_guests_cart_from_before_https_is_kept_for_as_long_as_a_new_one()
    {
        await using var database = TestDatabase.Sqlite();
        var old = await BeforeAsync(database, registers: false);
        await using var after = new DemoShop { Database = database, Settings = { ["Shop:PublicUrl"] = Public } };
        using var secure = Client(after);
        var same = new Jar(secure, old);
        Assert.Equal("Cart 1", await same.CartAsync());
        Assert.Contains(same.Seen, s => s.StartsWith("__Host-cart=" + old["cart"], StringComparison.Ordinal) && s.Contains("max-age=7776000", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("cart", same.Cookies.Keys);
        Assert.Equal("Cart 1", await same.CartAsync());
    }

    [Fact]
    public async Task A_neighbours_cookie_does_not_stand_in_for_our_own()
    {
        await using var shop = new DemoShop { Settings = { ["Shop:PublicUrl"] = Public } };
        using var client = Client(shop);
        var browser = new Jar(client);
        await browser.AddAsync("/products/round-teapot");
        browser.Cookies["cart"] = new string('a', 64);
        browser.Cookies["shop-antiforgery"] = "planted";
        Assert.Equal("Cart 1", await browser.CartAsync());
        // The planted cart is not ours to take off again, and our own was not replaced by it.
        Assert.DoesNotContain(browser.Seen, s => s.Contains(new string('a', 64), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("true", 0)]
    public async Task A_proxy_that_was_not_declared_is_warned_of_once(string? declared, int warnings)
    {
        await using var shop = Shop(Public, ("ForwardedHeaders_Enabled", declared));
        using var client = Client(shop);
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://shop.example/") { Headers = { { "X-Forwarded-For", "192.0.2.7" } } };
            (await client.SendAsync(request)).Dispose();
        }

        Assert.Equal(warnings, shop.Log.Lines.Count(l => l.Level == LogLevel.Warning && l.Message.Contains("no proxy was declared", StringComparison.Ordinal)));
    }

    /// <summary>What a browser kept of the shop while it was not reached by https: a cart with one item, or a login with two in its cart.</summary>
    private static async Task<Dictionary<string, string>> BeforeAsync(TestDatabase database, bool registers)
    {
        await using var before = new DemoShop { Database = database, Settings = { ["Shop:PublicUrl"] = "http://shop.example" } };
        using var client = Client(before);
        var browser = new Jar(client);
        await browser.AddAsync("/products/round-teapot");
        if (registers)
        {
            await browser.RegisterAsync("ada@shop.test");
            await browser.AddAsync("/products/round-teapot");
        }

        return browser.Cookies;
    }

    private static ShopApp Shop(string url, params (string Key, string? Value)[] settings)
    {
        var shop = new ShopApp { Settings = { ["Shop:PublicUrl"] = url } };
        foreach (var (key, value) in settings)
            shop.Settings[key] = value;
        return shop;
    }

    private static HttpClient Client(ShopApp shop) => shop.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });

    /// <summary>A browser that reached the shop by https, while the last hop from the proxy speaks http: it keeps what it is told to, Secure or not.</summary>
    private sealed class Jar(HttpClient http, Dictionary<string, string>? cookies = null)
    {
        public Dictionary<string, string> Cookies { get; } = cookies is null ? [] : new(cookies);

        public List<string> Seen { get; } = [];

        public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Dictionary<string, string>? form = null)
        {
            using var request = new HttpRequestMessage(method, new Uri("http://shop.example" + path));
            if (form is not null)
                request.Content = new FormUrlEncodedContent(form);
            if (Cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
            var answer = await http.SendAsync(request);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                var pair = set.Split(';', 2)[0].Split('=', 2);
                if (set.Contains("1970", StringComparison.Ordinal))
                {
                    Cookies.Remove(pair[0]);
                    continue;
                }

                Seen.Add(set);
                Cookies[pair[0]] = pair[1];
            }

            return answer;
        }

        public async Task AddAsync(string product)
        {
            using var answer = await SubmitAsync(product, "form[action$='/cart/add']", []);
            Assert.True((int)answer.StatusCode is >= 300 and < 400, $"Adding answered {(int)answer.StatusCode}.");
        }

        public async Task RegisterAsync(string email)
        {
            using var answer = await SubmitAsync("/Account/Register", "main form", new()
            {
                ["Input.Email"] = email,
                ["Input.Password"] = Testing.Visitor.Password,
                ["Input.ConfirmPassword"] = Testing.Visitor.Password,
            });
            Assert.True((int)answer.StatusCode is >= 300 and < 400, $"Registering answered {(int)answer.StatusCode}.");
        }

        public async Task<string> CartAsync()
        {
            using var answer = await SendAsync(HttpMethod.Get, "/cart");
            return (await Testing.Visitor.ReadAsync(answer)).QuerySelector(".cart-link")!.TextContent;
        }

        private async Task<HttpResponseMessage> SubmitAsync(string path, string selector, Dictionary<string, string> fields)
        {
            using var page = await SendAsync(HttpMethod.Get, path);
            var document = await Testing.Visitor.ReadAsync(page);
            var form = document.QuerySelector<IHtmlFormElement>(selector)!;
            var values = form.Elements.OfType<IHtmlInputElement>().Where(i => i.Name is { Length: > 0 } && (i.Type is not ("radio" or "checkbox") || i.IsChecked))
                .GroupBy(i => i.Name!).ToDictionary(g => g.Key, g => g.First().Value);
            foreach (var (name, value) in fields)
                values[name] = value;
            return await SendAsync(HttpMethod.Post, form.GetAttribute("action") is { Length: > 0 } action ? action : path, values);
        }
    }
}
