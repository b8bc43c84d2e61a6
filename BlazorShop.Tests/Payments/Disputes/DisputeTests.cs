using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Payments.Disputes;

/// <summary>Disputes of an order's money are weighed together, and each step of each is kept.</summary>
public sealed class DisputeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Won_appealed_and_won_again_keeps_its_history_and_its_money(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        var panel = counter.Shop.Get<PanelActions>();
        panel.Perform("dispute", order.PaymentSession!);
        await counter.DeliverAsync();
        await using var db = counter.Shop.Db();
        var reference = (await db.Set<Dispute>().AsNoTracking().SingleAsync()).Reference;

        var steps = new[] { ("win-dispute", PaymentStatus.Paid, 3900L), ("appeal-dispute", PaymentStatus.Disputed, 0L), ("win-dispute", PaymentStatus.Paid, 3900L), ("appeal-dispute", PaymentStatus.Disputed, 0L), ("lose-dispute", PaymentStatus.Disputed, 0L) };
        foreach (var (act, status, net) in steps)
        {
            panel.Perform(act, reference);
            await counter.DeliverAsync();
            // Told again, it is the same step.
            await counter.Shop.Get<DisputeService>().SyncAsync(reference, default);
            var now = await counter.OrderAsync(order.Number);
            Assert.Equal((status, status), (now.PaymentStatus, now.History[^1].PaymentStatus));
            Assert.Equal(net, (await Ledger.OfAsync(db, order.Id, default)).Net);
            await counter.AssertBooksAsync();
        }

        var told = (await counter.OrderAsync(order.Number)).History.Where(h => h.Effect.StartsWith("dispute:", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["Payment disputed", "Dispute ended", "Payment disputed", "Dispute ended", "Payment disputed", "Payment disputed"],
            told.Select(OrderWords.Title));
        Assert.Equal(
            ["NeedsResponse", "Won", "AppealUnderReview", "Won:2", "AppealUnderReview:2", "Lost"],
            told.Select(h => h.Effect[$"dispute:{reference}:".Length..]));
        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        var run = await counter.Shop.Get<Reconciler>().RunAsync(null, default);
        Assert.Equal((0, 0), (run.Repaired, run.Open));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_disputes_of_an_order_are_weighed_together(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        var payment = Assert.Single(await counter.PaymentsAsync());
        var disputes = counter.Shop.Get<DisputeService>();

        await disputes.ApplyAsync(Make.Dispute(payment, DisputeStatus.NeedsResponse, 1900, withdrawn: true, reference: "du_first"), default);
        await disputes.ApplyAsync(Make.Dispute(payment, DisputeStatus.NeedsResponse, 2000, withdrawn: true, reference: "du_second"), default);
        await disputes.ApplyAsync(Make.Dispute(payment, DisputeStatus.Won, 2000, withdrawn: true, reinstated: true, reference: "du_second"), default);
        Assert.Equal((true, PaymentStatus.Disputed), await StatusAsync(counter, order));
        await disputes.ApplyAsync(Make.Dispute(payment, DisputeStatus.Won, 1900, withdrawn: true, reinstated: true, reference: "du_first"), default);
        Assert.Equal((false, PaymentStatus.Paid), await StatusAsync(counter, order));
        await disputes.ApplyAsync(Make.Dispute(payment, DisputeStatus.Lost, 2000, withdrawn: true, reinstated: true, reference: "du_second"), default);
        Assert.Equal((true, PaymentStatus.Disputed), await StatusAsync(counter, order));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_won_dispute_of_a_second_payment_does_not_free_the_first(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, first) = await counter.AtFormAsync();
        await counter.ForgetAsync(first);
        var second = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, first.OrderNumber, default));
        await counter.PayAsync(second);
        await counter.DeliverAsync();
        await counter.PayAsync(first);
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(first.OrderNumber);
        var payments = await counter.PaymentsAsync();
        var disputes = counter.Shop.Get<DisputeService>();

        await disputes.ApplyAsync(Make.Dispute(payments.Single(p => !p.InSuspense), DisputeStatus.NeedsResponse, 3900, withdrawn: true, reference: "du_own"), default);
        await disputes.ApplyAsync(Make.Dispute(payments.Single(p => p.InSuspense), DisputeStatus.NeedsResponse, 3900, withdrawn: true, reference: "du_other"), default);
        await disputes.ApplyAsync(Make.Dispute(payments.Single(p => p.InSuspense), DisputeStatus.Won, 3900, withdrawn: true, reinstated: true, reference: "du_other"), default);
        Assert.Equal((true, PaymentStatus.Disputed), await StatusAsync(counter, order));
        await disputes.ApplyAsync(Make.Dispute(payments.Single(p => !p.InSuspense), DisputeStatus.Won, 3900, withdrawn: true, reinstated: true, reference: "du_own"), default);
        await disputes.ApplyAsync(Make.Dispute(payments.Single(p => p.InSuspense), DisputeStatus.Lost, 3900, withdrawn: true, reinstated: true, reference: "du_other"), default);
        Assert.Equal((false, PaymentStatus.Paid), await StatusAsync(counter, order));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_bank_decides_about_is_not_refunded(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        counter.Shop.Get<PanelActions>().Perform("dispute", order.PaymentSession!);
        await counter.DeliverAsync();
        Assert.IsType<RefundStart.Disputed>(await RefundAsync(counter, order));
        await using var db = counter.Shop.Db();
        Assert.Empty(await db.Set<Refund>().ToListAsync());

        counter.Shop.Get<PanelActions>().Perform("win-dispute", (await db.Set<Dispute>().SingleAsync()).Reference);
        await counter.DeliverAsync();
        Assert.IsType<RefundStart.Begun>(await RefundAsync(counter, order));
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Refunded, (await counter.OrderAsync(order.Number)).PaymentStatus);
        await counter.AssertBooksAsync();
    }

    private static Task<RefundStart> RefundAsync(Counter counter, Order order) =>
        counter.Shop.Get<RefundService>().RequestAsync(order.Id, order.Total, "Sorry.", "eve@shop.example", Guid.NewGuid(), default);

    private static async Task<(bool IsDisputed, PaymentStatus Status)> StatusAsync(Counter counter, Order order)
    {
        var now = await counter.OrderAsync(order.Number);
        return (now.IsDisputed, now.PaymentStatus);
    }
}
