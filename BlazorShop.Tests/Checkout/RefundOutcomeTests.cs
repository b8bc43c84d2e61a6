using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Payments;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>What it means for buyer and staff that money goes back, or is asked back: who is told what, and how often.</summary>
public sealed class RefundOutcomeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Who_paid_for_what_was_sold_meanwhile_is_told_once_and_staff_are_asked(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, open) = await counter.AtFormAsync(stock: 1);
        await counter.PayAsync(open);
        await using (var db = counter.Shop.Db())
        {
            await db.Reservations.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReservationState.Released));
            await db.StockItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.Reserved, 0).SetProperty(i => i.OnHand, 0));
        }

        await counter.DeliverAsync();
        var asked = Assert.Single((await counter.OrderAsync(open.OrderNumber)).OpenAttention);
        Assert.Equal(AttentionKind.SoldOut, asked.Attention);
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        Assert.Equal([("unfulfillable", buyer.Email)], await counter.MailsAboutAsync(open.OrderNumber));
        await using var look = counter.Shop.Db();
        Assert.Contains("€39.00", (await look.OutboxMessages.SingleAsync(m => m.DedupKey.EndsWith(":unfulfillable"))).Text, StringComparison.Ordinal);
        var refund = await look.Set<Refund>().SingleAsync();
        Assert.Equal((RefundReason.SoldOut, RefundState.Succeeded), (refund.Because, refund.State));
        Assert.Equal(0, await counter.MailsAsync("refund:"));
        Assert.Equal(PaymentStatus.Refunded, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_on_its_way_is_told_when_it_leaves_and_not_again_when_it_arrives(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        await counter.PayAsync(open, "4000000000007726");
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        await counter.Shop.Get<RefundService>().RequestAsync(order.Id, new Money(1000, "EUR"), "A scratch.", Staff.Eve, Guid.NewGuid(), default);
        await counter.DeliverAsync();

        var pending = (await counter.OrderAsync(open.OrderNumber)).History[^1];
        Assert.Equal((OrderEventKind.RefundPending, new Money(1000, "EUR"), nameof(RefundReason.ByShop), "A scratch.", Staff.Eve), (pending.Kind, pending.Amount, pending.Code, pending.Text, pending.By));
        Assert.Equal(1, await counter.MailsAsync("refund:"));

        counter.Clock.Advance(TimeSpan.FromMinutes(2));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();
        await counter.DeliverAsync();
        var arrived = (await counter.OrderAsync(open.OrderNumber)).History[^1];
        Assert.Equal((OrderEventKind.Refunded, new Money(1000, "EUR")), (arrived.Kind, arrived.Amount));
        Assert.Equal(1, await counter.MailsAsync("refund:"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_that_comes_back_is_a_task_with_its_amount_and_no_email_to_the_buyer(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        await counter.PayAsync(open, "4000000000005126");
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        await counter.Shop.Get<RefundService>().RequestAsync(order.Id, new Money(1000, "EUR"), "A scratch.", Staff.Eve, Guid.NewGuid(), default);
        await counter.DeliverAsync();
        counter.Clock.Advance(TimeSpan.FromMinutes(2));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();
        await counter.DeliverAsync();

        order = await counter.OrderAsync(open.OrderNumber);
        var returned = Assert.Single(order.History, h => h.Kind == OrderEventKind.RefundReturned);
        Assert.Equal(new Money(1000, "EUR"), returned.Amount);
        Assert.NotEqual("", returned.Text);
        var asked = Assert.Single(order.OpenAttention);
        Assert.Equal((AttentionKind.RefundReturned, new Money(1000, "EUR")), (asked.Attention, asked.Amount));
        Assert.Equal(1, await counter.MailsAsync("refund:"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refused_refund_is_a_task_with_its_amount_and_why_and_no_email_to_the_buyer(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        counter.RefuseRefunds(open.Session.Reference, refuse: true);
        await counter.Shop.Get<RefundService>().RequestAsync(order.Id, new Money(1000, "EUR"), "A scratch.", Staff.Eve, Guid.NewGuid(), default);

        order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Paid, 0L), (order.PaymentStatus, order.Refunded));
        Assert.Equal(new Money(1000, "EUR"), Assert.Single(order.History, h => h.Kind == OrderEventKind.RefundRefused).Amount);
        var asked = Assert.Single(order.OpenAttention);
        Assert.Equal((AttentionKind.RefundRefused, new Money(1000, "EUR")), (asked.Attention, asked.Amount));
        Assert.NotEqual("", asked.Text);
        Assert.Equal(0, await counter.MailsAsync("refund:"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Staff_hear_of_a_dispute_how_much_it_is_why_and_until_when_they_can_answer(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        counter.Shop.Get<PanelActions>().Perform("dispute", open.Session.Reference);
        await counter.DeliverAsync();

        await using var db = counter.Shop.Db();
        var dispute = await db.Set<Dispute>().AsNoTracking().SingleAsync();
        var notice = Assert.Single(await counter.NoticesAsync(), n => n.Kind == StaffNoticeKind.Dispute);
        Assert.Equal((open.OrderNumber, new Money(3900, "EUR"), dispute.DueBy, $"/admin/orders/{open.OrderNumber}"), (notice.Subject, notice.Facts!.Amount, notice.Facts.At, notice.Path));
        Assert.Equal(("fraudulent, needs response", "fraude, réponse attendue"), (notice.Facts.Said!["en"], notice.Facts.Said["fr"]));
        var step = (await counter.OrderAsync(open.OrderNumber)).History[^1];
        Assert.Equal((OrderEventKind.Disputed, new Money(3900, "EUR"), dispute.Status.ToString(), dispute.Reason.ToString(), dispute.DueBy), (step.Kind, step.Amount, step.Code, step.Text, step.Due));

        counter.Shop.Get<PanelActions>().Perform("win-dispute", dispute.Reference);
        await counter.DeliverAsync();
        var ended = (await counter.OrderAsync(open.OrderNumber)).History[^1];
        Assert.Equal((OrderEventKind.DisputeEnded, nameof(DisputeStatus.Won), null), (ended.Kind, ended.Code, ended.Due));
        Assert.Equal(2, (await counter.NoticesAsync()).Count(n => n.Kind == StaffNoticeKind.Dispute));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_dispute_of_held_money_stands_in_the_history_and_is_a_task_while_some_is_held(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        counter.ChangeAmount(open, new Money(3899, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var payment = Assert.Single(await counter.PaymentsAsync());
        var disputes = counter.Shop.Get<DisputeService>();
        await disputes.ApplyAsync(Make.Dispute(payment, DisputeStatus.NeedsResponse, 899, withdrawn: true), default);

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((false, PaymentStatus.Unpaid, new Money(3000, "EUR")), (order.IsDisputed, order.PaymentStatus, order.Held));
        Assert.Equal(new Money(899, "EUR"), Assert.Single(order.History, h => h.Kind == OrderEventKind.HeldDisputed).Amount);
        var asked = Assert.Single(order.OpenAttention, h => h.Attention == AttentionKind.HeldDisputed);
        Assert.Equal((new Money(899, "EUR"), nameof(DisputeStatus.NeedsResponse)), (asked.Amount, asked.Text));

        await disputes.ApplyAsync(Make.Dispute(payment, DisputeStatus.Won, 899, withdrawn: true, reinstated: true), default);
        order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal(new Money(3899, "EUR"), order.Held);
        Assert.Single(order.History, h => h.Kind == OrderEventKind.HeldDisputeEnded);
        await using var db = counter.Shop.Db();
        Assert.Equal([new Money(3899, "EUR")], await Ledger.HeldAsync(db, order.Id, default));
        await counter.AssertBooksAsync();
    }
}
