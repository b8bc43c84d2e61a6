using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Refunds;

/// <summary>Money goes back from several hands at the same moment: on a database where readers do not wait, too, no cent goes back twice.</summary>
public sealed class RefundConcurrencyTests
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Of_twenty_quarters_asked_for_at_once_four_go_back(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync(price: 4000);

        var asked = await AtOnceAsync(20, _ => RefundAsync(counter, order, 1000, Guid.CreateVersion7()));

        Assert.Equal(4, asked.OfType<RefundStart.Begun>().Count(b => b.Refund.State is RefundState.Succeeded));
        Assert.All(asked.OfType<RefundStart.TooMuch>(), t => Assert.True(t.Left.Minor < 4000));
        Assert.Equal(16, asked.OfType<RefundStart.TooMuch>().Count());
        await AssertGivenBackAsync(counter, order, 4000);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task One_click_that_arrives_twenty_times_at_once_is_one_refund(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync(price: 4000);
        var requestId = Guid.CreateVersion7();

        var asked = await AtOnceAsync(20, _ => RefundAsync(counter, order, 1000, requestId));

        Assert.All(asked, a => Assert.Equal(requestId, Assert.IsType<RefundStart.Begun>(a).Refund.Id));
        await AssertGivenBackAsync(counter, order, 1000);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Staff_who_refund_and_cancel_while_the_provider_refunds_give_back_what_was_received_and_no_more(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync(price: 4000);

        await AtOnceAsync<object?>(12, async i =>
        {
            switch (i % 4)
            {
                case 0:
                    return await RefundAsync(counter, order, 1500, Guid.CreateVersion7());
                case 1:
                    return counter.Shop.Get<PanelActions>().Perform("refund", (await counter.PaymentsAsync())[0].SessionReference!, "7");
                case 2:
                    await counter.DeliverAsync();
                    return null;
                default:
                    return await counter.Shop.Get<IFulfilment>().CancelAsync(StaffActions.Eve, order.Id, (await counter.OrderAsync(order.Number)).Version, null);
            }
        });
        await counter.DeliverAsync();
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        var cancelled = await counter.OrderAsync(order.Number);
        if (cancelled.Status is not OrderStatus.Cancelled)
            Assert.IsType<FulfilmentResult.Done>(await counter.Shop.Get<IFulfilment>().CancelAsync(StaffActions.Eve, order.Id, cancelled.Version, null));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        await AssertGivenBackAsync(counter, order, 4000);
    }

    private static Task<RefundStart> RefundAsync(Counter counter, Order order, long minor, Guid requestId) =>
        counter.Shop.Get<BlazorShop.Admin.Payments.PaymentActions>().RefundAsync(StaffActions.Eve, order.Id, new Money(minor, "EUR"), "Sorry.", requestId);

    private static async Task AssertGivenBackAsync(Counter counter, Order order, long minor)
    {
        await counter.DeliverAsync();
        var there = await counter.Shop.Get<BlazorShop.Payments.IPaymentGateway>().RefundsOfAsync((await counter.PaymentsAsync())[0].Reference!, default);
        Assert.Equal(minor, there.Sum(r => r.Amount.Minor));
        Assert.Equal(minor, (await counter.OrderAsync(order.Number)).Refunded);
        await using var db = counter.Shop.Db();
        Assert.Empty(await db.Set<Refund>().Where(r => r.State == RefundState.Requested || r.State == RefundState.Pending).ToListAsync());
        await counter.AssertBooksAsync();
    }

    /// <summary>All stand ready before the first begins.</summary>
    private static async Task<T[]> AtOnceAsync<T>(int times, Func<int, Task<T>> act)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, times).Select(i => Task.Run(async () =>
        {
            await go.Task;
            return await act(i);
        })).ToList();
        go.SetResult();
        return await Task.WhenAll(all);
    }
}
