using System.Security.Cryptography;
using BlazorShop.Common;

namespace BlazorShop.Carts;

/// <summary>The cookie by which a guest's cart is found again.</summary>
internal static class GuestCart
{
    public const string Cookie = "cart";
    private const int TokenLength = 64;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public static string? Token(HttpContext http) =>
        http.Request.Cookies.TryGetValue(Cookie, out var token) && token.Length == TokenLength && token.All(char.IsAsciiHexDigit) ? token : null;

    public static CartOwner? Owner(HttpContext http) => CartOwner.From(http.User.CustomerId(), Token(http));

    /// <summary>The owner of this request's cart; a guest without a cookie gets one.</summary>
    public static CartOwner OwnerOrNew(HttpContext http)
    {
        if (Owner(http) is { } known)
            return known;
        var token = RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);
        http.Response.Cookies.Append(Cookie, token, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Lifetime,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });
        return new CartOwner.Guest(token);
    }

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/", Secure = http.Request.IsHttps });
}
