using System.Collections.Concurrent;
using BlazorShop.Common;

namespace BlazorShop.Web;

/// <summary>Settings <c>RateLimits__Circuits…</c>: how many live pages one customer, and one address, may have open at once on this instance.</summary>
internal sealed record CircuitQuota(int PerCustomer, int PerAddress);

/// <summary>Whether forwarded headers arrived from a proxy that was not declared: then all visitors seem to share its address.</summary>
internal sealed class ProxyWatch
{
    private int seen;

    public bool IsUndeclared => Volatile.Read(ref seen) == 1;

    /// <summary>True the first time.</summary>
    public bool See() => Interlocked.Exchange(ref seen, 1) == 0;
}

/// <summary>
/// A circuit holds memory for as long as its page is open. Who has too many open gets 429 when asking for another one; the page that was served
/// says so (<c>App.razor.js</c>), and every page and form without a circuit goes on working. Counted are connections that are open now, of whatever
/// transport: a socket that died is counted until the server notices, which it does within half a minute.
/// </summary>
internal sealed class CircuitLimits(RequestDelegate next, CircuitQuota quota, ProxyWatch proxy)
{
    /// <summary>Seconds until a retry makes sense: dead sockets are noticed by then.</summary>
    private const string RetryAfter = "30";

    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (!request.Path.StartsWithSegments("/_blazor", out var rest))
            return next(http);
        var keys = Keys(http);
        if (HttpMethods.IsPost(request.Method) && rest == "/negotiate")
            return keys.Any(k => open.TryGetValue(k.Key, out var now) && now >= k.Most) ? Refuse(http) : next(http);
        return HttpMethods.IsGet(request.Method) && !rest.HasValue ? HoldAsync(http, keys) : next(http);
    }

    private async Task HoldAsync(HttpContext http, List<(string Key, int Most)> keys)
    {
        var held = new List<string>(keys.Count);
        try
        {
            foreach (var (key, most) in keys)
            {
                held.Add(key);
                if (open.AddOrUpdate(key, 1, static (_, now) => now + 1) > most)
                {
                    await Refuse(http);
                    return;
                }
            }

            await next(http);
        }
        finally
        {
            foreach (var key in held)
            {
                if (open.AddOrUpdate(key, 0, static (_, now) => now - 1) <= 0)
                    open.TryRemove(KeyValuePair.Create(key, 0));
            }
        }
    }

    private List<(string Key, int Most)> Keys(HttpContext http)
    {
        var keys = new List<(string, int)>(2);
        if (http.User.CustomerId() is { } customer)
            keys.Add(("customer " + customer.Value, quota.PerCustomer));
        if (!proxy.IsUndeclared)
            keys.Add(("address " + RateLimits.Visitor(http.Connection.RemoteIpAddress), quota.PerAddress));
        return keys;
    }

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = RetryAfter;
        return Task.CompletedTask;
    }
}
