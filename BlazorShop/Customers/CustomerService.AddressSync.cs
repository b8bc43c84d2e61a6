using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Customers;

public sealed partial class CustomerService
{
    /// <summary>A default address may have become another one, and that is committed. Handlers must not block.</summary>
    public event Action<CustomerId>? DefaultChanged;

    /// <summary>Whose default address somebody outside does not know yet, longest waiting first.</summary>
    public async Task<IReadOnlyList<(CustomerId Customer, DateTime Since)>> AddressSyncDueAsync(int most, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waiting = await db.Customers.Where(c => c.AddressSyncSince != null)
            .OrderBy(c => c.AddressSyncSince)
            .Take(most)
            .Select(c => new { c.Id, c.AddressSyncSince })
            .ToListAsync(ct);
        return [.. waiting.Select(c => (c.Id, c.AddressSyncSince!.Value))];
    }

    /// <summary>It is told; unless the address has changed since.</summary>
    public async Task ToldAsync(CustomerId customer, DateTime since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Customers.Where(c => c.Id == customer && c.AddressSyncSince == since)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.AddressSyncSince, (DateTime?)null), ct);
    }

    /// <summary>
    /// Those outside were told <paramref name="used"/> for one purchase: where that is not the default address, they are to be
    /// told that one again. Joins the caller's transaction.
    /// </summary>
    public async Task KeepDefaultAsync(ShopDbContext db, CustomerId customer, Address used, CancellationToken ct)
    {
        var kept = await db.Set<CustomerAddress>().AsNoTracking().FirstOrDefaultAsync(a => a.CustomerId == customer && a.IsDefault, ct);
        if (kept is not null && kept.Address != used)
            await AddressSyncDueAsync(db, customer, ct);
    }

    private async Task AddressSyncDueAsync(ShopDbContext db, CustomerId customer, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (await db.Customers.FirstOrDefaultAsync(c => c.Id == customer, ct) is { } changed)
            changed.AddressSyncSince = now > changed.AddressSyncSince ? now : changed.AddressSyncSince?.AddTicks(10) ?? now;
    }
}
