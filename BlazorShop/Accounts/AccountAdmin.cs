using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Accounts;

/// <summary>What staff may see of an account.</summary>
public sealed record AccountRow(string UserId, string? Email, bool IsConfirmed);

/// <summary>Everybody's accounts, for staff only.</summary>
public sealed class AccountAdmin(IDbContextFactory<ShopDbContext> contexts, StaffGuard guard)
{
    /// <summary>A search for the beginning of an email finds no more than this many.</summary>
    public const int MostFound = 200;

    /// <summary>Accounts whose email begins so.</summary>
    public async Task<IReadOnlyCollection<string>> FindAsync(ClaimsPrincipal staff, string email, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Customers, ct);
        var beginning = email.ToUpperInvariant();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.Where(u => u.NormalizedEmail!.StartsWith(beginning)).OrderBy(u => u.NormalizedEmail).Take(MostFound).Select(u => u.Id).ToListAsync(ct);
    }

    /// <summary>These accounts; one that is gone is missing.</summary>
    public async Task<IReadOnlyDictionary<string, AccountRow>> OfAsync(ClaimsPrincipal staff, IReadOnlyCollection<string> users, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Customers, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.Where(u => users.Contains(u.Id))
            .Select(u => new AccountRow(u.Id, u.Email, u.EmailConfirmed))
            .ToDictionaryAsync(u => u.UserId, ct);
    }
}
