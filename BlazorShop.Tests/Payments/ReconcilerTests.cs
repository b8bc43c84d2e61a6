using BlazorShop.Checkout;
using BlazorShop.Orders;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Desk;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments;

public sealed class ReconcilerTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task Books_that_agree_say_so()
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
    public async Task Events_that_never_arrived_are_fetched()
    {
        var open = await BuyAsync();
        counter.Shop.Get<DeskActions>().Perform("refund", open.Session.Reference, "10.00");

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

        Assert.Equal(1, run.Open);
        var difference = await db.Set<ReconciliationBreak>().SingleAsync();
        Assert.Equal((BreakKind.MissingThere, "pi_nowhere"), (difference.Kind, difference.Reference));
        Assert.Equal(open.OrderNumber, (await db.Orders.SingleAsync(o => o.Id == difference.OrderId)).Number);
        _ = real;
    }

    [Fact]
    public async Task A_backup_of_two_days_ago_gets_every_paid_order_back()
    {
        var kettle = await counter.ShelfAsync("Kettle", 3900, stock: 9);
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
        Assert.NotNull(orders[1].Attention);
        Assert.Equal(7, (await after.StockItems.SingleAsync(s => s.VariantId == kettle)).OnHand);
        Assert.All(await restored.Get<Invariants>().CheckAsync(default), v => Assert.Empty(v.Broken));
    }

    [Fact]
    public async Task Only_one_instance_compares_at_a_time()
    {
        var leases = counter.Shop.Get<LeaseDesk>();
        await using var db = counter.Shop.Db();
        Assert.True(await leases.TakeAsync("x", TimeSpan.FromMinutes(1), default));
        Assert.False(await new LeaseDesk(counter.Shop.Get<IDbContextFactory<BlazorShop.Data.ShopDbContext>>(), counter.Clock).TakeAsync("x", TimeSpan.FromMinutes(1), default));
        counter.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await new LeaseDesk(counter.Shop.Get<IDbContextFactory<BlazorShop.Data.ShopDbContext>>(), counter.Clock).TakeAsync("x", TimeSpan.FromMinutes(1), default));
    }

    private Task<ReconciliationRun> RunAsync() => counter.Shop.Get<Reconciler>().RunAsync(null, default);

    private async Task<CheckoutStart.Ready> BuyAsync(BlazorShop.Common.VariantId? what = null)
    {
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, what ?? await counter.ShelfAsync("Kettle", 3900, stock: 5));
        var open = await counter.OpenAsync(buyer);
        await counter.PayAsync(open);
        return open;
    }
}
