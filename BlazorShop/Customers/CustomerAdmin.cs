using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Customers;

/// <summary>A customer in the staff's list.</summary>
public sealed record CustomerRow(CustomerId Id, string UserId, string? FullName, DateTime CreatedAt);

/// <summary>Everybody's customers, for staff only. Each question is asked by somebody, and refused to anybody else.</summary>
public sealed class CustomerAdmin(IDbContextFactory<ShopDbContext> contexts, StaffGuard guard)
{
    /// <summary>Newest first. A row is named by its customer's id.</summary>
    /// <param name="search">The beginning of a name; null for all.</param>
    /// <param name="users">Accounts that match the search by something else.</param>
    public async Task<ListPage<CustomerRow>> PageAsync(
        ClaimsPrincipal staff, string? search, IReadOnlyCollection<string> users, ListPlace place, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Customers, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var wanted = db.Customers.AsNoTracking();
        if (search is not null)
        {
            var name = Text.Fold(search);
            wanted = wanted.Where(c => Folding.Fold(c.FullName!).StartsWith(name) || users.Contains(c.UserId));
        }

        var named = Guid.TryParse(place.Row, out var id) ? db.Customers.Where(c => c.Id == new CustomerId(id)) : null;
        return await wanted.Descending(c => c.CreatedAt).Then(c => c.Id)
            .PageAsync(place, named, c => new CustomerRow(c.Id, c.UserId, c.FullName, c.CreatedAt), ct);
    }

    /// <summary>The customer with their addresses, default first, or null.</summary>
    public async Task<Customer?> FindAsync(ClaimsPrincipal staff, CustomerId customer, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Customers, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Customers.AsNoTracking()
            .Include(c => c.Addresses.OrderByDescending(a => a.IsDefault).ThenByDescending(a => a.UsedAt))
            .FirstOrDefaultAsync(c => c.Id == customer, ct);
    }
}
