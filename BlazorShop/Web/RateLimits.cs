using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace BlazorShop.Web;

/// <summary>Settings <c>RateLimits__*</c>: requests per minute and address, counted for each <see cref="RequestLimit"/> by itself.</summary>
internal sealed class RateLimits(IEnumerable<RequestLimit> limits)
{
    private readonly RequestLimit[] limits = [.. limits];

    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = RefuseAsync;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Array.Find(limits, l => l.Covers(http.Request)) switch
        {
            { } limit => RateLimitPartition.GetFixedWindowLimiter(
                limit.Name + " " + Visitor(http.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = limit.PerMinute, Window = TimeSpan.FromMinutes(1) }),
            null => RateLimitPartition.GetNoLimiter(""),
        });
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
        await response.WriteAsync(WebTexts.Page(WebTexts.All["Limit.Title"], WebTexts.All["Limit.Text", seconds]), ct);
    }
}
