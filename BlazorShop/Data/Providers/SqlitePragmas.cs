using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BlazorShop.Data.Providers;

/// <summary>
/// Every SQLite connection: WAL so that readers never wait, FULL so that what we acknowledged survives a power cut,
/// and the engine's own waiting for a lock (the driver's polls every 150 ms). The waiting comes first: changing to WAL may
/// meet another process that does the same. What the engine gives up on after 5 s, the driver tries again until the
/// command's timeout (<c>Default Timeout</c> of the connection string, 30 s).
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    private const string Pragmas = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        Folding.Teach((SqliteConnection)connection);
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
        Folding.Teach((SqliteConnection)connection);
    }
}
