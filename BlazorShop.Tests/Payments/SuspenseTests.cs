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
            var (buyer, kettle, open) = await OpenAsync(counter);
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
        var (buyer, _, open) = await OpenAsync(counter);
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
        var (buyer, _, open) = await OpenAsync(counter);
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
    public async Task A_second_payment_goes_back_by_itself_whatever_its_amount(DatabaseProvider provider)
    {
        foreach (var amount in new[] { 3900L, 3899L })
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            await using var counter = new Counter(database);
            var (kettle, open, second) = await TwoFormsAsync(counter);
            await counter.PayAsync(second);
            await counter.DeliverAsync();
            counter.ChangeAmount(open, new Money(amount, "EUR"));
            await counter.PayAsync(open);
            await counter.DeliverAsync();

            var order = await counter.OrderAsync(open.OrderNumber);
            Assert.Equal((PaymentStatus.Paid, amount), (order.PaymentStatus, order.Held!.Value.Minor));
            await counter.Shop.Get<RefundService>().SendDueAsync(default);
            await counter.DeliverAsync();

            order = await counter.OrderAsync(open.OrderNumber);
            Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid, 0L, null), (order.Status, order.PaymentStatus, order.Refunded, order.Held));
            var late = (await counter.PaymentsAsync()).Single(p => p.InSuspense);
            Assert.Equal(SuspenseReason.SecondPayment, late.SuspendedBecause);
            Assert.Equal((amount, RefundState.Succeeded), (await RefundsAsync(counter)).Select(r => (r.Amount.Minor, r.State)).Single());
            Assert.Equal((4, 0), await StockAsync(counter, kettle));
            await counter.AssertBooksAsync();
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_that_comes_after_the_cancellation_goes_back(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (open, order) = await PaidAfterCancellationAsync(counter);

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Unpaid, 3900L), (order.Status, order.PaymentStatus, order.Held!.Value.Minor));
        Assert.Equal(SuspenseReason.AfterCancellation, Assert.Single(await counter.PaymentsAsync()).SuspendedBecause);
        await counter.AssertBooksAsync();
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Cancelled, null), (order.Status, order.Held));
        Assert.Equal(RefundState.Succeeded, Assert.Single(await RefundsAsync(counter)).State);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_automatic_refund_asks_for_what_is_left_when_a_part_went_back_at_the_provider(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (open, _) = await PaidAfterCancellationAsync(counter);
        counter.Shop.Get<PanelActions>().Perform("refund", open.Session.Reference, "10.00");

        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        Assert.Equal(
            [(1000L, RefundState.Succeeded), (2900L, RefundState.Succeeded), (3900L, RefundState.Refused)],
            (await RefundsAsync(counter)).Select(r => (r.Amount.Minor, r.State)).Order());
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((null, false), (order.Held, order.NeedsAttention));
        Assert.Contains(order.History, h => h is { Kind: OrderEventKind.RefundAdjusted, AmountMinor: 2900 });
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_given_back_at_the_provider_needs_nobody(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (open, _) = await PaidAfterCancellationAsync(counter);
        counter.Shop.Get<PanelActions>().Perform("refund", open.Session.Reference, "39.00");

        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        Assert.Equal([RefundState.Succeeded, RefundState.Refused], (await RefundsAsync(counter)).Select(r => r.State).Order());
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((null, false), (order.Held, order.NeedsAttention));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refused_automatic_refund_is_asked_for_again_and_staff_hear_of_it_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (open, _) = await PaidAfterCancellationAsync(counter);
        var refunds = counter.Shop.Get<RefundService>();
        counter.RefuseRefunds(open.Session.Reference, refuse: true);
        await refunds.SendDueAsync(default);

        var refused = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((3900L, RefundState.Refused), (refused.Held!.Value.Minor, Assert.Single(await RefundsAsync(counter)).State));
        Assert.Contains("refused a refund of €39.00", Staff.AsksOf(refused), StringComparison.Ordinal);
        await counter.AssertBooksAsync();

        await refunds.AskAgainAsync(default);
        Assert.Single(await RefundsAsync(counter));
        counter.Clock.Advance(TimeSpan.FromMinutes(15));
        await refunds.AskAgainAsync(default);
        Assert.Equal([RefundState.Refused, RefundState.Refused], (await RefundsAsync(counter)).Select(r => r.State));
        Assert.Equal(Staff.AsksOf(refused), Staff.AsksOf(await counter.OrderAsync(open.OrderNumber)));

        counter.RefuseRefunds(open.Session.Reference, refuse: false);
        await refunds.AskAgainAsync(default);
        Assert.Equal(2, (await RefundsAsync(counter)).Count);
        counter.Clock.Advance(TimeSpan.FromMinutes(30));
        await refunds.AskAgainAsync(default);
        await counter.DeliverAsync();

        Assert.Equal([RefundState.Succeeded, RefundState.Refused, RefundState.Refused], (await RefundsAsync(counter)).Select(r => r.State).Order());
        Assert.Null((await counter.OrderAsync(open.OrderNumber)).Held);
        counter.Clock.Advance(TimeSpan.FromDays(2));
        await refunds.AskAgainAsync(default);
        Assert.Equal(3, (await RefundsAsync(counter)).Count);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_automatic_refund_that_is_always_refused_is_left_to_people_in_the_end(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (open, _) = await PaidAfterCancellationAsync(counter);
        counter.RefuseRefunds(open.Session.Reference, refuse: true);
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        for (var day = 0; day < 12; day++)
        {
            counter.Clock.Advance(TimeSpan.FromHours(12));
            await counter.Shop.Get<RefundService>().AskAgainAsync(default);
        }

        Assert.Equal(RefundService.MostAsked, (await RefundsAsync(counter)).Count);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_cancels_an_order_refunds_what_is_held_for_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, kettle, open) = await OpenAsync(counter);
        counter.ChangeAmount(open, new Money(3899, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();

        var done = Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber)));
        await counter.DeliverAsync();

        Assert.Equal(FulfilmentDone.CancelledHeld, done.What);
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Cancelled, null), (order.Status, order.Held));
        Assert.Equal((3899L, RefundState.Succeeded), (await RefundsAsync(counter)).Select(r => (r.Amount.Minor, r.State)).Single());
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
        await using var db = counter.Shop.Db();
        Assert.Equal(new OrderBooks(3900, 0, 0, 0), await Ledger.OfAsync(db, order.Id, default));
        await counter.AssertBooksAsync();

        // Nobody is asked for money that the bank has; when it comes back, it is owed again.
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        counter.Clock.Advance(TimeSpan.FromDays(1));
        await counter.Shop.Get<RefundService>().AskAgainAsync(default);
        Assert.Equal(RefundState.Refused, Assert.Single(await RefundsAsync(counter)).State);
        var dispute = await db.Set<Dispute>().SingleAsync();
        counter.Shop.Get<PanelActions>().Perform("win-dispute", dispute.Reference);
        await counter.DeliverAsync();
        Assert.Equal(3900, (await counter.OrderAsync(open.OrderNumber)).Held!.Value.Minor);
        await counter.AssertBooksAsync();
        await counter.Shop.Get<RefundService>().AskAgainAsync(default);
        await counter.DeliverAsync();

        Assert.Null((await counter.OrderAsync(open.OrderNumber)).Held);
        Assert.Equal([RefundState.Succeeded, RefundState.Refused], (await RefundsAsync(counter)).Select(r => r.State).Order());
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_in_suspense_that_nobody_looks_after_breaks_a_rule(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (_, _, open) = await OpenAsync(counter);
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

    private static async Task<(Buyer Buyer, VariantId Kettle, CheckoutStart.Ready Open)> OpenAsync(Counter counter)
    {
        return await counter.AtFormAsync();
    }

    /// <summary>Two forms for one order that both take money.</summary>
    private static async Task<(VariantId Kettle, CheckoutStart.Ready First, CheckoutStart.Ready Second)> TwoFormsAsync(Counter counter)
    {
        var (buyer, kettle, open) = await OpenAsync(counter);
        await counter.ForgetAsync(open);
        return (kettle, open, Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)));
    }

    private static async Task<(CheckoutStart.Ready Open, Order Order)> PaidAfterCancellationAsync(Counter counter)
    {
        var (_, _, open) = await OpenAsync(counter);
        await counter.ForgetAsync(open);
        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber)));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        return (open, await counter.OrderAsync(open.OrderNumber));
    }

    private static Task<RefundStart> RefundAsync(Counter counter, PaymentId payment, long minor, Guid? requestId = null) =>
        counter.Shop.Get<RefundService>().RequestAsync(payment, new Money(minor, "EUR"), "Not what it costs.", "eve@shop.example", requestId ?? Guid.NewGuid(), SubscriptionAfterwards.GoesOn, default);

    private static async Task<List<Refund>> RefundsAsync(Counter counter)
    {
        await using var db = counter.Shop.Db();
        return await db.Set<Refund>().AsNoTracking().OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).ToListAsync();
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(Counter counter, string rule) =>
        (await counter.Shop.Get<Invariants>().CheckAsync(default)).Single(r => r.Name == rule).Broken;

    private static async Task<(int OnHand, int Reserved)> StockAsync(Counter counter, VariantId variant)
    {
        var item = await counter.StockAsync(variant);
        return (item.OnHand, item.Reserved);
    }

    private static async Task AssertNobodyIsToldOfNothingAsync(ShopDbContext db)
    {
        foreach (var mail in await db.OutboxMessages.ToListAsync())
            Assert.DoesNotContain("nothing was charged", mail.Text, StringComparison.OrdinalIgnoreCase);
    }
}
