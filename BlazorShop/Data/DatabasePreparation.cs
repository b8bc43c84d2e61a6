using BlazorShop.Common;
using BlazorShop.Data.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Data;

/// <summary>
/// What a start does to the database: migrations, then every feature's first rows, one start at a time (<see cref="StartLock"/>). EF's SQLite lock is a
/// table row that a killed start leaves behind, and the next start would wait for it for ever: under our own lock that orphaned row is cleared.
/// </summary>
internal sealed partial class DatabasePreparation(
    IDbContextFactory<ShopDbContext> contexts,
    IOptions<DatabaseOptions> options,
    IEnumerable<IStartupTask> tasks,
    IStartupValidator settings,
    ILogger<DatabasePreparation> logger)
{
    public async Task RunAsync(CancellationToken ct)
    {
        // The host would do this too, but only after the database was touched.
        settings.Validate();
        try
        {
            await using var alone = await AloneAsync(ct);
            await MigrateAsync(ct);
            foreach (var task in tasks)
                await RunAsync(task, ct);
        }
        catch (Exception failure) when (DatabaseFailure.Sentence(options.Value.Provider, failure) is { } sentence)
        {
            throw new InvalidOperationException(sentence, failure);
        }
    }

    private async Task<IAsyncDisposable> AloneAsync(CancellationToken ct)
    {
        try
        {
            return await StartLock.TakeAsync(contexts, options.Value.Migrates, logger, ct);
        }
        catch (Exception failure) when (DatabaseFailure.OfTheFolder(failure) is { } sentence)
        {
            throw new InvalidOperationException(sentence, failure);
        }
    }

    private static async Task RunAsync(IStartupTask task, CancellationToken ct)
    {
        try
        {
            await task.RunAsync(ct);
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // Another instance that starts just now put the same thing there first: the task looks again, and finds it.
            await task.RunAsync(ct);
        }
    }

    private async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (db is SqliteShopDbContext)
            await CheckFileAsync(db, ct);
        await RefuseNewerAsync(db, ct);
        if (!(await db.Database.GetPendingMigrationsAsync(ct)).Any())
            return;
        if (!options.Value.Migrates)
            throw new InvalidOperationException("The database has pending migrations: run the shop once with Database__MigrateOnStart=true, or apply the migrations yourself.");
        if (db is not SqliteShopDbContext)
        {
            await db.Database.MigrateAsync(ct);
            return;
        }

        await ClearOrphanedLockAsync(db, ct);
        await db.Database.MigrateAsync(ct);
    }

    /// <summary>An older program would write rows that the newer schema does not allow, or lose what it does not know.</summary>
    private static async Task RefuseNewerAsync(ShopDbContext db, CancellationToken ct)
    {
        var unknown = (await db.Database.GetAppliedMigrationsAsync(ct)).Except(db.Database.GetMigrations()).LastOrDefault();
        if (unknown is not null)
            throw new InvalidOperationException($"The database was migrated by a newer release of this shop (it has {unknown}): start that release, or restore the backup you made before it.");
    }

    /// <summary>A damaged file is noticed here rather than by the buyer who hits the damaged page.</summary>
    private static async Task CheckFileAsync(ShopDbContext db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var check = db.Database.GetDbConnection().CreateCommand();
        check.CommandText = "PRAGMA quick_check";
        if (await check.ExecuteScalarAsync(ct) is not "ok")
            throw new InvalidOperationException(DatabaseFailure.Damaged);
    }

    private async Task ClearOrphanedLockAsync(ShopDbContext db, CancellationToken ct)
    {
        var known = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(ct);
        if (known == 0)
            return;
        if (await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", ct) > 0)
            OrphanCleared(logger);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An earlier start was killed while it migrated; its lock was cleared")]
    private static partial void OrphanCleared(ILogger logger);
}
