using BlazorShop.Assurance;
using BlazorShop.Checkout;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Payments.Reconciliation;

public sealed class ReconcilerTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task A_comparison_of_books_that_agree_says_so()
    {
        await BuyAsync();
        await counter.DeliverAsync();
        counter.Clock.Advance(TimeSpan.FromMinutes(5));

        var run = await RunAsync();

        Assert.Equal((1, 0, 0, null), (run.Matched, run.Repaired, run.Open, run.Problem));
        Assert.NotNull(run.FinishedAt);
    }

    [Fact]
    public async Task A_payment_whose_webhook_was_lost_is_repaired()
    {
        var open = await BuyAsync();

        var run = await RunAsync();

        Assert.Equal(1, run.Repaired);
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
    }

    [Fact]
    public async Task Reconciliation_fetches_events_that_never_arrived()
    {
        var open = await BuyAsync();
        counter.Shop.Get<PanelActions>().Perform("refund", open.Session.Reference, "10.00");

        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        await counter.Shop.RunOnceAsync<BlazorShop.Payments.Inbox.InboxWorker>();

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.PartiallyRefunded, 1000L), (order.PaymentStatus, order.Refunded));
        await using var db = counter.Shop.Db();
        Assert.Contains(await db.InboxEvents.ToListAsync(), e => e.Source == "reconcile");
    }

    [Fact]
    public async Task A_booking_that_the_provider_does_not_know_is_listed_and_goes_when_it_does()
    {
        var open = await BuyAsync();
        await counter.DeliverAsync();
        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        await using var db = counter.Shop.Db();
        var real = (await db.Payments.SingleAsync()).Reference;
        await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.Reference, "pi_nowhere"));

        var run = await RunAsync();

        // The money itself is booked under no name of the provider's: matched by that, not by our id alone.
        Assert.Equal(2, run.Open);
        Assert.Equal(real, (await db.Set<ReconciliationBreak>().SingleAsync(b => b.Kind == BreakKind.MissingHere)).Reference);
        var difference = await db.Set<ReconciliationBreak>().SingleAsync(b => b.Kind == BreakKind.MissingThere);
        Assert.Equal((BreakKind.MissingThere, "pi_nowhere"), (difference.Kind, difference.Reference));
        Assert.Equal(open.OrderNumber, (await db.Orders.SingleAsync(o => o.Id == difference.OrderId)).Number);
    }

    [Fact]
    public async Task A_backup_of_two_days_ago_gets_every_paid_order_back()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 9);
        var backup = Path.Combine(counter.Shop.Folder, "backup.db");
        var before = await BuyAsync(kettle);
        await counter.DeliverAsync();
        await RunAsync();
        await using (var db = counter.Shop.Db())
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {backup}");
        counter.Clock.Advance(TimeSpan.FromDays(1));
        var lost = await BuyAsync(kettle);
        await counter.DeliverAsync();
        counter.Clock.Advance(TimeSpan.FromDays(1));

        await using var restored = new ShopApp
        {
            Clock = counter.Clock,
            Settings =
            {
                ["ConnectionStrings:Shop"] = "Data Source=" + backup,
                ["Sandbox:Database"] = "Data Source=" + Path.Combine(counter.Shop.Folder, "sandbox.db"),
            },
        };
        await restored.RunOnceAsync<ReconciliationWorker>();

        await using var after = restored.Db();
        var orders = await after.Orders.Include(o => o.Lines).OrderBy(o => o.PlacedAt).ToListAsync();
        Assert.Equal([before.OrderNumber, lost.OrderNumber], orders.Select(o => o.Number));
        Assert.All(orders, o => Assert.Equal(PaymentStatus.Paid, o.PaymentStatus));
        Assert.Equal("Kettle", Assert.Single(orders[1].Lines).Name);
        Assert.True(orders[1].NeedsAttention);
        Assert.Equal(7, (await after.StockItems.SingleAsync(s => s.VariantId == kettle)).OnHand);
        Assert.All(await restored.Get<Invariants>().CheckAsync(default), v => Assert.Empty(v.Broken));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_comparison_begins_where_the_last_one_ended_though_that_is_months_ago_and_every_payment_is_lost(DatabaseProvider kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var shop = new ShopApp { Clock = counter.Clock, Database = database };
        var ended = (await shop.Get<Reconciler>().RunAsync(null, default)).FinishedAt!.Value;
        counter.Clock.Advance(TimeSpan.FromDays(40));

        var run = await shop.Get<Reconciler>().RunAsync(null, default);

        Assert.True(run.IsWhole && run.Since < ended, $"From {run.Since:O} on, after {ended:O}.");
    }

    [Fact]
    public async Task Only_one_instance_of_the_shop_compares_the_books_at_a_time()
    {
        var (here, there) = (counter.Shop.Get<Leases>(), LeasesOf(new DeadKeeper()));
        Assert.True(await here.TakeAsync("x", TimeSpan.FromMinutes(1), default));
        Assert.False(await there.TakeAsync("x", TimeSpan.FromMinutes(1), default));
        counter.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await there.TakeAsync("x", TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task A_comparison_that_takes_long_is_not_taken_over_and_a_killed_one_is_within_seconds()
    {
        var keeper = new WatchedKeeper(new LeaseKeeper(counter.Clock, NullLogger<LeaseKeeper>.Instance));
        var (slow, other) = (LeasesOf(keeper), LeasesOf(new DeadKeeper()));
        await using (var held = await slow.HoldAsync("x", default))
        {
            Assert.NotNull(held);
            for (var i = 0; i < 20; i++)
            {
                counter.Clock.Advance(LeaseKeeper.Every);
                await keeper.Renewed.WaitAsync();
                Assert.Null(await other.HoldAsync("x", default));
            }
        }

        // Refunded, it is free at once; its next holder is killed.
        Assert.NotNull(await other.HoldAsync("x", default));
        Assert.Null(await slow.HoldAsync("x", default));
        counter.Clock.Advance(Leases.Length + TimeSpan.FromSeconds(1));
        await using var taken = await slow.HoldAsync("x", default);
        Assert.NotNull(taken);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_killed_pass_left_undone_waits_seconds_after_the_start_and_not_for_the_next_pass(DatabaseProvider kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var clock = new Ticking(DateTimeOffset.UtcNow);
        var began = new DeadKeeper();
        await using var shop = new ShopApp
        {
            Clock = clock,
            Database = database,
            Configure = services => services.Replace(ServiceDescriptor.Singleton<ILeaseKeeper>(began)),
        };
        var contexts = shop.Get<IDbContextFactory<ShopDbContext>>();
        Assert.True(await new Leases(contexts, new DeadKeeper(), clock).TakeAsync("reconciliation", Leases.Length, default));
        var worker = shop.Get<ReconciliationWorker>();
        await worker.StartAsync(default);
        await clock.OneShot.Task;
        Assert.False(began.Taken.Task.IsCompleted);

        clock.Advance(Leases.Length + TimeSpan.FromSeconds(1));

        await began.Taken.Task;
        await worker.StopAsync(default);
    }

    /// <summary>Says when somebody wants to be called once, later.</summary>
    private sealed class Ticking(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public TaskCompletionSource OneShot { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Leases.Length + TimeSpan.FromSeconds(1))
                OneShot.TrySetResult();
            return timer;
        }
    }

    private Leases LeasesOf(ILeaseKeeper keeper) => new(counter.Shop.Get<IDbContextFactory<ShopDbContext>>(), keeper, counter.Clock);

    private Task<ReconciliationRun> RunAsync() => counter.Shop.Get<Reconciler>().RunAsync(null, default);

    private async Task<CheckoutStart.Ready> BuyAsync(BlazorShop.Common.VariantId? what = null)
    {
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, what ?? await counter.ProductAsync("Kettle", 3900, stock: 5));
        var open = await counter.OpenAsync(buyer);
        await counter.PayAsync(open);
        return open;
    }
}
