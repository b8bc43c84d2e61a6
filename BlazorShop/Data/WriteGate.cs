using System.Collections.Concurrent;
using BlazorShop.Data.Providers;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

/// <summary>
/// SQLite lets one transaction write at a time, and whoever finds it taken sleeps and looks again. In one process we can do
/// better and queue: enter before the first write of a transaction, leave after its commit.
/// <code>
/// await using var turn = await WriteGate.EnterAsync(db, ct);
/// await using var transaction = await db.Database.BeginTransactionAsync(ct);
/// </code>
/// Nothing to wait for on the other providers. Held for one transaction only: never around a call over the network, and never
/// twice — who has a turn and asks for another one gets an exception where there would be a deadlock.
/// </summary>
public static class WriteGate
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.Ordinal);
    private static readonly AsyncLocal<Turn?> mine = new();

    // Not async itself: what it notes about the caller must be seen by the caller.
    public static ValueTask<IAsyncDisposable> EnterAsync(ShopDbContext db, CancellationToken ct)
    {
        // A database in memory has one connection, and nobody to wait for.
        if (db is not SqliteShopDbContext || db.Database.GetConnectionString()?.Contains(":memory:", StringComparison.Ordinal) == true)
            return new ValueTask<IAsyncDisposable>(Turn.Free);
        if (mine.Value is { Held: true })
            throw new InvalidOperationException("This flow has its turn to write already: join that transaction.");
        var turn = new Turn(gates.GetOrAdd(db.Database.GetConnectionString() ?? "", _ => new SemaphoreSlim(1, 1)));
        mine.Value = turn;
        return WaitAsync(turn, ct);
    }

    private static async ValueTask<IAsyncDisposable> WaitAsync(Turn turn, CancellationToken ct)
    {
        await turn.EnterAsync(ct);
        return turn;
    }

    private sealed class Turn(SemaphoreSlim? gate) : IAsyncDisposable
    {
        public static readonly Turn Free = new(null);

        public bool Held { get; private set; }

        public async Task EnterAsync(CancellationToken ct)
        {
            await gate!.WaitAsync(ct);
            Held = true;
        }

        public ValueTask DisposeAsync()
        {
            if (Held)
            {
                Held = false;
                gate!.Release();
            }

            return ValueTask.CompletedTask;
        }
    }
}
