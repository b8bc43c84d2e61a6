using BlazorShop.Data;
using BlazorShop.Payments.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Which shop this is, whatever its address: written on everything at the provider, so that only our own comes back.</summary>
public sealed class ShopInstance(IDbContextFactory<ShopDbContext> contexts)
{
    private const string Name = "instance";
    private string? known;

    public async Task<string> IdAsync(CancellationToken ct)
    {
        if (known is not null)
            return known;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mark = db.Set<ShopMark>().Where(m => m.Name == Name).Select(m => m.Value);
        if (await mark.FirstOrDefaultAsync(ct) is { } there)
            return known = there;
        db.Add(new ShopMark { Name = Name, Value = Guid.NewGuid().ToString("N") });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another instance of the same shop was first; its mark is the shop's.
        }

        return known = await mark.SingleAsync(ct);
    }
}
