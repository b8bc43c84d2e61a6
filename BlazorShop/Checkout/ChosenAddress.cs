using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using BlazorShop.Common;
using Microsoft.AspNetCore.DataProtection;

namespace BlazorShop.Checkout;

/// <summary>What a buyer sent with the address form.</summary>
/// <param name="Seen">The total they were shown beside it; another one is explained before anybody pays it.</param>
public sealed record AddressChoice(CustomerId Customer, Address Address, Money Seen);

/// <summary>
/// Carries the address from its form to the payment, in a cookie that only we can read: a reload, the way back and a second
/// circuit all find what was typed, and nothing is written down before an order is placed.
/// </summary>
public sealed class ChosenAddress(IDataProtectionProvider protection)
{
    private const string Cookie = "shop-checkout";
    private const string Path = "/checkout";

    private static readonly TimeSpan lifetime = TimeSpan.FromHours(2);

    // Letters as themselves: escaped, an address in another script would outgrow a cookie.
    private static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("BlazorShop.ChosenAddress").ToTimeLimitedDataProtector();

    public void Keep(HttpContext http, AddressChoice choice) =>
        http.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(choice, json), lifetime), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            Path = Path,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });

    /// <summary>What this customer chose last; null where there is nothing, or it is somebody else's.</summary>
    public AddressChoice? Find(HttpContext http, CustomerId customer)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } value)
            return null;
        try
        {
            return JsonSerializer.Deserialize<AddressChoice>(protector.Unprotect(value), json) is { } choice && choice.Customer == customer ? choice : null;
        }
        catch (Exception failure) when (failure is CryptographicException or JsonException)
        {
            return null; // Too old, or not ours.
        }
    }
}
