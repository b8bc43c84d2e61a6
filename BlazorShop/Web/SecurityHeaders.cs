using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Primitives;

namespace BlazorShop.Web;

/// <summary>
/// What every answer carries. Written last, when the answer starts, and only where nobody (the payments sandbox, an endpoint
/// that serves files) has said something of its own.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, ContentPolicy policy, PageAreas areas)
{
    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        // Kept apart from the request, which a re-execution (error and not-found pages) rewrites.
        var asked = new Asked(http, policy, areas.TakesPayments(request), areas.IsPersonal(request), areas.HidesAddress(request), areas.LoadsWhole(request));
        http.Response.OnStarting(static state => ((Asked)state).WriteAsync(), asked);
        return next(http);
    }

    private sealed record Asked(HttpContext Http, ContentPolicy Policy, bool Paying, bool Personal, bool Hidden, bool Whole)
    {
        public Task WriteAsync()
        {
            var headers = Http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.TryAdd("Referrer-Policy", Hidden ? "no-referrer" : "strict-origin-when-cross-origin");
            headers.TryAdd("Permissions-Policy", Policy.Permissions);
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
            // Enhanced navigation would keep the policy of the page before, which has no place for the payment form, and MudBlazor's
            // stylesheet out of the head: without this header Blazor loads the page whole.
            if (Whole)
                headers.Remove("blazor-enhanced-nav");
            return Task.CompletedTask;
        }
    }
}

/// <summary>The two content security policies: one for all pages, one with the hosts of <see cref="ICspSource"/> where somebody pays.</summary>
internal sealed class ContentPolicy
{
    private readonly ConditionalWeakTable<ImportMapDefinition, string> hashes = [];
    private readonly string payingScripts;
    private readonly string payingRest;

    public ContentPolicy(IEnumerable<ICspSource> sources)
    {
        var all = sources.ToList();
        payingScripts = List(s => s.Scripts);
        payingRest = Rest(List(s => s.Images), List(s => s.Connections), List(s => s.Frames));
        var wallets = all.SelectMany(s => s.Wallets).Select(w => $" \"{w}\"");
        Permissions =
            $"payment=(self{string.Concat(wallets)}), publickey-credentials-get=(self), publickey-credentials-create=(self), " +
            "camera=(), microphone=(), geolocation=(), usb=(), midi=(), browsing-topics=()";

        string List(Func<ICspSource, IReadOnlyList<string>> of) => string.Concat(all.SelectMany(of).Select(host => " " + host));
    }

    /// <summary>The Permissions-Policy, the same on all pages.</summary>
    public string Permissions { get; }

    private static string PlainRest { get; } = Rest("", "", "");

    public string For(HttpContext http, bool paying) =>
        "default-src 'self'; base-uri 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self'"
        + ImportMap(http) + (paying ? payingScripts + payingRest : PlainRest);

    private static string Rest(string images, string connections, string frames) =>
        $"; style-src 'self' 'unsafe-inline'; img-src 'self' data:{images}; font-src 'self'; connect-src 'self'{connections}; " +
        $"frame-src{(frames.Length > 0 ? frames : " 'none'")}; report-uri {PolicyReports.Path}; report-to csp";

    /// <summary>The import map is the only script inside a page: allowed by its hash.</summary>
    private string ImportMap(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>() is { } map ? hashes.GetValue(map, Hash) : "";

    // Browsers hash a script after they have turned CRLF, which the map holds on Windows, into LF.
    private static string Hash(ImportMapDefinition map) =>
        $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.ToString().ReplaceLineEndings("\n"))))}'";
}
