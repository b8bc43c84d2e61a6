using BlazorShop.Accounts;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>What events and emails said is kept for 90 days; that they came and went, for good.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly List<TestDatabase> made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var database in made)
            await database.DisposeAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_loses_what_it_said_after_90_days_and_replay_reads_its_object_again(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var open = (await counter.AtFormAsync()).Form;
        await counter.PayAsync(open);
        counter.Shop.Get<PanelActions>().Perform("refund", open.Session.Reference, "10.00");
        await counter.DeliverAsync();
        await using var db = counter.Shop.Db();
        var before = await db.InboxEvents.AsNoTracking().ToListAsync();

        counter.Clock.Advance(TimeSpan.FromDays(89));
        await PassAsync(counter.Shop);
        Assert.All(await db.InboxEvents.AsNoTracking().ToListAsync(), e => Assert.NotEmpty(e.Payload));
        counter.Clock.Advance(TimeSpan.FromDays(2));
        await PassAsync(counter.Shop);

        var after = await db.InboxEvents.AsNoTracking().ToListAsync();
        Assert.All(after, e => Assert.Equal((0, null), (e.Payload.Length, e.Headers)));
        Assert.Equal(before.Select(e => (e.Id, e.Sha256, e.Result)).Order(), after.Select(e => (e.Id, e.Sha256, e.Result)).Order());

        // Another refund of which no event told: what is replayed reads it.
        counter.Shop.Get<PanelActions>().Perform("refund", open.Session.Reference, "5.00");
        var refunded = after.First(e => e.Type == "charge.refunded");
        Assert.True(await counter.Shop.Get<InboxReplay>().ReplayAsync(refunded.Id, "staff@shop.example", default));
        var completed = after.First(e => e.Type == "checkout.session.completed");
        Assert.True(await counter.Shop.Get<InboxReplay>().ReplayAsync(completed.Id, "staff@shop.example", default));
        await counter.Shop.RunOnceAsync<InboxWorker>();

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.PartiallyRefunded, 1500L), (order.PaymentStatus, order.Refunded));
        Assert.Equal("""["Known"]""", (await db.InboxEvents.AsNoTracking().SingleAsync(e => e.Id == completed.Id)).Result);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_that_waits_or_is_in_quarantine_stays_whole_after_90_days(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var now = counter.Clock.GetUtcNow().UtcDateTime;
        await using var db = counter.Shop.Db();
        foreach (var state in new[] { InboxState.New, InboxState.Quarantined })
        {
            db.Add(new InboxEvent { Id = "evt_" + state, Provider = "stripe", Type = "x", Payload = [1], Source = "webhook", ReceivedAt = now.AddDays(-200), NextAt = now, AppliedAt = now.AddDays(-200), State = state });
        }

        await db.SaveChangesAsync();
        await PassAsync(counter.Shop);
        Assert.All(await db.InboxEvents.AsNoTracking().ToListAsync(), e => Assert.Single(e.Payload));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_sent_email_loses_its_body_after_90_days_and_a_reset_link_at_once(DatabaseProvider provider)
    {
        await using var counter = await CounterAsync(provider);
        var mail = counter.Shop.Get<IShopMail>();
        await mail.SendAsync("reset", "ada@shop.example", AccountLetters.ResetPassword("https://shop.example/reset?code=top-secret"), default);
        await mail.SendAsync("gone", "ada@shop.example", AccountLetters.AccountErased("https://shop.example/"), default);
        await counter.Shop.RunOnceAsync<OutboxWorker>();

        await using var db = counter.Shop.Db();
        Assert.Equal([("gone", true), ("reset", false)], await BodiesAsync(db));
        counter.Clock.Advance(TimeSpan.FromDays(89));
        await counter.Shop.RunOnceAsync<MailRetentionWorker>();
        Assert.Equal([("gone", true), ("reset", false)], await BodiesAsync(db));
        counter.Clock.Advance(TimeSpan.FromDays(2));
        await counter.Shop.RunOnceAsync<MailRetentionWorker>();
        Assert.Equal([("gone", false), ("reset", false)], await BodiesAsync(db));
        Assert.All(await db.OutboxMessages.AsNoTracking().ToListAsync(), m => Assert.NotEmpty(m.Subject));
        Assert.Equal(2, Directory.GetFiles(counter.Shop.MailFolder).Length);
    }

    private static Task PassAsync(ShopApp shop) => shop.RunOnceAsync<InboxRetentionWorker>();

    private static async Task<List<(string, bool)>> BodiesAsync(ShopDbContext db)
    {
        var mails = await db.OutboxMessages.AsNoTracking().OrderBy(m => m.DedupKey).ToListAsync();
        return [.. mails.Select(m => (m.DedupKey, m.Html.Length > 0 && m.Text.Length > 0))];
    }

    private async Task<Counter> CounterAsync(DatabaseProvider provider)
    {
        var database = provider == DatabaseProvider.Sqlite ? null : await TestDatabase.CreateAsync(provider);
        if (database is not null)
            made.Add(database);
        return new Counter(database);
    }
}
