using System.Globalization;
using BlazorShop.Localization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;

namespace BlazorShop.Web;

/// <summary>
/// The shop window is rendered once a second at most and served to everybody, logged in or not: what differs between visitors
/// is a hole in it (<see cref="Holes"/>), filled after the cache. The shop's clock is part of the key, so a new price shows
/// within a second on every instance.
/// </summary>
internal sealed class StorefrontCache(CachedAreas areas, TimeProvider time) : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var area = areas.Of(http.Request);
        context.EnableOutputCaching = area is not null;
        if (area is null)
            return ValueTask.CompletedTask;
        context.AllowCacheLookup = true;
        context.AllowCacheStorage = true;
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = TimeSpan.FromSeconds(5);
        var rules = context.CacheVaryByRules;
        rules.QueryKeys = area.QueryKeys;
        // No page holds an absolute address: who calls us by another name gets the same bytes, and cannot fill the cache.
        rules.VaryByHost = false;
        rules.VaryByValues["second"] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        // The path in the key is the plain one.
        rules.VaryByValues["language"] = Languages.Current.Tag;
        // The marks of the holes are this process's own; a page of another one, shared through Redis, would keep its holes.
        rules.VaryByValues["marks"] = Holes.Here;
        // Blazor frames its answer to an enhanced navigation differently.
        rules.VaryByValues["enhanced"] = http.Request.Headers.Accept.ToString().Contains("blazor-enhanced-nav", StringComparison.Ordinal) ? "1" : "0";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        // A cookie is somebody's. None should be set here; if one ever is, better slow than shared.
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || !StringValues.IsNullOrEmpty(response.Headers.SetCookie))
            context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }
}
