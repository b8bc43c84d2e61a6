using BlazorShop.Common;
using Microsoft.AspNetCore.Authorization;

namespace BlazorShop.Accounts;

/// <summary>Who may do what.</summary>
public static class Policies
{
    public const string Staff = "Staff";

    public const string StaffRole = "Staff";

    /// <summary>The policy of pages and endpoints that need this permission.</summary>
    public static string Of(Permission permission) => "May" + permission;
}

/// <summary>A page of the admin that does not exist for whoever lacks this permission.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DemandsAttribute : AuthorizeAttribute
{
    public DemandsAttribute(Permission permission)
    {
        Permission = permission;
        Policy = Policies.Of(permission);
    }

    public Permission Permission { get; }
}

/// <summary>Works here and may do this: for a request as the database has it now.</summary>
internal sealed record PermissionRequirement(Permission Permission) : IAuthorizationRequirement;

internal sealed class PermissionHandler(IStaffAccounts accounts) : AuthorizationHandler<PermissionRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        var staff = context.User;
        // Inside a circuit a page would be torn down while this waits, and made anew without what was typed: there it is what the login says of
        // itself, and the page's commands read it again. What else may be wrong with a login is said on the page, with the way to log in again.
        var may = context.Resource is HttpContext http
            ? await accounts.WhyNotAsync(staff, [requirement.Permission], http.RequestAborted) is not StaffRefusal.NoPermission
            : staff.May(requirement.Permission);
        if (may && staff.IsInRole(Policies.StaffRole))
            context.Succeed(requirement);
    }
}
