using System.Security.Cryptography;
using System.Text;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BlazorShop.Accounts.Limits;

/// <summary>
/// How often something happened lately, and until when it may not happen again. The key is a hash: the table tells nobody's address.
/// </summary>
public sealed class Throttle
{
    /// <summary>What is counted is forgotten this long after it began (or, for failures, after the last of them).</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>SHA-256 in hex of the purpose and whom it concerns.</summary>
    public required string Key { get; init; }

    public int Count { get; set; }

    public DateTime Since { get; set; }

    public DateTime Until { get; set; }

    public static string KeyOf(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))));
}

internal sealed class ThrottleConfiguration : IEntityTypeConfiguration<Throttle>
{
    public void Configure(EntityTypeBuilder<Throttle> throttle)
    {
        throttle.ToTable("Throttles");
        throttle.HasKey(t => t.Key);
        throttle.Property(t => t.Key).HasMaxLength(64).IsUnicode(false).IsFixedLength();
        throttle.HasIndex(t => t.Since);
    }
}

/// <summary>Counts in the database, so that a restart or a second instance forgives nothing. Each count is one conditional update.</summary>
internal sealed class Throttles(IDbContextFactory<ShopDbContext> contexts, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Takes one of <paramref name="most"/> in an hour, no two within <paramref name="pause"/>. False: not now.</summary>
    public async Task<bool> TakeAsync(string key, int most, TimeSpan pause, CancellationToken ct)
    {
        var now = Now;
        var forgotten = now - Throttle.Memory;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var taken = await db.Set<Throttle>()
            .Where(t => t.Key == key && t.Until <= now && (t.Since <= forgotten || t.Count < most))
            .ExecuteUpdateAsync(
                s => s.SetProperty(t => t.Count, t => t.Since <= forgotten ? 1 : t.Count + 1)
                    .SetProperty(t => t.Since, t => t.Since <= forgotten ? now : t.Since)
                    .SetProperty(t => t.Until, now + pause),
                ct);
        return taken == 1 || await InsertAsync(db, new Throttle { Key = key, Count = 1, Since = now, Until = now + pause }, ct);
    }

    /// <summary>How long this must wait still; null where it need not.</summary>
    public async Task<TimeSpan?> WaitAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var now = Now;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var until = await db.Set<Throttle>().Where(t => keys.Contains(t.Key) && t.Until > now).MaxAsync(t => (DateTime?)t.Until, ct);
        return until - now;
    }

    /// <summary>Counts a failure; from <paramref name="free"/> of them on, each doubles the wait, from one minute to fifteen.</summary>
    public async Task FailedAsync(string key, int free, CancellationToken ct)
    {
        var now = Now;
        var forgotten = now - Throttle.Memory;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mine = db.Set<Throttle>().Where(t => t.Key == key);
        var counted = await mine.ExecuteUpdateAsync(
            s => s.SetProperty(t => t.Count, t => t.Since <= forgotten ? 1 : t.Count + 1).SetProperty(t => t.Since, now), ct);
        if (counted == 0 && await InsertAsync(db, new Throttle { Key = key, Count = 1, Since = now, Until = now }, ct))
            return;
        var count = await mine.Select(t => t.Count).FirstOrDefaultAsync(ct);
        if (count >= free)
        {
            var until = now + TimeSpan.FromMinutes(Math.Min(15, 1 << Math.Min(count - free, 4)));
            await mine.Where(t => t.Until < until).ExecuteUpdateAsync(s => s.SetProperty(t => t.Until, until), ct);
        }
    }

    public async Task ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<Throttle>().Where(t => keys.Contains(t.Key)).ExecuteDeleteAsync(ct);
    }

    public async Task ForgetOldAsync(CancellationToken ct)
    {
        var forgotten = Now - TimeSpan.FromDays(1);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<Throttle>().Where(t => t.Since < forgotten).ExecuteDeleteAsync(ct);
    }

    private static async Task<bool> InsertAsync(ShopDbContext db, Throttle first, CancellationToken ct)
    {
        if (await db.Set<Throttle>().AnyAsync(t => t.Key == first.Key, ct))
            return false;
        db.Add(first);
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
