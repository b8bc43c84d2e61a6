using System.Security.Claims;

namespace BlazorShop.Common;

/// <summary>What the sign-in cookie says beyond Identity's own claims.</summary>
public static class ShopClaims
{
    public const string Customer = "shop:customer";

    /// <summary>Which login this is: the id of its row.</summary>
    public const string Login = "sid";

    /// <summary>The login's row, or null for a guest or a cookie from before there were rows.</summary>
    public static Guid? LoginId(this ClaimsPrincipal? user) => Guid.TryParseExact(user?.FindFirst(Login)?.Value, "N", out var id) ? id : null;

    public static Claim LoginOf(Guid id) => new(Login, id.ToString("N"));

    /// <summary>The customer who is logged in, or null for a guest.</summary>
    public static CustomerId? CustomerId(this ClaimsPrincipal? user) =>
        Guid.TryParse(user?.FindFirst(Customer)?.Value, out var id) ? new CustomerId(id) : null;

    public static string? Email(this ClaimsPrincipal? user) => user?.FindFirst(ClaimTypes.Email)?.Value;
}
