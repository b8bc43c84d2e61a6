using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

/// <summary>Lets one of several instances do a thing alone. A lease that its holder never gave back runs out by itself.</summary>
public sealed class Leases(IDbContextFactory<ShopDbContext> contexts, ILeaseKeeper keeper, TimeProvider time)
{
    /// <summary>Whoever was killed is waited for so long.</summary>
    public static readonly TimeSpan Length = LeaseKeeper.Length;

    private readonly string owner = $"{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>Ours until the answer is disposed, and renewed meanwhile; null while it is somebody else's.</summary>
    public async Task<IAsyncDisposable?> HoldAsync(string name, CancellationToken ct) =>
        await TakeAsync(name, Length, ct) ? new Held(this, name, keeper.Keep(stop => TakeAsync(name, Length, stop))) : null;

    /// <summary>True when it is ours until <paramref name="duration"/> from now; asking again while it is ours extends it.</summary>
    public async Task<bool> TakeAsync(string name, TimeSpan duration, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var until = now + duration;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var lease = db.Set<Lease>().Where(l => l.Name == name && (l.Until == null || l.Until < now || l.Owner == owner));
        if (await ExtendAsync(lease, until, ct))
            return true;
        if (await db.Set<Lease>().AnyAsync(l => l.Name == name, ct))
            return false;
        db.Add(new Lease { Name = name, Owner = owner, Until = until });
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            return false;
        }
    }

    public async Task GiveBackAsync(string name, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<Lease>().Where(l => l.Name == name && l.Owner == owner)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.Until, (DateTime?)null), ct);
    }

    private async Task<bool> ExtendAsync(IQueryable<Lease> lease, DateTime until, CancellationToken ct) =>
        await lease.ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, owner).SetProperty(l => l.Until, until), ct) == 1;

    private sealed class Held(Leases leases, string name, IAsyncDisposable renewals) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await renewals.DisposeAsync();
            await leases.GiveBackAsync(name, CancellationToken.None);
        }
    }
}
