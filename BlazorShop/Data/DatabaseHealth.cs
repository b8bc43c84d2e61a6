using BlazorShop.Data.Providers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorShop.Data;

/// <summary>
/// Whether the database takes a write: a shop that can only read takes no order. One row is written and committed as it was, at most every
/// <see cref="Freshness"/>, however often anybody asks; in between the last answer stands.
/// </summary>
internal sealed class DatabaseHealth(IDbContextFactory<ShopDbContext> contexts, TimeProvider time) : IHealthCheck, IDisposable
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>A database that takes longer than this for one row is not there for anybody.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    /// <summary>SQLite reuses its write-ahead log, so the probe's own row may still fit on a disk where the next order does not.</summary>
    private const long LeastFree = 2 * 1024 * 1024;

    private readonly SemaphoreSlim turn = new(1, 1);
    private HealthCheckResult last;
    private long? askedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (askedAt is { } at && time.GetElapsedTime(at) < Freshness)
                return last;
            last = await ProbeAsync(cancellationToken);
            askedAt = time.GetTimestamp();
            return last;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<HealthCheckResult> ProbeAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(either.Token);
            await WriteAsync(db, either.Token);
            return Room(db) is < LeastFree and var left
                ? HealthCheckResult.Unhealthy($"The disk of the database is full: {left / 1024} KB are left.")
                : HealthCheckResult.Healthy();
        }
#pragma warning disable CA1031 // Whatever keeps it from writing: the answer is the same.
        catch (Exception failure) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return HealthCheckResult.Unhealthy("The database takes no writes.", failure);
        }
    }

    /// <summary>
    /// The oldest key of the key ring, whose name nobody reads, gets the name it has: a row version on PostgreSQL, a page on SQLite, flushed by the commit.
    /// SQL Server leaves out a write that changes nothing, so there the name's last letter comes and goes.
    /// </summary>
    private static async Task WriteAsync(ShopDbContext db, CancellationToken ct)
    {
        await using var turn = await WriteGate.EnterAsync(db, ct);
        var oldest = db.DataProtectionKeys.Where(k => k.Id == db.DataProtectionKeys.Min(o => o.Id));
        if (db is SqlServerShopDbContext)
            await oldest.ExecuteUpdateAsync(s => s.SetProperty(k => k.FriendlyName, k => k.FriendlyName!.EndsWith('.') ? k.FriendlyName.Replace(".", "") : k.FriendlyName + "."), ct);
        else
            await oldest.ExecuteUpdateAsync(s => s.SetProperty(k => k.FriendlyName, k => k.FriendlyName), ct);
    }

    /// <summary>Bytes left beside a SQLite file; null where the disk is a server's own affair.</summary>
    private static long? Room(ShopDbContext db) =>
        db is SqliteShopDbContext && Path.GetDirectoryName(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource) is { Length: > 0 } folder
            ? new DriveInfo(folder).AvailableFreeSpace
            : null;
}
