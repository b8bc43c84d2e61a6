using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>Stored once, before anybody is told.</summary>
public sealed class InboxStoringTests(Databases databases) : InboxTest, IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_hundred_deliveries_of_thirty_events_are_thirty_rows(DatabaseProvider kind)
    {
        var database = await databases.GetAsync(kind);
        await using var here = Writer(database);
        await using var there = Writer(database);
        var run = Guid.NewGuid().ToString("N");

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(
            () => (i % 2 == 0 ? here : there).StoreAsync(Event($"evt_{run}_{i % 30}"), default))));

        Assert.Equal(30, answers.Count(stored => stored));
        await using var db = database.CreateDbContext();
        Assert.Equal(30, await db.InboxEvents.CountAsync(e => e.Id.StartsWith("evt_" + run)));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_stored_event_is_read_as_it_was_written(DatabaseProvider kind)
    {
        var database = await databases.GetAsync(kind);
        await using var writer = Writer(database);
        var id = "evt_" + Guid.NewGuid().ToString("N");
        Assert.True(await writer.StoreAsync(
            new InboxEvent
            {
                Provider = "stripe",
                Id = id,
                Type = "charge.updated",
                ObjectId = null,
                ApiVersion = null,
                Payload = [0, 255, 10],
                Headers = """{"Content-Type":"application/json"}""",
                Source = "webhook",
                Livemode = true,
                CreatedAtProvider = new DateTime(2026, 11, 23, 1, 2, 3, DateTimeKind.Utc),
                ReceivedAt = new DateTime(2026, 11, 23, 1, 2, 4, 567, DateTimeKind.Utc),
                NextAt = new DateTime(2026, 11, 23, 1, 2, 4, 567, DateTimeKind.Utc),
            },
            default));

        await using var db = database.CreateDbContext();
        var read = await db.InboxEvents.AsNoTracking().SingleAsync(e => e.Id == id);
        Assert.Equal([0, 255, 10], read.Payload);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([0, 255, 10])), read.Sha256);
        Assert.True(read.Livemode);
        Assert.Equal((InboxState.New, "webhook", null, null), (read.State, read.Source, read.ObjectId, read.ApiVersion));
        Assert.Equal(new DateTime(2026, 11, 23, 1, 2, 3, DateTimeKind.Utc), read.CreatedAtProvider);
        Assert.Equal(new DateTime(2026, 11, 23, 1, 2, 4, 567, DateTimeKind.Utc), read.ReceivedAt);
        Assert.Equal("""{"Content-Type":"application/json"}""", read.Headers);
        Assert.Equal(1, await db.InboxEvents.CountAsync(e => e.Id == id && e.State == InboxState.New && e.NextAt <= read.ReceivedAt));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Where_the_database_has_no_words_for_it_an_event_is_looked_for_first(DatabaseProvider kind)
    {
        var database = await databases.GetAsync(kind);
        var (one, two) = ("evt_" + Guid.NewGuid().ToString("N"), "evt_" + Guid.NewGuid().ToString("N"));
        await using var db = database.CreateDbContext();
        Assert.Equal("True, False", string.Join(", ", await InboxWriter.PortablyAsync(db, [Event(one), Event(one)])));
        Assert.Equal("False, True", string.Join(", ", await InboxWriter.PortablyAsync(db, [Event(one), Event(two)])));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_event_that_cannot_be_stored_does_not_take_the_others_with_it(DatabaseProvider kind)
    {
        var database = await databases.GetAsync(kind);
        await using var writer = Writer(database);
        var run = Guid.NewGuid().ToString("N");

        var good = Enumerable.Range(0, 20).Select(i => Task.Run(() => writer.StoreAsync(Event($"evt_{run}_{i}"), default))).ToList();
        var bad = Task.Run(() => writer.StoreAsync(
            new InboxEvent { Id = $"evt_{run}_bad", Provider = "stripe", Type = null!, Payload = [], Source = "webhook", ReceivedAt = Now(), NextAt = Now() }, default));

        Assert.All(await Task.WhenAll(good), Assert.True);
        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        Assert.True(await writer.StoreAsync(Event($"evt_{run}_after"), default));
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_take_the_row_away()
    {
        await using var database = TestDatabase.Sqlite();
        await using var writer = Writer(database);
        using var gone = new CancellationTokenSource();
        Task<bool> abandoned, patient;
        await using (var db = database.CreateDbContext())
        await using (await WriteGate.EnterAsync(db, default))
        {
            // Nobody writes while we have the turn.
            abandoned = writer.StoreAsync(Event("evt_abandoned"), gone.Token);
            patient = writer.StoreAsync(Event("evt_patient"), default);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
            Assert.False(patient.IsCompleted);
        }

        Assert.True(await patient);
        Assert.False(await writer.StoreAsync(Event("evt_abandoned"), default));
    }

    [Fact]
    public async Task Nobody_is_answered_before_the_commit_and_closing_writes_what_waits()
    {
        await using var database = TestDatabase.Sqlite();
        var writer = Writer(database);
        List<Task<bool>> waiting;
        await using (var db = database.CreateDbContext())
        await using (await WriteGate.EnterAsync(db, default))
        {
            waiting = [.. Enumerable.Range(0, 600).Select(i => writer.StoreAsync(Event($"evt_{i}"), default))];
            Assert.DoesNotContain(waiting, w => w.IsCompleted);
        }

        await writer.StopAsync(default);
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        await using var after = database.CreateDbContext();
        Assert.Equal(600, await after.InboxEvents.CountAsync());
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task A_queue_without_room_sends_the_provider_away()
    {
        await using var database = TestDatabase.Sqlite();
        await using var writer = Writer(database);
        await using var db = database.CreateDbContext();
        Task<bool> late;
        List<Task<bool>> waiting;
        await using (await WriteGate.EnterAsync(db, default))
        {
            // A batch is in the loop's hands, the queue holds the rest.
            waiting = [.. Enumerable.Range(0, 256 + 2048 + 1).Select(i => writer.StoreAsync(Event($"evt_{i}"), default))];
            late = writer.StoreAsync(Event("evt_late"), default);
            while (!late.IsCompleted)
            {
                Clock.Advance(TimeSpan.FromSeconds(6));
                await Task.Yield();
            }

            await Assert.ThrowsAsync<InboxFullException>(() => late);
        }

        // Those that found room are stored, however long it took.
        var stored = 0;
        foreach (var one in waiting)
        {
            try
            {
                stored += await one ? 1 : 0;
            }
            catch (InboxFullException)
            {
                // Nor was there room for the last of them.
            }
        }

        Assert.InRange(stored, 2048, waiting.Count);
        Assert.Equal(stored, await db.InboxEvents.CountAsync());
    }

    [Fact]
    public async Task Who_has_the_turn_to_write_cannot_ask_for_it_again()
    {
        await using var database = TestDatabase.Sqlite();
        await using var db = database.CreateDbContext();
        await using (await WriteGate.EnterAsync(db, default))
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await WriteGate.EnterAsync(db, default));
        await using (await WriteGate.EnterAsync(db, default))
            Assert.True(db.Database.IsSqlite());
    }

    private InboxWriter Writer(TestDatabase database) => new(database, Clock, NullLogger<InboxWriter>.Instance);
}
