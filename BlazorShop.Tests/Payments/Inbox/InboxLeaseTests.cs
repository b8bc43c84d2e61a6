using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>Whoever takes an event has it for themselves, until they are done or gone.</summary>
public sealed class InboxLeaseTests : InboxTest
{
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
        Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(0, await other.ApplyDueAsync(default));
        // With the worker's own pause of five seconds nothing waits longer than fifteen.
        Clock.Advance(TimeSpan.FromSeconds(2));
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
        var keeper = new WatchedKeeper(new LeaseKeeper(Clock, NullLogger<LeaseKeeper>.Instance));
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
            Clock.Advance(LeaseKeeper.Every);
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
            Clock.Advance(TimeSpan.FromSeconds(61));
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
}
