using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Foreign;

/// <summary>Imported orders whose buyer has no account that confirmed their email, yet.</summary>
public sealed class ForeignAccounts(IDbContextFactory<ShopDbContext> contexts)
{
    public async Task<IReadOnlyList<(string Session, OrderId Order, string Email)>> ListAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<ForeignPayment>().Where(f => f.AwaitsAccount && f.OrderId != null && f.Email != "")
            .Select(f => new { f.SessionReference, f.OrderId, f.Email }).ToListAsync(ct);
        return [.. rows.Select(r => (r.SessionReference, r.OrderId!.Value, r.Email))];
    }

    /// <summary>Its payments are this customer's from now on. False when somebody has joined them already. Joins the caller's transaction.</summary>
    public static async Task<bool> JoinAsync(ShopDbContext db, string session, OrderId order, CustomerId customer, CancellationToken ct)
    {
        if (await db.Set<ForeignPayment>().Where(f => f.SessionReference == session && f.AwaitsAccount).ExecuteUpdateAsync(s => s.SetProperty(f => f.AwaitsAccount, false), ct) == 0)
            return false;
        await db.Payments.Where(p => p.OrderId == order).ExecuteUpdateAsync(s => s.SetProperty(p => p.CustomerId, customer), ct);
        return true;
    }
}
