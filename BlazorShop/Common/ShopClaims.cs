using System.Security.Claims;

namespace BlazorShop.Common;

/// <summary>What the sign-in cookie says beyond Identity's own claims.</summary>
public static class ShopClaims
{
    public const string Customer = "shop:customer";

    /// <summary>The customer who is signed in, or null for a guest.</summary>
    public static CustomerId? CustomerId(this ClaimsPrincipal? user) =>
        Guid.TryParse(user?.FindFirst(Customer)?.Value, out var id) ? new CustomerId(id) : null;

    public static string? Email(this ClaimsPrincipal? user) => user?.FindFirst(ClaimTypes.Email)?.Value;
}
