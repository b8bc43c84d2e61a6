using BlazorShop.Common;
using Microsoft.Extensions.Options;

namespace BlazorShop.Web;

/// <summary>
/// Which names the shop answers to. Outside Development and Demo those are the host of <c>Shop__PublicUrl</c> and what <c>AllowedHosts</c> adds; any other
/// gets 400, except probes. Where the public address is https, whoever reached us did so by https, whatever the last hop from the proxy spoke.
/// </summary>
internal sealed partial class HostRules
{
    private static readonly TimeSpan pause = TimeSpan.FromMinutes(10);
    private static readonly string[] forwarded = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"];

    private readonly RequestDelegate next;
    private readonly ILogger<HostRules> logger;
    private readonly TimeProvider time;
    private readonly bool isStrict;
    private readonly bool isHttps;
    private readonly string? ours;
    private readonly string[] others;
    private long refusedAt;
    private readonly ProxyWatch proxy;
    private readonly bool isDeclared;

    public HostRules(
        RequestDelegate next, IOptions<ShopOptions> shop, IHostEnvironment environment, IConfiguration configuration, ProxyWatch proxy, TimeProvider time, ILogger<HostRules> logger)
    {
        this.proxy = proxy;
        this.next = next;
        this.logger = logger;
        this.time = time;
        isStrict = !environment.IsDevelopmentOrDemo();
        isHttps = shop.Value.IsHttps;
        ours = Uri.TryCreate(shop.Value.PublicUrl, UriKind.Absolute, out var url) ? url.IdnHost.Trim('[', ']') : null;
        others = configuration["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        // The framework's forwarded headers middleware takes these off where a proxy is declared; while it does not run, they came from anybody.
        isDeclared = string.Equals(configuration["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase);
    }

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (!isDeclared && !proxy.IsUndeclared && forwarded.Any(request.Headers.ContainsKey) && proxy.See())
            UndeclaredProxy(logger);
        if (request.Path.StartsWithSegments("/health"))
            return next(http);
        var host = request.Host.Host.Trim('[', ']');
        var isOurs = string.Equals(host, ours, StringComparison.OrdinalIgnoreCase);
        if (isStrict && !isOurs && !others.Any(o => Fits(o, host)) || !IsAddress(request.Host))
            return RefuseAsync(http, host);
        if (isHttps && (isStrict || isOurs))
            request.Scheme = Uri.UriSchemeHttps;
        return next(http);
    }

    /// <summary>Pages make addresses of it: a port that no machine has, or no name at all, would fail there.</summary>
    private static bool IsAddress(HostString host) =>
        host is { HasValue: true, Port: null or (> 0 and <= ushort.MaxValue) } && Uri.TryCreate($"http://{host.Value}/", UriKind.Absolute, out _);

    /// <summary>As ASP.NET Core reads AllowedHosts: a name, <c>*.name</c> for what is below it, <c>*</c> for all.</summary>
    private static bool Fits(string allowed, string host) =>
        host.Length > 0
        && (allowed == "*"
            || (allowed.StartsWith("*.", StringComparison.Ordinal)
                ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
                : string.Equals(allowed.Trim('[', ']'), host, StringComparison.OrdinalIgnoreCase)));

    private async Task RefuseAsync(HttpContext http, string host)
    {
        // One line in a while: whoever makes up hosts does not fill the log.
        var now = time.GetTimestamp();
        var last = Interlocked.Read(ref refusedAt);
        if ((last == 0 || time.GetElapsedTime(last, now) > pause) && Interlocked.CompareExchange(ref refusedAt, now, last) == last)
            Refused(logger, host);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync("Bad Request - Invalid Host", http.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request for host {Host} was refused: it is not the host of Shop__PublicUrl. Name it in AllowedHosts if it is yours")]
    private static partial void Refused(ILogger logger, string host);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Requests come with forwarded headers, but no proxy was declared: visitors are told apart by the proxy's address. Set ASPNETCORE_FORWARDEDHEADERS_ENABLED=true where only your proxy can reach the shop")]
    private static partial void UndeclaredProxy(ILogger logger);
}
