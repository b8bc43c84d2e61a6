using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Foreign;

/// <summary>What staff see and decide of money that belongs to no order.</summary>
public sealed class ForeignAdmin(IDbContextFactory<ShopDbContext> contexts, ForeignPayments payments, StaffGuard guard)
{
    public const int MostShown = 100;

    public async Task<IReadOnlyList<ForeignPayment>> OpenAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ForeignPayment>().AsNoTracking().Where(f => f.State == ForeignState.Open)
            .OrderByDescending(f => f.PaidAt).ThenBy(f => f.SessionReference).Take(MostShown).ToListAsync(ct);
    }

    /// <summary>Makes an order of it where its lines name SKUs of ours; the entry says why where they do not.</summary>
    public async Task ImportAsync(ClaimsPrincipal staff, string sessionReference)
    {
        var actor = await guard.ActorAsync(staff, Permission.Payments, CancellationToken.None);
        await payments.ImportAsync(sessionReference, actor, CancellationToken.None);
    }

    public async Task<bool> DismissAsync(ClaimsPrincipal staff, string sessionReference)
    {
        var actor = await guard.ActorAsync(staff, Permission.Payments, CancellationToken.None);
        return await payments.DismissAsync(sessionReference, actor, CancellationToken.None);
    }
}
