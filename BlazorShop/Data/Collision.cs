using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

/// <summary>Somebody else was at the same rows: what was begun is undone, and can be decided again.</summary>
internal static class Collision
{
    /// <summary>Enough where a few tabs, workers and webhooks meet on one order.</summary>
    private const int Tries = 5;

    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteUnique = 2067, SqlitePrimaryKey = 1555;

    /// <summary>
    /// Does the work again, from its beginning, while it meets with a collision; the last one is thrown, and so is anything else at once. The
    /// work opens its own context and transaction each time.
    /// </summary>
    /// <param name="tries">How often in all.</param>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> work, CancellationToken ct, int tries = Tries)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (attempt < tries && Is(failure))
            {
                // Whoever was faster is through by now: look again and decide again.
            }

            // Beaten twice there are several, who must not all come back at the same moment.
            if (attempt > 1)
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * attempt), ct);
        }
    }

    public static Task RetryAsync(Func<Task> work, CancellationToken ct, int tries = Tries) => RetryAsync(
        async () =>
        {
            await work();
            return true;
        },
        ct,
        tries);

    /// <summary>
    /// A unique key or a version that was there first, a deadlock whose victim we were, a lock that was not to be had. A row that breaks another
    /// rule, or a database out of reach, is none of it.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is DbUpdateConcurrencyException
        || (failure is DbUpdateException or InvalidOperationException or DbException && Database(failure) is { } said && IsCollision(said));

    private static DbException? Database(Exception? failure)
    {
        while (failure is not null and not DbException)
            failure = failure.InnerException;
        return (DbException?)failure;
    }

    private static bool IsCollision(DbException failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked || sqlite.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey,
        // Unique index, unique constraint, deadlock, changed since the snapshot was taken, waited too long for a lock.
        SqlException server => server.Number is 2601 or 2627 or 1205 or 3960 or 1222,
        // The same by SQLSTATE, as PostgreSQL tells it.
        _ => failure.SqlState is "23505" or "40P01" or "40001" or "55P03",
    };
}
