using System.Security.Claims;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

/// <summary>Reads one row: the account with its stamp and lock, and what its roles are and may.</summary>
internal sealed class StaffAccounts(
    IDbContextFactory<ShopDbContext> contexts, StaffSecondFactor factor, IOptions<IdentityOptions> identity, TimeProvider time) : IStaffAccounts
{
    public async Task<StaffRefusal?> WhyNotAsync(ClaimsPrincipal user, IReadOnlyCollection<Permission> anyOf, CancellationToken ct)
    {
        var claims = identity.Value.ClaimsIdentity;
        if (user.FindFirstValue(claims.UserIdClaimType) is not { } id)
            return StaffRefusal.NoAccount;
        await using var db = await contexts.CreateDbContextAsync(ct);
        // As Identity's own normalizer writes the roles' names, which is a scoped service.
        var (staff, owner) = (Policies.StaffRole.ToUpperInvariant(), PermissionClaims.Owner.ToUpperInvariant());
        var names = anyOf.Select(p => p.ToString()).ToList();
        var account = await db.Users.Where(u => u.Id == id)
            .Select(u => new
            {
                u.SecurityStamp,
                u.LockoutEnabled,
                u.LockoutEnd,
                IsStaff = db.UserRoles.Any(m => m.UserId == u.Id && db.Roles.Any(r => r.Id == m.RoleId && r.NormalizedName == staff)),
                May = names.Count == 0 || db.UserRoles.Any(m => m.UserId == u.Id
                    && (db.Roles.Any(r => r.Id == m.RoleId && r.NormalizedName == owner)
                        || db.RoleClaims.Any(c => c.RoleId == m.RoleId && c.ClaimType == PermissionClaims.Type && names.Contains(c.ClaimValue!)))),
            })
            .FirstOrDefaultAsync(ct);
        if (account is null)
            return StaffRefusal.NoAccount;
        if (!account.IsStaff)
            return StaffRefusal.NoRole;
        if (ShopUserManager.IsBarred(account.LockoutEnabled, account.LockoutEnd, identity.Value, time.GetUtcNow()))
            return StaffRefusal.Locked;
        if (account.SecurityStamp != user.FindFirstValue(claims.SecurityStampClaimType))
            return StaffRefusal.OldStamp;
        if (!factor.IsMet(user))
            return StaffRefusal.NoSecondFactor;
        return account.May ? null : StaffRefusal.NoPermission;
    }
}
