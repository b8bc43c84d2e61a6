using BlazorShop.Checkout;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Payments;

/// <summary>The database was set back to an older copy, and the shop has gone on since: what the copy does not know may be numbered like what came after it.</summary>
public sealed class RestoredAttemptTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_lost_payment_comes_back_although_its_order_was_tried_again_since(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, first) = await counter.AtFormAsync();
        counter.Clock.Advance(TimeSpan.FromHours(1));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        var lost = await AgainAsync(counter, buyer, first.OrderNumber);
        await ForgetAsync(counter, lost);

        // The provider knows the key of the second try, and that it was for another form: only the next try gets one.
        Assert.IsType<CheckoutStart.Unavailable>(await counter.Checkout.PayAgainAsync(buyer, first.OrderNumber, default));
        await AgainAsync(counter, buyer, first.OrderNumber);
        // Meanwhile the buyer pays by the form of the second try, which stood in another tab.
        await counter.PayAsync(lost);
        await counter.DeliverAsync();
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        var payments = await counter.PaymentsAsync();
        Assert.Equal(PaymentState.Paid, payments.Single(p => p.SessionReference == lost.Session.Reference).State);
        Assert.Equal([1, 2, 3, 4], payments.Select(p => p.Attempt).Order());
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(first.OrderNumber)).PaymentStatus);
        await using var db = counter.Shop.Db();
        Assert.False(await db.Set<Trouble>().AnyAsync(t => t.ResolvedAt == null));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Items_of_a_lost_debit_that_a_bank_is_working_on_are_held_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, kettle, lost) = await counter.AtFormAsync(stock: 1);
        await ForgetAsync(counter, lost);
        await counter.DebitAsync(lost);
        await counter.DeliverAsync();
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        Assert.Equal(PaymentState.Processing, Assert.Single(await counter.PaymentsAsync()).State);
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
        Assert.Null((await counter.OrderAsync(lost.OrderNumber)).NeedsAttention ? "asked" : null);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Items_of_a_lost_debit_that_others_have_bought_are_staffs_to_look_at(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 1);
        var (buyer, other) = (await counter.BuyerAsync(), await counter.BuyerAsync());
        await counter.AddAsync(buyer, kettle);
        var lost = await counter.OpenAsync(buyer);
        await ForgetAsync(counter, lost);
        await counter.AddAsync(other, kettle);
        await counter.OpenAsync(other);
        await counter.DebitAsync(lost);
        await counter.DeliverAsync();
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        Assert.Equal(PaymentState.Processing, (await counter.PaymentsAsync()).Single(p => p.SessionReference == lost.Session.Reference).State);
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
        Assert.Equal([AttentionKind.ProcessingUnheld], (await counter.OrderAsync(lost.OrderNumber)).OpenAttention.Select(a => a.Attention));
        await counter.AssertBooksAsync();

        // The others go away without paying, and the bank pays: there is nothing left to look at.
        counter.Clock.Advance(TimeSpan.FromMinutes(30));
        await counter.Shop.RunOnceAsync<ReservationWorker>();
        counter.Clock.Advance(TimeSpan.FromDays(4));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(lost.OrderNumber);
        Assert.Equal((PaymentStatus.Paid, false), (order.PaymentStatus, order.NeedsAttention));
        await counter.AssertBooksAsync();
    }

    private static async Task<CheckoutStart.Ready> AgainAsync(Counter counter, Buyer buyer, string number) =>
        Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, number, default));

    /// <summary>As if the copy were from before this try.</summary>
    private static async Task ForgetAsync(Counter counter, CheckoutStart.Ready lost)
    {
        await using var db = counter.Shop.Db();
        var payment = await db.Payments.SingleAsync(p => p.SessionReference == lost.Session.Reference);
        await db.Reservations.Where(r => r.PaymentId == payment.Id).ExecuteDeleteAsync();
        await db.StockItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.Reserved, 0));
        await db.Payments.Where(p => p.Id == payment.Id).ExecuteDeleteAsync();
    }
}
