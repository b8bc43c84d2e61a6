using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Primitives;

namespace BlazorShop.Components.Frame;

/// <summary>
/// What every answer carries. Written last, when the answer starts, and only where nobody (the payments sandbox, an endpoint
/// that serves files) has said something of its own.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, ContentPolicy policy)
{
    private const string Permissions =
        "payment=(self \"https://js.stripe.com\" \"https://checkout.stripe.com\"), publickey-credentials-get=(self), publickey-credentials-create=(self), " +
        "camera=(), microphone=(), geolocation=(), usb=(), midi=(), browsing-topics=()";

    public Task InvokeAsync(HttpContext http)
    {
        // Kept apart from the request, which a re-execution (error and not-found pages) rewrites.
        var asked = new Asked(http, policy, http.Request.IsPaying(), http.Request.IsPersonal(), http.Request.Path.StartsWithSegments("/checkout/return"));
        http.Response.OnStarting(static state => ((Asked)state).WriteAsync(), asked);
        return next(http);
    }

    private sealed record Asked(HttpContext Http, ContentPolicy Policy, bool Paying, bool Personal, bool Return)
    {
        public Task WriteAsync()
        {
            var headers = Http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.TryAdd("Referrer-Policy", Return ? "no-referrer" : "strict-origin-when-cross-origin");
            headers.TryAdd("Permissions-Policy", Permissions);
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
            if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy))
            {
                headers.ContentSecurityPolicy = Policy.For(Http, Paying);
                headers["Reporting-Endpoints"] = $"csp=\"{PolicyReports.Path}\"";
            }

            var html = Http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true;
            if (Personal || html && Http.User.Identity?.IsAuthenticated == true || Http.Response.StatusCode >= 400)
                headers.CacheControl = "no-store";
            else if (html)
                headers.CacheControl = "private, no-cache";
            // Enhanced navigation would keep the policy of the page before, which has no place for Stripe, and MudBlazor's
            // stylesheet out of the head: without this header Blazor loads the page whole.
            if (Paying || Http.Request.Path.StartsWithSegments("/admin"))
                headers.Remove("blazor-enhanced-nav");
            return Task.CompletedTask;
        }
    }
}

/// <summary>The two content security policies: one for all pages, one with Stripe's hosts where somebody pays.</summary>
internal sealed class ContentPolicy
{
    private const string Stripe = "https://js.stripe.com https://*.js.stripe.com https://checkout.stripe.com";

    private readonly ConditionalWeakTable<ImportMapDefinition, string> hashes = [];
    private readonly string stripeScripts;
    private readonly string stripeRest;

    public ContentPolicy(IConfiguration configuration, SandboxNotice sandbox)
    {
        var origin = Uri.TryCreate(configuration["Stripe:JsUrl"]?.Trim(), UriKind.Absolute, out var js) && js.Scheme is "http" or "https"
            ? " " + js.GetLeftPart(UriPartial.Authority)
            : "";
        stripeScripts = " " + Stripe + origin;
        var frames = $"https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com https://checkout.stripe.com{origin}" + (sandbox.IsOn ? " 'self'" : "");
        stripeRest = Rest(" https://*.stripe.com", $" https://api.stripe.com https://checkout.stripe.com{origin}", frames);
    }

    private static string PlainRest { get; } = Rest("", "", "'none'");

    public string For(HttpContext http, bool paying) =>
        "default-src 'self'; base-uri 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self'"
        + ImportMap(http) + (paying ? stripeScripts + stripeRest : PlainRest);

    private static string Rest(string images, string connections, string frames) =>
        $"; style-src 'self' 'unsafe-inline'; img-src 'self' data:{images}; font-src 'self'; connect-src 'self'{connections}; frame-src {frames}; report-uri {PolicyReports.Path}; report-to csp";

    /// <summary>The import map is the only script inside a page: allowed by its hash.</summary>
    private string ImportMap(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>() is { } map ? hashes.GetValue(map, Hash) : "";

    // Browsers hash a script after they have turned CRLF, which the map holds on Windows, into LF.
    private static string Hash(ImportMapDefinition map) =>
        $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.ToString().ReplaceLineEndings("\n"))))}'";
}
