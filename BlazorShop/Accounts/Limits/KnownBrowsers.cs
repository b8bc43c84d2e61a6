using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorShop.Accounts.Limits;

/// <summary>
/// A cookie that says which accounts have been logged in to here: "{browser id} {account hash} {account hash} …", protected, a year. It opens
/// nothing; it only says whose failures are counted where.
/// </summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection)
{
    public const string CookieName = "shop-known";

    /// <summary>A family's computer; more are forgotten, the oldest first.</summary>
    private const int MostAccounts = 5;

    private readonly IDataProtector protector = protection.CreateProtector("BlazorShop.Accounts.KnownBrowsers");

    private static readonly CookieBuilder cookie = new()
    {
        Name = CookieName,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = CookieSecurePolicy.SameAsRequest,
        IsEssential = true,
        Path = "/",
        MaxAge = TimeSpan.FromDays(365),
    };

    /// <summary>The browser's id where this account was logged in to here before.</summary>
    public string? Find(HttpContext http, string account) => Read(http) is [var id, .. var known] && known.Contains(Mark(account)) ? id : null;

    public void Remember(HttpContext http, string account)
    {
        var mark = Mark(account);
        var read = Read(http);
        if (read is [_, .. var known] && known.Length > 0 && known[^1] == mark)
            return;
        var id = read.Length > 0 ? read[0] : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string[] accounts = [.. read.Skip(1).Where(k => k != mark).TakeLast(MostAccounts - 1), mark];
        http.Response.Cookies.Append(CookieName, protector.Protect(string.Join(' ', [id, .. accounts])), cookie.Build(http));
    }

    private string[] Read(HttpContext http)
    {
        try
        {
            return http.Request.Cookies[CookieName] is { Length: > 0 and < 4000 } text ? protector.Unprotect(text).Split(' ') : [];
        }
        catch (CryptographicException)
        {
            // Somebody else's making, or older than the keys: a browser like any other.
            return [];
        }
    }

    private static string Mark(string account) => Throttle.KeyOf("known", account.Trim().ToUpperInvariant());
}
