using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>
/// Whether somebody proved who they are in the last five minutes, by password or passkey: a browser left open is not enough to take an account
/// over. Kept in a protected cookie of this browser; it ends with the account's security stamp, so a changed password ends it too.
/// </summary>
internal sealed class FreshLogin(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public const string CookieName = "shop-fresh";

    private static readonly CookieBuilder cookie = new()
    {
        Name = CookieName,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        SecurePolicy = CookieSecurePolicy.SameAsRequest,
        IsEssential = true,
        Path = "/",
        MaxAge = Lifetime,
    };

    private readonly IDataProtector protector = protection.CreateProtector("BlazorShop.Accounts.FreshLogin");

    public void Grant(HttpContext http, ShopUser user)
    {
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        http.Response.Cookies.Append(CookieName, protector.Protect($"{user.Id} {user.SecurityStamp} {until}"), cookie.Build(http));
    }

    public bool IsFresh(HttpContext http, ShopUser user)
    {
        try
        {
            return http.Request.Cookies[CookieName] is { Length: > 0 and < 1000 } text
                && protector.Unprotect(text).Split(' ') is [var id, var stamp, var until]
                && id == user.Id
                && stamp == user.SecurityStamp
                && long.TryParse(until, CultureInfo.InvariantCulture, out var seconds)
                && time.GetUtcNow().ToUnixTimeSeconds() < seconds;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
