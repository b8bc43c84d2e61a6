using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Refunds;

/// <summary>A refund from its being asked for to its arrival, with every answer late, lost or told again.</summary>
public sealed class RefundLifeTests
{
    [Theory, OnSqlite, OnPostgres]
    public Task A_refund_without_an_answer_is_sent_again_and_is_one_refund(DatabaseProvider provider) => AssertSentAgainAsync(provider, Switches.LoseAnswers, there: 1000);

    [Theory, OnSqlite, OnPostgres]
    public Task A_refund_that_the_provider_did_not_take_is_sent_again_and_is_one_refund(DatabaseProvider provider) => AssertSentAgainAsync(provider, Switches.ApiDown, there: 0);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_whose_answer_was_lost_for_longer_than_the_provider_keeps_keys_is_found_there(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        await RefundAsync(counter, order, new Money(1000, "EUR"));
        await using (var db = counter.Shop.Db())
        {
            // As if the answer had never come, and nobody had been told.
            await db.OutboxMessages.Where(m => m.DedupKey.StartsWith("refund:")).ExecuteDeleteAsync();
            await db.Set<Refund>().ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RefundState.Requested).SetProperty(r => r.Reference, (string?)null));
        }

        counter.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        await counter.Shop.Get<RefundService>().SendDueAsync(default);

        Assert.Equal(RefundState.Succeeded, Assert.Single(await counter.RefundsAsync()).State);
        Assert.Equal(1000, await AtProviderAsync(counter));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_that_waits_for_its_bank_is_read_again_until_it_has_arrived(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync("4000000000007726");
        await RefundAsync(counter, order, new Money(1000, "EUR"));
        Assert.Equal(RefundState.Pending, Assert.Single(await counter.RefundsAsync()).State);
        Assert.Equal(1000, (await counter.OrderAsync(order.Number)).Refunded);
        Assert.Equal(2900, Assert.IsType<RefundStart.TooMuch>(await RefundAsync(counter, order, new Money(2901, "EUR"))).Left.Minor);
        counter.Clock.Advance(TimeSpan.FromMinutes(2));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();

        counter.Shop.Turn(Switches.ApiDown, on: true);
        await Assert.ThrowsAsync<PaymentGatewayException>(() => counter.Shop.Get<RefundService>().FollowUpAsync(default));
        Assert.Equal(RefundState.Pending, Assert.Single(await counter.RefundsAsync()).State);
        counter.Shop.Turn(Switches.ApiDown, on: false);
        await counter.Shop.Get<RefundService>().FollowUpAsync(default);
        Assert.Equal(RefundState.Succeeded, Assert.Single(await counter.RefundsAsync()).State);
        Assert.Equal(1000, (await counter.OrderAsync(order.Number)).Refunded);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_refunded_at_the_provider_is_found_by_its_payment_and_is_nobodys_decision_here(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        var refunds = counter.Shop.Get<RefundService>();
        Assert.Equal(SyncResult.NotOurs, await refunds.SyncAllOfAsync(order.PaymentReference!, default));
        counter.Shop.Get<PanelActions>().Perform("refund", order.PaymentSession!, "12.00");
        counter.Shop.Get<PanelActions>().Perform("refund", order.PaymentSession!, "7.00");

        Assert.Equal(SyncResult.Changed, await refunds.SyncAllOfAsync(order.PaymentReference!, default));
        Assert.Equal(SyncResult.Unchanged, await refunds.SyncAllOfAsync(order.PaymentReference!, default));

        var found = await counter.RefundsAsync();
        Assert.Equal([700, 1200], found.Select(r => r.Amount.Minor).Order());
        Assert.All(found, r => Assert.Equal(
            (RefundState.Succeeded, RefundReason.AtProvider, Actor.Provider, "", order.Id, false), (r.State, r.Because, r.RequestedBy, r.Reason, r.OrderId, r.IsAutomatic)));
        Assert.Equal(1900, (await counter.OrderAsync(order.Number)).Refunded);
        Assert.Equal(2000, Assert.IsType<RefundStart.TooMuch>(await RefundAsync(counter, order, new Money(2001, "EUR"))).Left.Minor);
        // One that is new beside two that are known.
        counter.Shop.Get<PanelActions>().Perform("refund", order.PaymentSession!, "1.00");
        Assert.Equal(SyncResult.Changed, await refunds.SyncAllOfAsync(order.PaymentReference!, default));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_older_answer_takes_no_refund_back_and_one_that_failed_is_booked_back_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        var refunds = counter.Shop.Get<RefundService>();
        var payment = Assert.Single(await counter.PaymentsAsync());
        foreach (var (state, result, now) in new[]
        {
            (RefundState.Pending, SyncResult.Changed, RefundState.Pending),
            (RefundState.Pending, SyncResult.Unchanged, RefundState.Pending),
            (RefundState.Succeeded, SyncResult.Changed, RefundState.Succeeded),
            (RefundState.Pending, SyncResult.Unchanged, RefundState.Succeeded),
            (RefundState.Failed, SyncResult.Changed, RefundState.Failed),
            (RefundState.Succeeded, SyncResult.Unchanged, RefundState.Failed),
            (RefundState.Failed, SyncResult.Unchanged, RefundState.Failed),
        })
        {
            Assert.Equal(result, await refunds.ApplyAsync(Theirs(counter, payment.Id, state), default));
            Assert.Equal(now, Assert.Single(await counter.RefundsAsync()).State);
            Assert.Equal(now is RefundState.Failed ? 0 : 1000, (await counter.OrderAsync(order.Number)).Refunded);
        }

        await using var db = counter.Shop.Db();
        Assert.Equal(new OrderBooks(3900, 0, 0, 0), await Ledger.OfAsync(db, order.Id, default));
        Assert.Equal(1, await db.Set<JournalEntry>().CountAsync(e => e.EffectKey == "refund:re_1"));
        Assert.Equal(1, await db.Set<JournalEntry>().CountAsync(e => e.EffectKey == "refund:re_1:back"));
        Assert.Equal("Closed account.", Assert.Single(await counter.RefundsAsync()).Problem);
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task Nothing_is_refunded_that_was_not_paid_and_no_payment_that_is_not_ours()
    {
        await using var counter = new Counter();
        var (_, _, open) = await counter.AtFormAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.IsType<RefundStart.NothingPaid>(await RefundAsync(counter, order, order.Total));
        Assert.IsType<RefundStart.NothingPaid>(await counter.Shop.Get<RefundService>().RequestAsync(
            Assert.Single(await counter.PaymentsAsync()).Id, order.Total, "", Staff.Eve, Guid.NewGuid(), SubscriptionAfterwards.GoesOn, default));
        Assert.Equal(SyncResult.NotOurs, await counter.Shop.Get<RefundService>().ApplyAsync(Theirs(counter, Id.New<PaymentId>(TimeProvider.System), RefundState.Succeeded), default));
        Assert.Empty(await counter.RefundsAsync());
    }

    [Theory]
    [InlineData(0, "EUR")]
    [InlineData(-1, "EUR")]
    [InlineData(3901, "EUR")]
    [InlineData(100, "USD")]
    public async Task Nothing_negative_nothing_more_than_was_paid_and_nothing_of_another_currency_is_refunded(long minor, string currency)
    {
        await using var counter = new Counter();
        var order = await counter.PaidAsync();
        Assert.Equal(order.Total, Assert.IsType<RefundStart.TooMuch>(await RefundAsync(counter, order, new Money(minor, currency))).Left);
        Assert.Empty(await counter.RefundsAsync());
        Assert.IsType<RefundStart.Begun>(await RefundAsync(counter, order, order.Total));
    }

    private static ProviderRefund Theirs(Counter counter, PaymentId payment, RefundState state) => new()
    {
        Reference = "re_1",
        Payment = payment,
        Amount = new Money(1000, "EUR"),
        State = state,
        Problem = state is RefundState.Failed ? "Closed account." : null,
        CreatedAt = counter.Clock.GetUtcNow().UtcDateTime,
    };

    /// <param name="there">What has gone back at the provider when the shop has not heard of it.</param>
    private static async Task AssertSentAgainAsync(DatabaseProvider provider, string trouble, long there)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        counter.Shop.Turn(trouble, on: true);
        var begun = Assert.IsType<RefundStart.Begun>(await RefundAsync(counter, order, new Money(1000, "EUR"))).Refund;
        Assert.Equal((RefundState.Requested, null, RefundReason.ByShop, "A scratch.", Staff.Eve), (begun.State, begun.Reference, begun.Because, begun.Reason, begun.RequestedBy));
        counter.Shop.Turn(trouble, on: false);
        Assert.Equal(there, await AtProviderAsync(counter));

        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        var sent = Assert.Single(await counter.RefundsAsync());
        Assert.Equal((begun.Id, RefundState.Succeeded, false), (sent.Id, sent.State, sent.IsAutomatic));
        Assert.Equal(1000, await AtProviderAsync(counter));
        await counter.AssertBooksAsync();
    }

    private static Task<RefundStart> RefundAsync(Counter counter, Order order, Money amount) =>
        counter.Shop.Get<RefundService>().RequestAsync(order.Id, amount, "A scratch.", Staff.Eve, Guid.NewGuid(), default);

    /// <summary>What has gone back there, in minor units.</summary>
    private static async Task<long> AtProviderAsync(Counter counter) =>
        (await counter.Shop.Get<IPaymentGateway>().RefundsOfAsync(Assert.Single(await counter.PaymentsAsync()).Reference!, default)).Sum(r => r.Amount.Minor);
}
