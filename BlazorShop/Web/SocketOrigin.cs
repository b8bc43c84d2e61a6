using BlazorShop.Common;
using Microsoft.Extensions.Options;

namespace BlazorShop.Web;

/// <summary>
/// Browsers send cookies with a WebSocket from any site and apply no same-origin rule to it: a circuit is only opened to
/// pages of our own. (WebSocketOptions.AllowedOrigins wants a fixed list; our own address is whatever we are called by.)
/// </summary>
internal sealed class SocketOrigin(RequestDelegate next, IOptions<ShopOptions> shop)
{
    private readonly string? publicAuthority =
        Uri.TryCreate(shop.Value.PublicUrl, UriKind.Absolute, out var url) ? url.Authority : null;

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (!request.Path.StartsWithSegments("/_blazor") || request.Headers.Origin.Count == 0 || IsOwn(request))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private bool IsOwn(HttpRequest request)
    {
        if (!Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https"))
            return false;
        // Authority leaves out the scheme's own port, and so may the Host header; compare both without it.
        return Uri.TryCreate($"{origin.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
            && string.Equals(origin.Authority, own.Authority, StringComparison.OrdinalIgnoreCase)
            || publicAuthority is not null && string.Equals(origin.Authority, publicAuthority, StringComparison.OrdinalIgnoreCase);
    }
}
