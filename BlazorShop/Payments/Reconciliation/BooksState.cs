using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Whether money agrees, in one figure: cheap enough for every page of the admin.</summary>
public sealed class BooksState(IDbContextFactory<ShopDbContext> contexts, StaffGuard guard)
{
    /// <summary>Differences from the provider's records that are open, and rows that break a rule of the books, as <see cref="BooksReport.Agree"/> counts them; 0 where all agrees.</summary>
    public async Task<int> DisagreementsAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ReconciliationBreak>().CountAsync(b => b.ResolvedAt == null, ct)
            + await db.Set<InvariantResult>().SumAsync(i => i.Violations, ct);
    }
}
