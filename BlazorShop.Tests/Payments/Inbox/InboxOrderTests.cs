using System.Collections.Concurrent;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>Events of one object are applied one at a time, in order.</summary>
public sealed class InboxOrderTests : InboxTest
{
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
            Clock.Advance(TimeSpan.FromMilliseconds(10));
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
            Clock.Advance((await GetAsync("evt_older")).NextAt - Now());
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
}
