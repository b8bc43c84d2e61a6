using System.Security.Claims;

namespace BlazorShop.Common;

/// <summary>What a role of the staff may do. Kept by name: a name is never used for something else.</summary>
public enum Permission
{
    ViewOrders,
    Fulfil,
    Refund,

    /// <summary>Refunds from <c>Staff__StepUpFrom</c> on.</summary>
    RefundAboveLimit,

    Cancel,
    Catalogue,
    Prices,

    /// <summary>The books: what the provider said, what differs, money without an order.</summary>
    Payments,

    Customers,
    Erase,
    Settings,
    Staff,
    Export,
}

/// <summary>
/// What a login knows of its own permissions, from the time it began: for what a page shows. What a command may do is
/// <see cref="StaffGuard"/>'s to say, which reads it again.
/// </summary>
public static class PermissionClaims
{
    /// <summary>The role that may do everything, whatever permissions there will be.</summary>
    public const string Owner = "Owner";

    /// <summary>The type of the claims that a role's permissions are, in <c>AspNetRoleClaims</c> and in a login.</summary>
    public const string Type = "permission";

    public static bool May(this ClaimsPrincipal user, Permission permission) => user.IsInRole(Owner) || user.HasClaim(Type, permission.ToString());
}
