using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using static BlazorShop.Tests.Payments.SuspendedMoney;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Payments;

/// <summary>Money that came by mistake goes back by itself, until it has arrived.</summary>
public sealed class SelfRefundTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_payment_goes_back_by_itself_whatever_its_amount(DatabaseProvider provider)
    {
        foreach (var (amount, said) in new[] { (3900L, "€39.00"), (3899L, "€38.99") })
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
            var asked = Assert.Single(order.OpenAttention);
            Assert.Equal((AttentionKind.PaidTwice, new Money(amount, "EUR")), (asked.Attention, asked.Amount));
            // It goes back by itself: no further email calls the staff.
            Assert.Equal(StaffNoticeKind.NewOrder, Assert.Single(await counter.NoticesAsync()).Kind);
            await counter.Shop.Get<RefundService>().SendDueAsync(default);
            await counter.DeliverAsync();

            order = await counter.OrderAsync(open.OrderNumber);
            Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid, 0L, null), (order.Status, order.PaymentStatus, order.Refunded, order.Held));
            var late = (await counter.PaymentsAsync()).Single(p => p.InSuspense);
            Assert.Equal(SuspenseReason.SecondPayment, late.SuspendedBecause);
            var refund = Assert.Single(await counter.RefundsAsync());
            Assert.Equal((amount, RefundState.Succeeded, RefundReason.PaidTwice), (refund.Amount.Minor, refund.State, refund.Because));
            Assert.Equal([("confirmed", order.Email)], await counter.MailsAboutAsync(order.Number));
            await using var db = counter.Shop.Db();
            Assert.Contains(said, (await db.OutboxMessages.SingleAsync(m => m.DedupKey == $"refund:{refund.Id}:Succeeded")).Text, StringComparison.Ordinal);
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
        Assert.Equal(new Money(3900, "EUR"), Assert.Single(order.History, h => h.Kind == OrderEventKind.PaidAfterCancellation).Amount);
        // Nobody has to do anything about it.
        Assert.False(order.NeedsAttention);
        Assert.Empty(await counter.NoticesAsync());
        await counter.AssertBooksAsync();
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Cancelled, null), (order.Status, order.Held));
        var refund = Assert.Single(await counter.RefundsAsync());
        Assert.Equal((RefundState.Succeeded, RefundReason.AfterCancellation), (refund.State, refund.Because));
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
            (await counter.RefundsAsync()).Select(r => (r.Amount.Minor, r.State)).Order());
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

        Assert.Equal([RefundState.Succeeded, RefundState.Refused], (await counter.RefundsAsync()).Select(r => r.State).Order());
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
        Assert.Equal((3900L, RefundState.Refused), (refused.Held!.Value.Minor, Assert.Single(await counter.RefundsAsync()).State));
        Assert.Contains("refused a refund of €39.00", Staff.AsksOf(refused), StringComparison.Ordinal);
        await counter.AssertBooksAsync();

        await refunds.AskAgainAsync(default);
        Assert.Single(await counter.RefundsAsync());
        counter.Clock.Advance(TimeSpan.FromMinutes(15));
        await refunds.AskAgainAsync(default);
        Assert.Equal([RefundState.Refused, RefundState.Refused], (await counter.RefundsAsync()).Select(r => r.State));
        Assert.Equal(Staff.AsksOf(refused), Staff.AsksOf(await counter.OrderAsync(open.OrderNumber)));

        counter.RefuseRefunds(open.Session.Reference, refuse: false);
        await refunds.AskAgainAsync(default);
        Assert.Equal(2, (await counter.RefundsAsync()).Count);
        counter.Clock.Advance(TimeSpan.FromMinutes(30));
        await refunds.AskAgainAsync(default);
        await counter.DeliverAsync();

        Assert.Equal([RefundState.Succeeded, RefundState.Refused, RefundState.Refused], (await counter.RefundsAsync()).Select(r => r.State).Order());
        Assert.Null((await counter.OrderAsync(open.OrderNumber)).Held);
        counter.Clock.Advance(TimeSpan.FromDays(2));
        await refunds.AskAgainAsync(default);
        Assert.Equal(3, (await counter.RefundsAsync()).Count);
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

        Assert.Equal(RefundService.MostAsked, (await counter.RefundsAsync()).Count);
        await counter.AssertBooksAsync();
    }
}
