using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Customers;

/// <summary>A customer in the staff's list.</summary>
public sealed record CustomerRow(CustomerId Id, string UserId, string? FullName, DateTime CreatedAt);

/// <summary>A page of the list. <see cref="Total"/> is null where there are more than <see cref="ListPlace.CountedTo"/>.</summary>
public sealed record CustomerRows(IReadOnlyList<CustomerRow> Rows, int? Total, bool More);

/// <summary>Everybody's customers, for staff only. Each question is asked by somebody, and refused to anybody else.</summary>
public sealed class CustomerAdmin(IDbContextFactory<ShopDbContext> contexts, StaffGuard guard)
{
    /// <summary>Newest first; <paramref name="page"/> counts from 0.</summary>
    /// <param name="search">The beginning of a name; null for all.</param>
    /// <param name="users">Accounts that match the search by something else.</param>
    public async Task<CustomerRows> PageAsync(
        ClaimsPrincipal staff, string? search, IReadOnlyCollection<string> users, int page, int size, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var wanted = db.Customers.AsNoTracking();
        if (search is not null)
        {
            var name = Text.Fold(search);
            wanted = wanted.Where(c => Folding.Fold(c.FullName!).StartsWith(name) || users.Contains(c.UserId));
        }

        var rows = await wanted.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id)
            .Skip(Math.Max(page, 0) * size)
            .Take(size + 1)
            .Select(c => new CustomerRow(c.Id, c.UserId, c.FullName, c.CreatedAt))
            .ToListAsync(ct);
        var counted = await wanted.Select(c => c.Id).Take(ListPlace.CountedTo + 1).CountAsync(ct);
        return new CustomerRows([.. rows.Take(size)], counted > ListPlace.CountedTo ? null : counted, rows.Count > size);
    }

    /// <summary>The customer with their addresses, default first, or null.</summary>
    public async Task<Customer?> FindAsync(ClaimsPrincipal staff, CustomerId customer, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Customers.AsNoTracking()
            .Include(c => c.Addresses.OrderByDescending(a => a.IsDefault).ThenByDescending(a => a.UsedAt))
            .FirstOrDefaultAsync(c => c.Id == customer, ct);
    }
}
