using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Reconciliation;

/// <summary>Money that cannot be booked is somebody's business after the third attempt, and a provider out of reach is one message.</summary>
public sealed class AlarmTests : IAsyncLifetime
{
    private readonly List<TestDatabase> made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in made)
            await database.DisposeAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_the_third_failed_attempt_the_order_asks_for_attention_and_staff_get_one_email(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var open = await PaidAsync(counter);
        var request = await BreakAsync(counter, open);

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await counter.DeliverAsync();
            Assert.Equal(attempt >= 3, (await counter.OrderAsync(open.OrderNumber)).NeedsAttention);
            counter.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        await counter.Shop.RunOnceAsync<StaffNoticeWorker>();
        counter.Clock.Advance(TimeSpan.FromHours(1));
        await counter.Shop.RunOnceAsync<StaffNoticeWorker>();
        await using var db = counter.Shop.Db();
        var mail = Assert.Single(await db.OutboxMessages.Where(m => m.DedupKey.StartsWith("staff:")).ToListAsync());
        Assert.Contains("A payment event keeps failing (checkout.session.completed", mail.Text, StringComparison.Ordinal);

        await MendAsync(counter, open, request);
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Null(order.NeedsAttention ? "asked" : null);
        Assert.Equal(PaymentStatus.Paid, order.PaymentStatus);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_difference_that_a_second_comparison_still_finds_is_told_once(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var open = await PaidAsync(counter);
        await counter.DeliverAsync();
        await using var db = counter.Shop.Db();
        await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.Reference, "pi_nowhere"));
        var told = new List<int>();
        for (var pass = 1; pass <= 3; pass++)
        {
            counter.Clock.Advance(TimeSpan.FromMinutes(5));
            await counter.Shop.Get<Reconciler>().RunAsync(null, default);
            told.Add(await db.Set<StaffNoticeEntry>().CountAsync(n => n.Kind == StaffNoticeKind.BooksDiffer));
        }

        // Of both sides: what is booked under an unknown name, and money that is booked under none.
        Assert.Equal([0, 2, 2], told);
        var notices = await db.Set<StaffNoticeEntry>().Where(n => n.Kind == StaffNoticeKind.BooksDiffer).ToListAsync();
        Assert.Contains($"The books don't agree (pi_nowhere). We have {open.Total}, the provider has nothing.", notices.Select(n => StaffNoticeWords.Sentence(n, new ShopOptions())));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_session_that_the_comparison_cannot_book_holds_the_watermark_and_cries_after_the_third_pass(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var reconciler = counter.Shop.Get<Reconciler>();
        var watermarks = counter.Shop.Get<Watermarks>();
        await reconciler.RunAsync(null, default);
        var before = await watermarks.GetAsync(Reconciler.Name, default);
        var open = await PaidAsync(counter);
        var request = await BreakAsync(counter, open);

        for (var pass = 1; pass <= 3; pass++)
        {
            counter.Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(1, (await reconciler.RunAsync(null, default)).Failed);
            Assert.Equal(before, await watermarks.GetAsync(Reconciler.Name, default));
            Assert.Equal(pass == 3, (await counter.OrderAsync(open.OrderNumber)).NeedsAttention);
        }

        await using var db = counter.Shop.Db();
        Assert.Equal(StaffNoticeKind.PaymentFailing, (await db.Set<StaffNoticeEntry>().SingleAsync()).Kind);

        await MendAsync(counter, open, request);
        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        var run = await reconciler.RunAsync(null, default);
        Assert.Equal((0, 1), (run.Failed, run.Repaired));
        Assert.True((run.StartedAt - (await watermarks.GetAsync(Reconciler.Name, default))!.Value).Duration() < TimeSpan.FromMilliseconds(1)); // PostgreSQL counts microseconds.
        Assert.Null((await counter.OrderAsync(open.OrderNumber)).NeedsAttention ? "asked" : null);
        Assert.All(await db.Set<Trouble>().AsNoTracking().ToListAsync(), t => Assert.NotNull(t.ResolvedAt));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_provider_out_of_reach_is_one_message_for_the_outage_whatever_fails_meanwhile(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var (one, two) = (await PaidAsync(counter), await PaidAsync(counter));
        await counter.Shop.Get<BlazorShop.PaymentsSandbox.Events.EventDelivery>().DeliverDueAsync(default);
        counter.Shop.Get<PanelActions>().Perform("switch-on", "api_down");
        for (var pass = 0; pass < 6; pass++)
        {
            await counter.Shop.RunOnceAsync<InboxWorker>();
            await counter.Shop.RunOnceAsync<ReconciliationWorker>();
            counter.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        await using var db = counter.Shop.Db();
        Assert.Equal(StaffNoticeKind.ProviderOutage, (await db.Set<StaffNoticeEntry>().SingleAsync()).Kind);

        counter.Shop.Get<PanelActions>().Perform("switch-off", "api_down");
        counter.Clock.Advance(TimeSpan.FromMinutes(10));
        await counter.Shop.RunOnceAsync<InboxWorker>();
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.NotNull((await db.Set<Trouble>().SingleAsync(t => t.Reference == Alarms.Provider)).ResolvedAt);
        foreach (var open in new[] { one, two })
            Assert.Equal((PaymentStatus.Paid, false), ((await counter.OrderAsync(open.OrderNumber)).PaymentStatus, (await counter.OrderAsync(open.OrderNumber)).NeedsAttention));
        Assert.DoesNotContain(await db.Set<StaffNoticeEntry>().ToListAsync(), n => n.Kind is StaffNoticeKind.EventFailing or StaffNoticeKind.PaymentFailing);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_pass_compares_what_is_new_and_once_a_day_everything(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        await PaidAsync(counter);
        await counter.DeliverAsync();
        counter.Clock.Advance(TimeSpan.FromDays(45));

        for (var pass = 0; pass < 3; pass++)
        {
            await counter.Shop.RunOnceAsync<ReconciliationWorker>();
            counter.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        counter.Clock.Advance(TimeSpan.FromHours(24));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        await using var db = counter.Shop.Db();
        var runs = await db.Set<ReconciliationRun>().AsNoTracking().OrderBy(r => r.StartedAt).ToListAsync();
        Assert.Equal([true, false, false, true], runs.Select(r => r.IsWhole));
        // The payment of 45 days ago is in every whole comparison, and in no other.
        Assert.Equal([1, 0, 0, 1], runs.Select(r => r.Matched));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_missing_here_is_restored_when_it_is_looked_at_again_however_old(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var open = await PaidAsync(counter);
        await using var db = counter.Shop.Db();
        var reference = (await counter.Shop.Get<IPaymentGateway>().GetSessionAsync(open.Session.Reference, default)).PaymentReference!;
        var order = await counter.OrderAsync(open.OrderNumber);
        var reconciler = counter.Shop.Get<Reconciler>();

        // Payment and order are lost, and what is new says nothing of them; an earlier comparison wrote down that money is missing.
        await LoseAsync(db);
        db.Add(Make.Difference(reference, counter.Clock.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync();
        counter.Clock.Advance(TimeSpan.FromDays(3));
        var now = counter.Clock.GetUtcNow().UtcDateTime;
        foreach (var mark in new[] { Reconciler.Name, Reconciler.Whole })
            await counter.Shop.Get<Watermarks>().SetAsync(mark, now, default);

        var run = await reconciler.RunAsync(null, default);

        Assert.Equal((false, 1, 0), (run.IsWhole, run.Repaired, run.Open));
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(order.Number)).PaymentStatus);
    }

    private static async Task LoseAsync(ShopDbContext db)
    {
        await using var bare = await db.Database.BeginTransactionAsync();
        await db.Reservations.ExecuteDeleteAsync();
        await db.Payments.ExecuteDeleteAsync();
        await db.Orders.ExecuteDeleteAsync();
        await bare.CommitAsync();
    }

    /// <summary>What was asked of the provider cannot be read: the payment cannot be booked until it can. Answers what it was.</summary>
    private static async Task<string> BreakAsync(Counter counter, CheckoutStart.Ready open)
    {
        await using var db = counter.Shop.Db();
        var payment = db.Payments.Where(p => p.SessionReference == open.Session.Reference);
        var request = await payment.Select(p => p.Request).SingleAsync();
        await payment.ExecuteUpdateAsync(s => s.SetProperty(p => p.Request, "{"));
        return request;
    }

    private static async Task MendAsync(Counter counter, CheckoutStart.Ready open, string request)
    {
        await using var db = counter.Shop.Db();
        await db.Payments.Where(p => p.SessionReference == open.Session.Reference).ExecuteUpdateAsync(s => s.SetProperty(p => p.Request, request));
    }

    private static async Task<CheckoutStart.Ready> PaidAsync(Counter counter)
    {
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle " + Guid.NewGuid().ToString("N")[..6], 3900, stock: 5));
        var open = await counter.OpenAsync(buyer);
        await counter.PayAsync(open);
        return open;
    }

    private async Task<Counter> CounterAsync(DatabaseProvider provider)
    {
        var database = provider == DatabaseProvider.Sqlite ? null : await TestDatabase.CreateAsync(provider);
        if (database is not null)
            made.Add(database);
        return new Counter(database, settings: new() { ["Shop:StaffEmail"] = "boss@shop.example" });
    }
}
