using BlazorShop.PaymentsSandbox.Events;
using Microsoft.Data.Sqlite;

namespace BlazorShop.PaymentsSandbox.Store;

/// <summary>
/// The sandbox's documents in one SQLite file, so that a restart loses nothing. One piece of work at a time: this is a
/// neighbour for development, and serial work is what makes parallel requests correct.
/// </summary>
internal sealed class SandboxStore(SandboxSettings settings, TimeProvider time, DeliverySignal signal) : IDisposable
{
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private bool _disposed;

    /// <summary>Runs <paramref name="work"/> in one transaction; what it throws undoes everything it did.</summary>
    public T Run<T>(Func<SandboxWork, T> work, RequestMark? request = null)
    {
        T result;
        bool announced;
        lock (_gate)
        {
            using var transaction = Open().BeginTransaction(deferred: true);
            var unit = new SandboxWork(transaction, time, request);
            result = work(unit);
            transaction.Commit();
            announced = unit.Announced;
        }
        if (announced)
            signal.Ring();
        return result;
    }

    public void Run(Action<SandboxWork> work, RequestMark? request = null) => Run<object?>(unit =>
    {
        work(unit);
        return null;
    }, request);

    /// <summary>Waits for the work that is under way: closing the file beneath a transaction would throw in it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _connection?.Dispose();
        }
    }

    private SqliteConnection Open()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_connection is not null)
            return _connection;
        var address = new SqliteConnectionStringBuilder(settings.Database) { Pooling = false };
        if (Path.GetDirectoryName(address.DataSource) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var connection = new SqliteConnection(address.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
        return _connection = connection;
    }

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA busy_timeout = 5000;
        CREATE TABLE IF NOT EXISTS objects (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL, created INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS objects_kind ON objects (kind, seq);
        CREATE INDEX IF NOT EXISTS objects_status ON objects (kind, json_extract(json, '$.status'));
        CREATE INDEX IF NOT EXISTS objects_customer ON objects (kind, json_extract(json, '$.customer'));
        CREATE INDEX IF NOT EXISTS objects_payment_intent ON objects (kind, json_extract(json, '$.payment_intent'));
        CREATE INDEX IF NOT EXISTS objects_charge ON objects (kind, json_extract(json, '$.charge'));
        CREATE TABLE IF NOT EXISTS answers (
            key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS deliveries (
            id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL DEFAULT 'waiting', answer TEXT);
        CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due);
        CREATE INDEX IF NOT EXISTS deliveries_event ON deliveries (event);
        CREATE TABLE IF NOT EXISTS plans (id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, verb TEXT NOT NULL, subject TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY);
        """;
}
