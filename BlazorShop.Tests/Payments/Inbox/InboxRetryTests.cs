using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>What fails is tried again, and not for ever.</summary>
public sealed class InboxRetryTests : InboxTest
{
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
            Clock.Advance(pause - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, await inbox.ApplyDueAsync(default));
            Clock.Advance(TimeSpan.FromMilliseconds(2));
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
            Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
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
        Clock.Advance(TimeSpan.FromHours(73));
        await inbox.ApplyDueAsync(default);
        Assert.Equal((InboxState.New, 2), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts));
        for (var attempt = 3; attempt <= PaymentInbox.FewAttempts; attempt++)
        {
            Clock.Advance(TimeSpan.FromHours(2));
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

        Clock.Advance(TimeSpan.FromSeconds(61));
        await inbox.ApplyDueAsync(default);
        Assert.Equal((InboxState.Ignored, 2), ((await GetAsync("evt_1")).State, (await GetAsync("evt_1")).Attempts));
        await using var db = Database().CreateDbContext();
        Assert.Empty(await db.Set<BlazorShop.Payments.Reconciliation.Trouble>().ToListAsync());
    }
}
