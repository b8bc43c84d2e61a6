using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>
/// The key that a set-up page shows, carried by the page's form until a code proves that an app has it: opening the page changes nothing, and
/// two open pages do not spoil each other's.
/// </summary>
internal sealed class PendingKey(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan lifetime = TimeSpan.FromMinutes(30);

    private readonly IDataProtector protector = protection.CreateProtector("BlazorShop.Accounts.PendingKey");

    public string Protect(ShopUser user, string key) =>
        protector.Protect($"{user.Id} {key} {(time.GetUtcNow() + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The key; null where the text is not this account's, or too old.</summary>
    public string? Read(ShopUser user, string? text)
    {
        try
        {
            return text is { Length: > 0 and < 1000 }
                && protector.Unprotect(text).Split(' ') is [var id, var key, var until]
                && id == user.Id
                && long.TryParse(until, CultureInfo.InvariantCulture, out var seconds)
                && time.GetUtcNow().ToUnixTimeSeconds() < seconds
                    ? key
                    : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
