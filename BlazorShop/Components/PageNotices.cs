using System.Security.Cryptography;
using System.Text.Json;
using BlazorShop.Components.Shared;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorShop.Components;

/// <summary>One sentence for the visitor about what they just did. A link must be an address of this site.</summary>
public sealed record PageNotice(Tone Tone, string Text, string? LinkHref = null, string? LinkText = null);

/// <summary>
/// Carries a notice over the redirect after a post, in a cookie of a minute that only we can write; the next page shows it
/// once. Success and info are announced politely (role=status), warning and danger at once (role=alert).
/// </summary>
public sealed class PageNotices(IDataProtectionProvider protection)
{
    private const string Cookie = "shop-notice";

    private static readonly TimeSpan lifetime = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("BlazorShop.PageNotices").ToTimeLimitedDataProtector();

    public void Set(HttpContext http, PageNotice notice) =>
        http.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(notice), lifetime), Options(http));

    public PageNotice? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } value)
            return null;
        http.Response.Cookies.Delete(Cookie, Options(http));
        try
        {
            return JsonSerializer.Deserialize<PageNotice>(protector.Unprotect(value));
        }
        catch (Exception failure) when (failure is CryptographicException or JsonException)
        {
            return null; // Too old, or not ours.
        }
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = lifetime,
        IsEssential = true,
    };
}
