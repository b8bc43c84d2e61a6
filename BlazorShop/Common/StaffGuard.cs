using System.Security.Claims;

namespace BlazorShop.Common;

/// <summary>
/// What only staff may do or see asks here once more: a page that is open, or a forged message to it, is no permission.
/// </summary>
public static class StaffGuard
{
    public const string Role = "Staff";

    /// <exception cref="UnauthorizedAccessException">Whoever asks is not staff.</exception>
    public static void Demand(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true || !user.IsInRole(Role))
            throw new UnauthorizedAccessException("Only staff may do this.");
    }
}
