using BlazorShop.Assurance;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using static BlazorShop.Tests.Payments.SuspendedMoney;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Payments;

/// <summary>Money that is not its order's: nobody loses it, nobody ships for it, everybody hears of it.</summary>
public sealed class SuspenseTests
{
    private static readonly Money[] oddAmounts = [new(1, "EUR"), new(3899, "EUR"), new(3901, "EUR"), new(3900, "USD")];

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_amount_is_set_aside_and_nobody_is_told_that_nothing_was_charged(DatabaseProvider provider)
    {
        foreach (var amount in oddAmounts)
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            await using var counter = new Counter(database);
            var (buyer, kettle, open) = await counter.AtFormAsync();
            counter.ChangeAmount(open, amount);
            await counter.PayAsync(open);
            await counter.DeliverAsync();

            var payment = Assert.Single(await counter.PaymentsAsync());
            Assert.Equal((PaymentState.Paid, true, SuspenseReason.OtherAmount, amount), (payment.State, payment.InSuspense, payment.SuspendedBecause, payment.ReceivedMoney));
            var order = await counter.OrderAsync(open.OrderNumber);
            Assert.Equal((OrderStatus.Pending, PaymentStatus.Unpaid, amount), (order.Status, order.PaymentStatus, order.Held));
            Assert.Contains($"Received {amount} for an order of €39.00", Staff.AsksOf(order), StringComparison.Ordinal);
            Assert.False(order.AwaitsPayment);
            Assert.Equal(open.OrderNumber, Assert.IsType<CheckoutStart.AlreadyPaid>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)).OrderNumber);
            Assert.Equal((5, 0), await StockAsync(counter, kettle));
            await using var db = counter.Shop.Db();
            Assert.Equal([amount], await Ledger.HeldAsync(db, order.Id, default));
            Assert.Equal(0, (await Ledger.OfAsync(db, order.Id, default)).Paid);
            var mails = await db.OutboxMessages.ToListAsync();
            Assert.Contains(mails, m => m.DedupKey.EndsWith(":held:1", StringComparison.Ordinal) && m.Text.Contains($"received {amount}", StringComparison.Ordinal));
            await AssertNobodyIsToldOfNothingAsync(db);
            Assert.Contains(await db.Set<BlazorShop.Mail.StaffNoticeEntry>().ToListAsync(), n => n.Subject == order.Number && n.Facts!.Amount == amount);
            await counter.AssertBooksAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_held_is_refunded_in_parts_and_then_the_order_can_be_paid(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, open) = await counter.AtFormAsync();
        counter.ChangeAmount(open, new Money(3901, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var payment = Assert.Single(await counter.PaymentsAsync()).Id;
        var requestId = Guid.NewGuid();

        Assert.IsType<RefundStart.TooMuch>(await RefundAsync(counter, payment, 3902));
        Assert.IsType<RefundStart.Begun>(await RefundAsync(counter, payment, 1000, requestId));
        Assert.IsType<RefundStart.Begun>(await RefundAsync(counter, payment, 1000, requestId));
        await counter.DeliverAsync();
        Assert.Equal(new Money(2901, "EUR"), (await counter.OrderAsync(open.OrderNumber)).Held);
        Assert.Equal(2901, Assert.IsType<RefundStart.TooMuch>(await RefundAsync(counter, payment, 3000)).Left.Minor);
        await counter.AssertBooksAsync();
        await RefundAsync(counter, payment, 2901);
        await counter.DeliverAsync();

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Null(order.Held);
        Assert.Equal((PaymentStatus.Unpaid, 0L, true), (order.PaymentStatus, order.Refunded, order.AwaitsPayment));
        await counter.PayAsync(Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)));
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_whose_debit_brings_another_amount_waits_for_no_bank_any_more(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, open) = await counter.AtFormAsync();
        counter.ChangeAmount(open, new Money(3901, "EUR"));
        await counter.DebitAsync(open);
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Processing, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);

        await counter.Form.SettleDebitAsync(open.Session.Reference, succeed: true);
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Unpaid, new Money(3901, "EUR")), (order.Status, order.PaymentStatus, order.Held));
        Assert.Null(order.WhyNotCancel);
        await counter.AssertBooksAsync();

        await RefundAsync(counter, Assert.Single(await counter.PaymentsAsync()).Id, 3901);
        await counter.DeliverAsync();
        await counter.PayAsync(Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)));
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_cancels_an_order_refunds_what_is_held_for_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, kettle, open) = await counter.AtFormAsync();
        counter.ChangeAmount(open, new Money(3899, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();

        var done = Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber)));
        await counter.DeliverAsync();

        Assert.Equal(FulfilmentDone.CancelledHeld, done.What);
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Cancelled, null), (order.Status, order.Held));
        Assert.Equal((3899L, RefundState.Succeeded), (await counter.RefundsAsync()).Select(r => (r.Amount.Minor, r.State)).Single());
        Assert.DoesNotContain(order.History, h => OrderWords.Details(h).Contains("Nothing was charged", StringComparison.Ordinal));
        await using var db = counter.Shop.Db();
        Assert.Contains("€38.99", (await db.OutboxMessages.SingleAsync(m => m.DedupKey.EndsWith(":cancelled"))).Text, StringComparison.Ordinal);
        await AssertNobodyIsToldOfNothingAsync(db);
        Assert.Equal((5, 0), await StockAsync(counter, kettle));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_dispute_of_money_in_suspense_does_not_stop_the_order(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, open, second) = await TwoFormsAsync(counter);
        await counter.PayAsync(second);
        await counter.DeliverAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var held = (await counter.PaymentsAsync()).Single(p => p.InSuspense);
        counter.Shop.Get<PanelActions>().Perform("dispute", held.SessionReference!);
        await counter.DeliverAsync();

        var order = await counter.Shop.LookAsync(open.OrderNumber);
        Assert.Equal((false, PaymentStatus.Paid, null, null), (order.IsDisputed, order.PaymentStatus, order.WhyNotShip, order.Held));
        Assert.DoesNotContain(order.OpenAttention, h => h.Attention == AttentionKind.HeldDisputed);
        await using var db = counter.Shop.Db();
        Assert.Equal(new OrderBooks(3900, 0, 0, 0), await Ledger.OfAsync(db, order.Id, default));
        await counter.AssertBooksAsync();

        // Nobody is asked for money that the bank has; when it comes back, it is owed again.
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        counter.Clock.Advance(TimeSpan.FromDays(1));
        await counter.Shop.Get<RefundService>().AskAgainAsync(default);
        Assert.Equal(RefundState.Refused, Assert.Single(await counter.RefundsAsync()).State);
        var dispute = await db.Set<Dispute>().SingleAsync();
        counter.Shop.Get<PanelActions>().Perform("win-dispute", dispute.Reference);
        await counter.DeliverAsync();
        Assert.Equal(3900, (await counter.OrderAsync(open.OrderNumber)).Held!.Value.Minor);
        await counter.AssertBooksAsync();
        await counter.Shop.Get<RefundService>().AskAgainAsync(default);
        await counter.DeliverAsync();

        Assert.Null((await counter.OrderAsync(open.OrderNumber)).Held);
        Assert.Equal([RefundState.Succeeded, RefundState.Refused], (await counter.RefundsAsync()).Select(r => r.State).Order());
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_in_suspense_that_nobody_looks_after_breaks_a_rule(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await counter.AtFormAsync();
        counter.ChangeAmount(open, new Money(3899, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await counter.AssertBooksAsync();

        await using var db = counter.Shop.Db();
        await db.Orders.ExecuteUpdateAsync(s => s.SetProperty(o => o.NeedsAttention, false));
        Assert.Equal("payment " + open.Session.Reference, Assert.Single(await BrokenAsync(counter, "I6d")));
        await db.Orders.ExecuteUpdateAsync(s => s.SetProperty(o => o.HeldMinor, 0));
        Assert.Equal("order " + open.OrderNumber, Assert.Single(await BrokenAsync(counter, "I6c")));
    }

    private static Task<RefundStart> RefundAsync(Counter counter, PaymentId payment, long minor, Guid? requestId = null) =>
        counter.Shop.Get<RefundService>().RequestAsync(payment, new Money(minor, "EUR"), "Not what it costs.", "eve@shop.example", requestId ?? Guid.NewGuid(), SubscriptionAfterwards.GoesOn, default);

    private static async Task<IReadOnlyList<string>> BrokenAsync(Counter counter, string rule) =>
        (await counter.Shop.Get<Invariants>().CheckAsync(default)).Single(r => r.Name == rule).Broken;

    private static async Task AssertNobodyIsToldOfNothingAsync(ShopDbContext db)
    {
        foreach (var mail in await db.OutboxMessages.ToListAsync())
            Assert.DoesNotContain("nothing was charged", mail.Text, StringComparison.OrdinalIgnoreCase);
    }
}
