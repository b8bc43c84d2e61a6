using System.Data.Common;
using BlazorShop.Data.Providers;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace BlazorShop.Data;

/// <summary>
/// One start at a time prepares a database: its migrations and every feature's first rows. On a server the lock belongs to a transaction on
/// a connection of its own (so a connection pooler between us cannot hand it to somebody else), beside a SQLite file it is an operating-system file lock;
/// both die with their process. A second start waits for as long as the first one works, and says so.
/// </summary>
internal static partial class StartLock
{
    /// <summary>"shop" in ASCII; PostgreSQL's advisory locks are numbers, one space per database.</summary>
    private const long PostgresKey = 0x73686F70;

    private const string SqlServerResource = "BlazorShop.Start";

    /// <summary>Makes the database of a server where <paramref name="create"/> and it is missing, then waits for its turn. Dispose to let the next one in.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(IDbContextFactory<ShopDbContext> contexts, bool create, ILogger logger, CancellationToken ct)
    {
        var db = await contexts.CreateDbContextAsync(ct);
        try
        {
            if (db is SqliteShopDbContext)
            {
                var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
                await db.DisposeAsync();
                return await LockFileAsync(file, logger, ct);
            }

            if (create)
                await CreateAsync(db, ct);
            // A step of the migration may take an hour: neither the command nor the server may lose patience with whoever waits for it.
            db.Database.SetCommandTimeout(0);
            await db.Database.BeginTransactionAsync(ct);
            if (db is PostgresShopDbContext)
                await LockPostgresAsync(db, logger, ct);
            else
                await LockSqlServerAsync(db, logger, ct);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    private static async Task LockPostgresAsync(ShopDbContext db, ILogger logger, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"SELECT set_config('idle_in_transaction_session_timeout', '0', true), set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)", ct);
        if (await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({PostgresKey}) AS \"Value\"").SingleAsync(ct))
            return;
        Waits(logger);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({PostgresKey})", ct);
    }

    private static async Task LockSqlServerAsync(ShopDbContext db, ILogger logger, CancellationToken ct)
    {
        if (await SqlServerAsync(db, 0, ct) >= 0)
            return;
        Waits(logger);
        if (await SqlServerAsync(db, -1, ct) < 0)
            throw new InvalidOperationException("The SqlServer database of ConnectionStrings__Shop didn't grant the start lock: start the shop again.");
    }

    private static async Task<int> SqlServerAsync(ShopDbContext db, int milliseconds, CancellationToken ct)
    {
        var answer = new SqlParameter("answer", System.Data.SqlDbType.Int) { Direction = System.Data.ParameterDirection.Output };
        await db.Database.ExecuteSqlAsync(
            $"EXEC {answer} = sp_getapplock @Resource = {SqlServerResource}, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = {milliseconds}", ct);
        return (int)answer.Value;
    }

    private static async Task CreateAsync(ShopDbContext db, CancellationToken ct)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(ct))
            return;
        try
        {
            await creator.CreateAsync(ct);
        }
        catch (DbException) when (!ct.IsCancellationRequested)
        {
            // Two starts made it at once: PostgreSQL says so in two ways, SQL Server in one. Whatever it was, what counts is that it is there.
            if (!await creator.ExistsAsync(ct))
                throw;
        }
    }

    private static async Task<IAsyncDisposable> LockFileAsync(string file, ILogger logger, CancellationToken ct)
    {
        // A database in memory is this process's own.
        if (string.IsNullOrEmpty(file) || file.Contains(":memory:", StringComparison.Ordinal))
            return Stream.Null;
        for (var waited = false; ;)
        {
            try
            {
                return new FileStream(file + ".starting", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException taken) when (IsLocked(taken))
            {
                if (!waited)
                    Waits(logger);
                waited = true;
                // The machine's time, not the shop's: what is waited for is another process.
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
        }
    }

    // Any other failure to open it (a full or read-only disk) would be waited for in vain.
    private static bool IsLocked(IOException failure) =>
        failure.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);

    [LoggerMessage(Level = LogLevel.Information, Message = "Another start prepares this database; this one waits for it")]
    private static partial void Waits(ILogger logger);
}
