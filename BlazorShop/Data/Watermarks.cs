using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

/// <summary>Remembers up to where something has been read, over restarts.</summary>
public sealed class Watermarks(IDbContextFactory<ShopDbContext> contexts)
{
    public async Task<DateTime?> GetAsync(string name, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Set<Watermark>().AsNoTracking().FirstOrDefaultAsync(w => w.Name == name, ct))?.Value;
    }

    public async Task SetAsync(string name, DateTime value, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await MoveAsync(db, name, value, ct))
            return;
        db.Add(new Watermark { Name = name, Value = value });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // Another pass made the row first.
            db.ChangeTracker.Clear();
            if (!await MoveAsync(db, name, value, ct))
                throw;
        }
    }

    private static async Task<bool> MoveAsync(ShopDbContext db, string name, DateTime value, CancellationToken ct) =>
        await db.Set<Watermark>().Where(w => w.Name == name).ExecuteUpdateAsync(s => s.SetProperty(w => w.Value, value), ct) == 1;
}
