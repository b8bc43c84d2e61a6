using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BlazorShop.PaymentsSandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>The form in the frame, the page for developers, and where none of it may run.</summary>
public sealed partial class FrameAndPanelTests
{
    private const string Card = """{ "method": "card", "number": "4242424242424242", "expiry": "12 / 34", "cvc": "123", "name": "J", "country": "FR" }""";

    [Fact]
    public async Task The_frame_may_be_framed_by_its_own_origin_only_and_runs_no_inline_script()
    {
        await using var host = await SandboxHost.StartAsync();
        using var page = await host.Http.GetAsync("/sandbox/checkout/cs_test_any");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]*src=)", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_form_answers_only_to_the_client_secret()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        using var stranger = await SendAsync(host, HttpMethod.Get, $"{session.Id}/state", session.Id + "_secret_guess");
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
        using var thief = await SendAsync(host, HttpMethod.Post, $"{session.Id}/pay", "", Card);
        Assert.Equal(HttpStatusCode.Forbidden, thief.StatusCode);

        using var buyer = await SendAsync(host, HttpMethod.Get, $"{session.Id}/state", session.ClientSecret);
        var view = await buyer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(("open", "€29.68"), (view!["status"]!.GetValue<string>(), view["total"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_form_pays_and_then_says_that_the_session_is_complete()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        using var paid = await SendAsync(host, HttpMethod.Post, $"{session.Id}/pay", session.ClientSecret, Card);
        Assert.Equal("complete", (await paid.Content.ReadFromJsonAsync<JsonObject>())!["result"]!.GetValue<string>());
        using var again = await SendAsync(host, HttpMethod.Get, $"{session.Id}/state", session.ClientSecret);
        Assert.Equal("complete", (await again.Content.ReadFromJsonAsync<JsonObject>())!["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/sandbox/stripe.js", "text/javascript")]
    [InlineData("/sandbox/assets/checkout.js", "text/javascript")]
    [InlineData("/sandbox/assets/checkout-fields.js", "text/javascript")]
    [InlineData("/sandbox/assets/checkout-look.js", "text/javascript")]
    [InlineData("/sandbox/assets/checkout-saved.js", "text/javascript")]
    [InlineData("/sandbox/assets/checkout.css", "text/css")]
    [InlineData("/sandbox/assets/panel.css", "text/css")]
    public async Task The_files_of_the_sandbox_are_served(string path, string type)
    {
        await using var host = await SandboxHost.StartAsync();
        using var file = await host.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, type), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_admin_shows_what_happened_encoded_and_acts_only_with_a_token()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync(o => o.CustomerEmail = "\"<b>\"@example.com");
        using var page = await host.Http.GetAsync("/sandbox");
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("€29.68", html, StringComparison.Ordinal);

        var form = new Dictionary<string, string> { ["act"] = "expire", ["subject"] = session.Id };
        using var forged = await host.Http.PostAsync("/sandbox/act", new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        form["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
        using var post = new HttpRequestMessage(HttpMethod.Post, "/sandbox/act") { Content = new FormUrlEncodedContent(form) };
        post.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var acted = await host.Http.SendAsync(post);
        Assert.Equal(HttpStatusCode.Redirect, acted.StatusCode);
        Assert.Equal("expired", (await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).Status);
    }

    [Theory]
    [InlineData("Production", "sk_test_x", "Payments:Mode")]
    [InlineData("Staging", "sk_test_x", "Payments:Mode")]
    [InlineData("Development", "sk_live_x", "Stripe:SecretKey")]
    [InlineData("Testing", " rk_live_x", "Stripe:SecretKey")]
    public void The_sandbox_refuses_to_start_where_money_could_be_real(string environment, string key, string named)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection([new("Payments:Mode", "Sandbox"), new("Stripe:SecretKey", key)]);
        var refusal = Assert.Throws<InvalidOperationException>(() => builder.AddPaymentsSandbox());
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_stripe_mode_the_sandbox_is_not_there()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection([new("Payments:Mode", "Stripe"), new("Stripe:SecretKey", "sk_live_x")]);
        var before = builder.Services.Count;
        builder.AddPaymentsSandbox();
        Assert.Equal(before, builder.Services.Count);
        var app = builder.Build();
        app.MapPaymentsSandbox();
        Assert.Empty(((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources);
    }

    private static Task<HttpResponseMessage> SendAsync(SandboxHost host, HttpMethod method, string path, string secret, string? json = null)
    {
        var request = new HttpRequestMessage(method, $"/sandbox/checkout/{path}");
        request.Headers.TryAddWithoutValidation("X-Checkout-Client-Secret", secret);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return host.Http.SendAsync(request);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
