using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace BlazorShop.Components.Frame;

/// <summary>Settings <c>RateLimits__*</c>: requests per minute and address.</summary>
internal sealed class RateLimits
{
    /// <summary>A page that breaks the policy reports each of its faults.</summary>
    private const int PolicyReportsPerMinute = 60;

    public int SignIn { get; set; } = 20;

    public int Register { get; set; } = 10;

    public int Search { get; set; } = 120;

    public int CartAdds { get; set; } = 60;

    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = RefuseAsync;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Rule(http.Request) switch
        {
            { } rule => RateLimitPartition.GetFixedWindowLimiter(
                rule.Name + " " + Visitor(http.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = rule.PerMinute, Window = TimeSpan.FromMinutes(1) }),
            null => RateLimitPartition.GetNoLimiter(""),
        });
    }

    private (string Name, int PerMinute)? Rule(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (HttpMethods.IsPost(request.Method))
        {
            if (Begins("/Account/Login") || Begins("/Account/Passkey"))
                return ("signin", SignIn);
            if (Begins("/Account/Register") || Begins("/Account/ForgotPassword") || Begins("/Account/ResetPassword") || Begins("/Account/Resend"))
                return ("register", Register);
            if (path.Equals("/cart/add", StringComparison.OrdinalIgnoreCase))
                return ("cart", CartAdds);
            return path == PolicyReports.Path ? ("csp", PolicyReportsPerMinute) : null;
        }

        return request.Query.ContainsKey("q") && Begins("/catalog") ? ("search", Search) : null;

        bool Begins(string start) => path.StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Who holds one IPv6 address holds the other 2⁶⁴ of its network as well.</summary>
    public static string Visitor(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static async ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken ct)
    {
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var response = refused.HttpContext.Response;
        response.Headers.RetryAfter = seconds;
        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(
            $"""
             <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
             <title>Too many tries</title><link rel="stylesheet" href="/app.css"></head><body><main class="page page-narrow">
             <h1>Too many tries</h1><p role="alert" class="alert alert-warning">Please wait {seconds} seconds, then try again.</p>
             <p><a href="/">Back to the shop</a></p></main></body></html>
             """,
            ct);
    }
}
