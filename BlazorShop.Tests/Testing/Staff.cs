using System.Security.Claims;
using BlazorShop.Accounts;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// People who work at the shop of a test: an account with the role, and a login of it as a circuit has it. Ids and stamps are made from
/// the email, so that a login fits the account in whichever database.
/// </summary>
public static class Staff
{
    public const string Eve = "eve@shop.example";
    public const string Bob = "bob@shop.example";

    public static string IdOf(string email) => "account of " + email;

    public static IReadOnlyList<Claim> Claims(string email) =>
    [
        new(ClaimTypes.NameIdentifier, IdOf(email)),
        new(ClaimTypes.Name, email),
        new(ClaimTypes.Email, email),
        new(ClaimTypes.Role, StaffGuard.Role),
        new(ClaimTypes.Role, PermissionClaims.Owner),
        new(new ClaimsIdentityOptions().SecurityStampClaimType, StampOf(email)),
    ];

    public static ClaimsPrincipal Login(string email) => new(new ClaimsIdentity(Claims(email), "test"));

    /// <summary>What staff are asked to look at, as they read it.</summary>
    public static string AsksOf(Order order) => string.Join(" ", order.OpenAttention.Select(a => OrderWords.Attention(a, order.Total)));

    /// <summary>Makes the account, once; the roles too where no shop has started on this database.</summary>
    public static async Task HireAsync(this ShopDbContext db, string email)
    {
        var id = IdOf(email);
        if (await db.Users.AnyAsync(u => u.Id == id))
            return;
        db.Add(new ShopUser
        {
            Id = id,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = StampOf(email),
        });
        foreach (var role in new[] { StaffGuard.Role, PermissionClaims.Owner })
            db.Add(new IdentityUserRole<string> { UserId = id, RoleId = await db.RoleAsync(role) });
        await db.SaveChangesAsync();
    }

    /// <summary>From now on whoever this is may do that much, and no more.</summary>
    public static async Task RestrictAsync(this ShopDbContext db, string id, params IEnumerable<Permission> permissions)
    {
        var (owner, role) = (await db.RoleAsync(PermissionClaims.Owner), await db.RoleAsync("Some"));
        await db.UserRoles.Where(m => m.UserId == id && m.RoleId == owner).ExecuteDeleteAsync();
        await db.RoleClaims.Where(c => c.RoleId == role).ExecuteDeleteAsync();
        if (!await db.UserRoles.AnyAsync(m => m.UserId == id && m.RoleId == role))
            db.Add(new IdentityUserRole<string> { UserId = id, RoleId = role });
        db.AddRange(permissions.Select(p => new IdentityRoleClaim<string> { RoleId = role, ClaimType = PermissionClaims.Type, ClaimValue = p.ToString() }));
        await db.SaveChangesAsync();
    }

    private static async Task<string> RoleAsync(this ShopDbContext db, string name)
    {
        var normal = name.ToUpperInvariant();
        if (await db.Roles.Where(r => r.NormalizedName == normal).Select(r => r.Id).FirstOrDefaultAsync() is { } known)
            return known;
        db.Add(new IdentityRole(name) { Id = "role: " + name, NormalizedName = normal });
        await db.SaveChangesAsync();
        return "role: " + name;
    }

    /// <summary>Believes whoever claims to be staff: for queries without a shop around them.</summary>
    public static StaffGuard GuardOfAll { get; } = new(new AllStaff(), NullLogger<StaffGuard>.Instance);

    private static string StampOf(string email) => "stamp of " + email;

    private sealed class AllStaff : IStaffAccounts
    {
        public Task<StaffRefusal?> WhyNotAsync(ClaimsPrincipal user, IReadOnlyCollection<Permission> anyOf, CancellationToken ct) => Task.FromResult<StaffRefusal?>(null);
    }
}
