using System.Collections.Concurrent;
using System.Reflection;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>Stored once, before anybody is told; applied one at a time for each object, in order, and not for ever.</summary>
public sealed class InboxTests(Databases databases) : IClassFixture<Databases>, IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly IPaymentGateway gateway = DispatchProxy.Create<IPaymentGateway, Provider>();
    private readonly List<IAsyncDisposable> shops = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var shop in shops)
            await shop.DisposeAsync();
    }

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
                clock.Advance(TimeSpan.FromSeconds(6));
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

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_that_fails_is_tried_again_after_growing_pauses(DatabaseProvider kind)
    {
        var inbox = await ShopAsync(kind);
        Stripe.Answer = (_, _) => throw new PaymentGatewayException(GatewayProblem.Unavailable, "not now");
        await inbox.StoreAsync(Event("evt_1", "cs_1"), default);

        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(1, await inbox.ApplyDueAsync(default));
            var pause = (await GetAsync("evt_1")).NextAt - Now();
            pauses.Add(pause.TotalSeconds);
            clock.Advance(pause - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, await inbox.ApplyDueAsync(default));
            clock.Advance(TimeSpan.FromMilliseconds(2));
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600], pauses.Select(p => Math.Round(p)));
        Stripe.Answer = null;
        Assert.Equal(1, await inbox.ApplyDueAsync(default));
        Assert.Equal((InboxState.Ignored, 13), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts));
    }

    [Fact]
    public async Task An_event_that_fails_thirty_times_is_put_aside_until_somebody_replays_it()
    {
        var inbox = await ShopAsync(DatabaseProvider.Sqlite);
        Stripe.Answer = (_, _) => throw new InvalidOperationException("a bug of ours");
        await inbox.StoreAsync(Event("evt_1", "cs_1"), default);
        for (var i = 0; i < PaymentInbox.MostAttempts; i++)
        {
            Assert.Equal(InboxState.New, (await GetAsync("evt_1")).State);
            await inbox.ApplyDueAsync(default);
            clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        }

        var stuck = await GetAsync("evt_1");
        Assert.Equal((InboxState.Quarantined, PaymentInbox.MostAttempts, "a bug of ours"), (stuck.State, stuck.Attempts, stuck.Result));
        Assert.Equal(0, await inbox.ApplyDueAsync(default));

        Stripe.Answer = null;
        Assert.True(await inbox.ReplayAsync("evt_1", "staff@shop.example", default));
        Assert.Equal(1, await inbox.ApplyDueAsync(default));
        Assert.Equal(InboxState.Ignored, (await GetAsync("evt_1")).State);
    }

    [Fact]
    public async Task An_event_that_is_too_old_is_put_aside_after_a_few_tries()
    {
        var inbox = await ShopAsync(DatabaseProvider.Sqlite);
        Stripe.Answer = (_, _) => throw new PaymentGatewayException(GatewayProblem.Unavailable, "not now");
        await inbox.StoreAsync(Event("evt_1", "cs_1"), default);
        await inbox.ApplyDueAsync(default);
        // The shop was off for days; what then fails once is tried again.
        clock.Advance(TimeSpan.FromHours(73));
        await inbox.ApplyDueAsync(default);
        Assert.Equal((InboxState.New, 2), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts));
        for (var attempt = 3; attempt <= PaymentInbox.FewAttempts; attempt++)
        {
            clock.Advance(TimeSpan.FromHours(2));
            await inbox.ApplyDueAsync(default);
        }

        Assert.Equal((InboxState.Quarantined, PaymentInbox.FewAttempts), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_provider_does_not_know_a_moment_after_it_was_made_is_asked_for_again(DatabaseProvider kind)
    {
        var inbox = await ShopAsync(kind);
        await inbox.StoreAsync(Event("evt_1", "cs_1", madeAt: Now()), default);
        await inbox.ApplyDueAsync(default);
        Assert.Equal(InboxState.New, (await GetAsync("evt_1")).State);

        clock.Advance(TimeSpan.FromSeconds(61));
        await inbox.ApplyDueAsync(default);
        Assert.Equal((InboxState.Ignored, 2), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts));
        await using var db = Database().CreateDbContext();
        Assert.Empty(await db.Set<BlazorShop.Payments.Reconciliation.Trouble>().ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_taken_by_a_shop_that_died_is_taken_by_another_when_its_lease_runs_out(DatabaseProvider kind)
    {
        var dying = await ShopAsync(kind, new DeadKeeper());
        var other = await ShopAsync(kind);
        var never = new TaskCompletionSource();
        var taken = new TaskCompletionSource();
        Stripe.Answer = async (_, ct) =>
        {
            taken.TrySetResult();
            await never.Task.WaitAsync(ct);
        };
        await dying.StoreAsync(Event("evt_1", "cs_1"), default);
        var hung = dying.ApplyDueAsync(default);
        await taken.Task;

        Stripe.Answer = null;
        Assert.Equal(0, await other.ApplyDueAsync(default));
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(0, await other.ApplyDueAsync(default));
        // With the worker's own pause of five seconds nothing waits longer than fifteen.
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await other.ApplyDueAsync(default));
        Assert.Equal((InboxState.Ignored, 2), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts));

        // The one thought dead wakes up, and has nothing to say any more.
        never.SetException(new InvalidOperationException("late"));
        await hung;
        Assert.Equal(InboxState.Ignored, (await GetAsync("evt_1")).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_that_takes_a_minute_stays_with_whoever_took_it(DatabaseProvider kind)
    {
        var keeper = new WatchedKeeper(new LeaseKeeper(clock, NullLogger<LeaseKeeper>.Instance));
        var slow = await ShopAsync(kind, keeper);
        var other = await ShopAsync(kind);
        var answer = new TaskCompletionSource();
        var taken = new TaskCompletionSource();
        Stripe.Answer = async (_, ct) =>
        {
            taken.TrySetResult();
            await answer.Task.WaitAsync(ct);
        };
        await slow.StoreAsync(Event("evt_1", "cs_1"), default);
        var working = slow.ApplyDueAsync(default);
        await taken.Task;

        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromMinutes(1); waited += LeaseKeeper.Every)
        {
            clock.Advance(LeaseKeeper.Every);
            await keeper.Renewed.WaitAsync();
            Assert.Equal(0, await other.ApplyDueAsync(default));
        }

        answer.SetResult();
        Assert.Equal(1, await working);
        Assert.Equal((InboxState.Ignored, 1, (DateTime?)null), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts, (await GetAsync("evt_1")).LeaseUntil));
    }

    [Fact]
    public async Task An_event_that_kills_the_shop_each_time_runs_out_of_attempts()
    {
        var inbox = await ShopAsync(DatabaseProvider.Sqlite, new DeadKeeper());
        await inbox.StoreAsync(Event("evt_1", "cs_1"), default);
        var killed = new List<Task>();
        Stripe.Answer = (_, _) => new TaskCompletionSource().Task;
        for (var i = 0; i <= PaymentInbox.MostAttempts; i++)
        {
            killed.Add(inbox.ApplyDueAsync(default));
            while (!killed[^1].IsCompleted && Stripe.Asked.Count <= i)
                await Task.Yield();
            clock.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Equal(PaymentInbox.MostAttempts, Stripe.Asked.Count);
        Assert.Equal(InboxState.Quarantined, (await GetAsync("evt_1")).State);
    }

    [Fact]
    public async Task A_shop_that_closes_leaves_its_event_to_the_next()
    {
        var inbox = await ShopAsync(DatabaseProvider.Sqlite);
        using var closing = new CancellationTokenSource();
        Stripe.Answer = async (_, ct) =>
        {
            await closing.CancelAsync();
            ct.ThrowIfCancellationRequested();
        };
        await inbox.StoreAsync(Event("evt_1", "cs_1"), default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inbox.ApplyDueAsync(closing.Token));

        Stripe.Answer = null;
        Assert.Equal(1, await inbox.ApplyDueAsync(default));
        Assert.Equal(1, (await GetAsync("evt_1")).Attempts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Events_of_one_object_are_applied_one_at_a_time_in_order_of_arrival(DatabaseProvider kind)
    {
        var workers = new[] { await ShopAsync(kind), await ShopAsync(kind), await ShopAsync(kind) };
        const int objects = 4, events = 6;
        for (var e = 0; e < events; e++)
        {
            for (var o = 0; o < objects; o++)
                // The ids go the other way, so that their order is not what makes this pass.
                await workers[0].StoreAsync(Event($"evt_{o}_{events - e}", $"cs_{o}"), default);
            clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        var busy = new ConcurrentDictionary<string, int>();
        var together = 0;
        Stripe.Answer = async (session, _) =>
        {
            if (busy.AddOrUpdate(session, 1, (_, n) => n + 1) > 1)
                Interlocked.Increment(ref together);
            await Task.Yield();
            busy.AddOrUpdate(session, 0, (_, n) => n - 1);
        };
        var passes = await Task.WhenAll(workers.Select(w => Task.Run(() => w.ApplyDueAsync(default))));
        // Who found everything in others' hands has gone home; the last one to leave leaves nothing.
        var rest = await workers[0].ApplyDueAsync(default);

        Assert.Equal(objects * events, passes.Sum() + rest);
        Assert.Equal(0, together);
        await using var db = Database().CreateDbContext();
        foreach (var applied in (await db.InboxEvents.AsNoTracking().Where(e => e.ObjectId!.StartsWith("cs_")).ToListAsync()).GroupBy(e => e.ObjectId))
        {
            Assert.All(applied, e => Assert.Equal((InboxState.Ignored, 1), (e.State, e.Attempts)));
            Assert.Equal(events, applied.Count());
        }
    }

    [Fact]
    public async Task A_younger_event_has_the_older_one_tried_at_once_and_is_not_applied_before_it()
    {
        var inbox = await ShopAsync(DatabaseProvider.Sqlite);
        Stripe.Answer = (_, _) => throw new PaymentGatewayException(GatewayProblem.Unavailable, "not now");
        await inbox.StoreAsync(Event("evt_older", "cs_1"), default);
        for (var i = 0; i < 6; i++)
        {
            await inbox.ApplyDueAsync(default);
            clock.Advance((await GetAsync("evt_older")).NextAt - Now());
        }

        await inbox.ApplyDueAsync(default);
        var due = (await GetAsync("evt_older")).NextAt;
        await inbox.StoreAsync(Event("evt_younger", "cs_1"), default);
        Assert.Equal(1, await inbox.ApplyDueAsync(default));
        Assert.Equal((InboxState.New, 0), ((await GetAsync("evt_younger")).State, (await GetAsync("evt_younger")).Attempts));
        Assert.True((await GetAsync("evt_younger")).NextAt > due, "the younger one waits as long as the older");

        Stripe.Answer = null;
        await inbox.StoreAsync(Event("evt_youngest", "cs_1"), default);
        Assert.Equal(3, await inbox.ApplyDueAsync(default));
        Assert.True((await GetAsync("evt_older")).AppliedAt is not null && (await GetAsync("evt_younger")).AppliedAt is not null);
    }

    [Fact]
    public async Task An_event_that_changes_nothing_here_does_not_wait_behind_one_that_fails()
    {
        var inbox = await ShopAsync(DatabaseProvider.Sqlite);
        Stripe.Answer = (_, _) => throw new InvalidOperationException("a bug of ours");
        await inbox.StoreAsync(Event("evt_1", "cs_1"), default);
        for (var i = 0; i < 120; i++)
            await inbox.StoreAsync(Event($"evt_other_{i}", $"ch_{i}", "charge.updated"), default);
        Assert.Equal(121, await inbox.ApplyDueAsync(default));
        await using var db = Database().CreateDbContext();
        Assert.Equal(120, await db.InboxEvents.CountAsync(e => e.State == InboxState.Ignored && e.Id.StartsWith("evt_other_")));
    }

    private Provider Stripe => (Provider)gateway;

    private TestDatabase? used;

    private TestDatabase Database() => used!;

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private async Task<InboxEvent> GetAsync(string id)
    {
        await using var db = Database().CreateDbContext();
        return await db.InboxEvents.AsNoTracking().SingleAsync(e => e.Id == id);
    }

    private InboxWriter Writer(TestDatabase database) => new(database, clock, NullLogger<InboxWriter>.Instance);

    /// <summary>Another process of the shop, on the same database: all it shares with the others is what is stored.</summary>
    private async Task<PaymentInbox> ShopAsync(DatabaseProvider kind, ILeaseKeeper? keeper = null)
    {
        if (used is null)
        {
            used = await TestDatabase.CreateAsync(kind);
            shops.Add(used);
        }

        var shop = new ShopApp
        {
            Clock = clock,
            Database = used,
            Configure = services =>
            {
                services.Replace(ServiceDescriptor.Singleton(gateway));
                if (keeper is not null)
                    services.Replace(ServiceDescriptor.Singleton(keeper));
            },
        };
        shops.Insert(0, shop);
        return shop.Get<PaymentInbox>();
    }

    private InboxEvent Event(string id, string? about = null, string type = "checkout.session.completed", DateTime? madeAt = null) => new()
    {
        Provider = "stripe",
        Id = id,
        Type = type,
        ObjectId = about,
        Payload = "{}"u8.ToArray(),
        Source = "webhook",
        CreatedAtProvider = madeAt,
        ReceivedAt = Now(),
        NextAt = Now(),
    };

    /// <summary>A provider that knows none of our sessions, in whatever way a test says.</summary>
    public class Provider : DispatchProxy
    {
        public ConcurrentQueue<string> Asked { get; } = [];

        public Func<string, CancellationToken, Task>? Answer { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IPaymentGateway.GetSessionAsync) => GetSessionAsync((string)args![0]!, (CancellationToken)args[1]!),
            "get_" + nameof(IPaymentGateway.Environment) => "sandbox",
            "get_" + nameof(IPaymentGateway.Provider) => StripeProvider.Instance,
            _ => throw new NotSupportedException(targetMethod.Name),
        };

        private async Task<PaymentSession> GetSessionAsync(string session, CancellationToken ct)
        {
            Asked.Enqueue(session);
            if (Answer is { } answer)
                await answer(session, ct);
            throw new PaymentGatewayException(GatewayProblem.NotFound, "No such session.");
        }
    }
}
