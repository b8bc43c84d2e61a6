using System.Threading.Channels;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Inbox;

/// <summary>
/// Group commit: a disk makes some hundreds of commits a second durable, but does not mind how many rows are in one. One loop
/// per process takes whatever waits, commits it as one transaction, and only then tells everybody who waited.
/// </summary>
public sealed partial class InboxWriter : IInboxStore, IHostedService, IAsyncDisposable
{
    private const int LargestBatch = 256;

    /// <summary>How many may wait; whoever finds no room within <see cref="patience"/> is sent away, to come again.</summary>
    private const int Room = 2048;

    /// <summary>After so many failures in a row it is the database and not the event.</summary>
    private const int Enough = 3;

    private const int CommandSeconds = 10;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    private readonly IDbContextFactory<ShopDbContext> contexts;
    private readonly TimeProvider time;
    private readonly ILogger<InboxWriter> logger;
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(Room) { SingleReader = true });
    private readonly Task loop;

    // Kept from batch to batch; thrown away with the first failure.
    private ShopDbContext? open;
    private InboxInsert? insert;

    public InboxWriter(IDbContextFactory<ShopDbContext> contexts, TimeProvider time, ILogger<InboxWriter> logger)
    {
        (this.contexts, this.time, this.logger) = (contexts, time, logger);
        // The loop belongs to nobody's request.
        using (ExecutionContext.SuppressFlow())
            loop = Task.Run(RunAsync);
    }

    /// <summary>
    /// False when this event is there already. Returns only when the row is durable; giving up the wait does not take the row back.
    /// </summary>
    /// <exception cref="InboxFullException">Too many wait already.</exception>
    public async Task<bool> StoreAsync(InboxEvent received, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var waiting = new Waiting(received);
        if (!queue.Writer.TryWrite(waiting))
            await QueueAsync(waiting, ct);
        return await waiting.Stored.Task.WaitAsync(ct);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server has stopped taking requests; what still waits is written.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        return loop.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
    }

    private async Task QueueAsync(Waiting waiting, CancellationToken ct)
    {
        using var enough = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, enough.Token);
        try
        {
            await queue.Writer.WriteAsync(waiting, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new InboxFullException();
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>(LargestBatch);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && queue.Reader.TryRead(out var next))
                batch.Add(next);
            // Two processes that insert the same events lock them in the same order.
            batch.Sort((a, b) => string.CompareOrdinal(a.Event.Id, b.Event.Id));
            await WriteAsync(batch);
            batch.Clear();
        }

        await CloseAsync();
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        if (await TryAsync(batch) is not { } failure)
            return;
        BatchFailed(logger, batch.Count, failure);
        // Perhaps one of them is at fault, or the connection was old: each for itself, and none answered before its own commit.
        var failures = 0;
        foreach (var waiting in batch)
        {
            if (failures < Enough)
                failure = await TryAsync([waiting]) ?? failure;
            if (waiting.Stored.Task.IsCompleted)
            {
                failures = 0;
                continue;
            }

            failures++;
            waiting.Stored.TrySetException(failure);
        }
    }

    /// <summary>Null when all of them are durable and told so.</summary>
    private async Task<Exception?> TryAsync(List<Waiting> batch)
    {
        try
        {
            var stored = await InsertAsync([.. batch.Select(w => w.Event)]);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Stored.TrySetResult(stored[i]);
            return null;
        }
#pragma warning disable CA1031 // Whoever waits gets the failure; the loop goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await CloseAsync();
            return failure;
        }
    }

    private async Task<bool[]> InsertAsync(IReadOnlyList<InboxEvent> events)
    {
        if (open is null)
        {
            open = await contexts.CreateDbContextAsync();
            if (!HasItsOwnWords(open))
                open.Database.SetCommandTimeout(CommandSeconds);
            else
                await open.Database.OpenConnectionAsync();
        }

        await using var turn = await WriteGate.EnterAsync(open, CancellationToken.None);
        if (!HasItsOwnWords(open))
            return await PortablyAsync(open, events);
        insert ??= new InboxInsert(open);
        return await insert.RunAsync(events, CommandSeconds);
    }

    private static bool HasItsOwnWords(ShopDbContext db) => db is SqliteShopDbContext or PostgresShopDbContext;

    /// <summary>
    /// Where a database has no words for it: look, then insert. Another process may come between; then the batch fails on the
    /// key, and is tried again event by event.
    /// </summary>
    internal static async Task<bool[]> PortablyAsync(ShopDbContext db, IReadOnlyList<InboxEvent> events)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var ids = events.Select(e => e.Id).ToList();
        var known = (await db.InboxEvents.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Provider }).ToListAsync()).ToHashSet();
        var stored = events.Select(e => known.Add(new { e.Id, e.Provider })).ToArray();
        db.InboxEvents.AddRange(events.Where((_, i) => stored[i]));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        db.ChangeTracker.Clear();
        return stored;
    }

    private async Task CloseAsync()
    {
        insert = null;
        if (open is not { } broken)
            return;
        open = null;
        try
        {
            await broken.DisposeAsync();
        }
#pragma warning disable CA1031 // It is thrown away because it is broken.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            NotClosed(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events could not be stored together; each is tried alone")]
    private static partial void BatchFailed(ILogger logger, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The inbox's connection could not be closed")]
    private static partial void NotClosed(ILogger logger, Exception failure);

    private sealed class Waiting(InboxEvent received)
    {
        public InboxEvent Event { get; } = received;

        // Whoever waits goes on elsewhere: the loop has the next batch to write.
        public TaskCompletionSource<bool> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
