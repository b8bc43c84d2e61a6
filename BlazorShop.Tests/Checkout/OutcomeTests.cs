using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Payments;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Checkout;

/// <summary>What each outcome of a payment means for buyer and staff: who is told what, and how often.</summary>
public sealed class OutcomeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_buyer_and_the_staff_are_told_of_a_debit_when_it_is_under_way_and_when_it_is_paid(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, open) = await counter.AtFormAsync(quantity: 2);
        await counter.DebitAsync(open);
        await counter.DeliverAsync();
        Assert.Equal([("processing:1", buyer.Email)], await MailsAsync(counter, open));
        Assert.Empty(await NoticesAsync(counter));
        Assert.Empty((await counter.OrderAsync(open.OrderNumber)).OpenAttention);

        await counter.Form.SettleDebitAsync(open.Session.Reference, succeed: true);
        await counter.DeliverAsync();
        Assert.Equal([("confirmed", buyer.Email), ("processing:1", buyer.Email)], await MailsAsync(counter, open));
        var notice = Assert.Single(await NoticesAsync(counter));
        Assert.Equal(
            (StaffNoticeKind.NewOrder, open.OrderNumber, new Money(7800, "EUR"), "2 × Kettle", $"/admin/orders/{open.OrderNumber}"),
            (notice.Kind, notice.Subject, notice.Facts!.Amount, notice.Facts.Text, notice.Path));
        Assert.Empty((await counter.OrderAsync(open.OrderNumber)).OpenAttention);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whose_money_is_held_is_not_told_that_a_second_try_failed_or_ran_out(DatabaseProvider provider)
    {
        foreach (var fails in new[] { true, false })
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            await using var counter = new Counter(database);
            var (buyer, kettle, open) = await counter.AtFormAsync();
            await counter.ForgetAsync(open);
            var second = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
            counter.ChangeAmount(open, new Money(3899, "EUR"));
            await counter.PayAsync(open);
            await counter.DeliverAsync();
            if (fails)
            {
                await counter.DebitAsync(second, "000111111116");
                await counter.DeliverAsync();
                await counter.Form.SettleDebitAsync(second.Session.Reference, succeed: false);
                await counter.DeliverAsync();
            }
            else
                await RunOutAsync(counter);

            var order = await counter.OrderAsync(open.OrderNumber);
            Assert.Equal(fails ? (OrderStatus.Pending, PaymentStatus.Failed) : (OrderStatus.Expired, PaymentStatus.Unpaid), (order.Status, order.PaymentStatus));
            Assert.Equal(new Money(3899, "EUR"), order.Held);
            Assert.DoesNotContain(await MailsAsync(counter, open), m => m.Kind.StartsWith("failed", StringComparison.Ordinal) || m.Kind == "unpaid");
            Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
            await counter.AssertBooksAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_buyer_whose_forms_run_out_is_reminded_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, kettle, open) = await counter.AtFormAsync();
        for (var form = 1; form <= 2; form++)
        {
            await RunOutAsync(counter);
            Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
            Assert.Equal([("unpaid", buyer.Email)], await MailsAsync(counter, open));
            var reminded = Assert.Single((await counter.OrderAsync(open.OrderNumber)).History, h => h.Kind == OrderEventKind.ReminderSent);
            Assert.Null(reminded.Code);
            Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whose_last_form_runs_out_is_told_that_the_items_can_be_ordered_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, open) = await counter.AtFormAsync();
        for (var form = 2; form <= Order.MostForms; form++)
        {
            counter.Clock.Advance(FormTimes.Freshness);
            Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
            // What the shop closes for a younger form is no news.
            Assert.Empty(await MailsAsync(counter, open));
        }

        await RunOutAsync(counter);
        Assert.Equal([("unpaid", buyer.Email)], await MailsAsync(counter, open));
        Assert.Equal("OrderAgain", Assert.Single((await counter.OrderAsync(open.OrderNumber)).History, h => h.Kind == OrderEventKind.ReminderSent).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_payment_is_a_task_of_the_staff_and_goes_back_with_its_reason(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, open) = await counter.AtFormAsync();
        await counter.ForgetAsync(open);
        await counter.PayAsync(Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)));
        await counter.DeliverAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();

        var order = await counter.OrderAsync(open.OrderNumber);
        var asked = Assert.Single(order.OpenAttention);
        Assert.Equal((AttentionKind.PaidTwice, new Money(3900, "EUR")), (asked.Attention, asked.Amount));
        // It goes back by itself: no further email calls the staff.
        Assert.Equal(StaffNoticeKind.NewOrder, Assert.Single(await NoticesAsync(counter)).Kind);
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();
        await using var db = counter.Shop.Db();
        var refund = await db.Set<Refund>().SingleAsync();
        Assert.Equal((RefundReason.PaidTwice, RefundState.Succeeded), (refund.Because, refund.State));
        Assert.Equal([("confirmed", buyer.Email)], await MailsAsync(counter, open));
        Assert.Contains("€39.00", (await db.OutboxMessages.SingleAsync(m => m.DedupKey == $"refund:{refund.Id}:Succeeded")).Text, StringComparison.Ordinal);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_after_the_cancellation_is_said_in_the_history_and_goes_back_with_its_reason(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        await counter.ForgetAsync(open);
        await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber));
        await counter.PayAsync(open);
        await counter.DeliverAsync();

        var order = await counter.OrderAsync(open.OrderNumber);
        var late = Assert.Single(order.History, h => h.Kind == OrderEventKind.PaidAfterCancellation);
        Assert.Equal((new Money(3900, "EUR"), false), (late.Amount, order.NeedsAttention));
        await using var db = counter.Shop.Db();
        Assert.Equal(RefundReason.AfterCancellation, (await db.Set<Refund>().SingleAsync()).Because);
        Assert.Empty(await NoticesAsync(counter));
    }

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

        Assert.Equal([("unfulfillable", buyer.Email)], await MailsAsync(counter, open));
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
        var notice = Assert.Single(await NoticesAsync(counter), n => n.Kind == StaffNoticeKind.Dispute);
        Assert.Equal((open.OrderNumber, new Money(3900, "EUR"), dispute.DueBy, $"/admin/orders/{open.OrderNumber}"), (notice.Subject, notice.Facts!.Amount, notice.Facts.At, notice.Path));
        Assert.Equal($"{OrderWords.Of(dispute.Reason)}, {OrderWords.Of(dispute.Status)}", notice.Facts.Said!["en"]);
        var step = (await counter.OrderAsync(open.OrderNumber)).History[^1];
        Assert.Equal((OrderEventKind.Disputed, new Money(3900, "EUR"), dispute.Status.ToString(), dispute.Reason.ToString(), dispute.DueBy), (step.Kind, step.Amount, step.Code, step.Text, step.Due));

        counter.Shop.Get<PanelActions>().Perform("win-dispute", dispute.Reference);
        await counter.DeliverAsync();
        var ended = (await counter.OrderAsync(open.OrderNumber)).History[^1];
        Assert.Equal((OrderEventKind.DisputeEnded, nameof(DisputeStatus.Won), null), (ended.Kind, ended.Code, ended.Due));
        Assert.Equal(2, (await NoticesAsync(counter)).Count(n => n.Kind == StaffNoticeKind.Dispute));
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
        await disputes.ApplyAsync(Dispute(payment, DisputeStatus.NeedsResponse, 899, withdrawn: true), default);

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((false, PaymentStatus.Unpaid, new Money(3000, "EUR")), (order.IsDisputed, order.PaymentStatus, order.Held));
        Assert.Equal(new Money(899, "EUR"), Assert.Single(order.History, h => h.Kind == OrderEventKind.HeldDisputed).Amount);
        var asked = Assert.Single(order.OpenAttention, h => h.Attention == AttentionKind.HeldDisputed);
        Assert.Equal((new Money(899, "EUR"), nameof(DisputeStatus.NeedsResponse)), (asked.Amount, asked.Text));

        await disputes.ApplyAsync(Dispute(payment, DisputeStatus.Won, 899, withdrawn: true, reinstated: true), default);
        order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal(new Money(3899, "EUR"), order.Held);
        Assert.Single(order.History, h => h.Kind == OrderEventKind.HeldDisputeEnded);
        await using var db = counter.Shop.Db();
        Assert.Equal([new Money(3899, "EUR")], await Ledger.HeldAsync(db, order.Id, default));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_paid_before_its_buyer_was_forgotten_and_heard_of_only_now_is_a_task(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        await counter.PayAsync(open);
        await using (var db = counter.Shop.Db())
        {
            var order = await db.Orders.SingleAsync();
            order.Forget(counter.Clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync();
        }

        await counter.DeliverAsync();
        var paid = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Paid, AttentionKind.BuyerForgotten), (paid.PaymentStatus, Assert.Single(paid.OpenAttention).Attention));
    }

    /// <summary>The form's time is over, and the shop has closed it.</summary>
    private static async Task RunOutAsync(Counter counter)
    {
        counter.Clock.Advance(FormTimes.Lifetime + TimeSpan.FromMinutes(1));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
    }

    /// <summary>The emails about an order to its buyer.</summary>
    private static async Task<List<(string Kind, string To)>> MailsAsync(Counter counter, CheckoutStart.Ready open)
    {
        await using var db = counter.Shop.Db();
        var prefix = $"order:{open.OrderNumber}:";
        var mails = await db.OutboxMessages.AsNoTracking().Where(m => m.DedupKey.StartsWith(prefix)).ToListAsync();
        return [.. mails.Select(m => (m.DedupKey[prefix.Length..], m.To)).Order()];
    }

    private static async Task<List<StaffNoticeEntry>> NoticesAsync(Counter counter)
    {
        await using var db = counter.Shop.Db();
        return await db.Set<StaffNoticeEntry>().AsNoTracking().ToListAsync();
    }

    private static ProviderDispute Dispute(Payment payment, DisputeStatus status, long minor, bool withdrawn, bool reinstated = false) => new()
    {
        Reference = "du_1",
        Payment = payment.Id,
        Amount = new Money(minor, "EUR"),
        Status = status,
        Reason = DisputeReason.Fraudulent,
        FundsWithdrawn = withdrawn,
        FundsReinstated = reinstated,
        CreatedAt = payment.CreatedAt,
    };
}
