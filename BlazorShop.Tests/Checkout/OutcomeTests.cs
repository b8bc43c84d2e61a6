using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
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
        Assert.Equal([("processing:1", buyer.Email)], await counter.MailsAboutAsync(open.OrderNumber));
        Assert.Empty(await counter.NoticesAsync());
        Assert.Empty((await counter.OrderAsync(open.OrderNumber)).OpenAttention);

        await counter.Form.SettleDebitAsync(open.Session.Reference, succeed: true);
        await counter.DeliverAsync();
        Assert.Equal([("confirmed", buyer.Email), ("processing:1", buyer.Email)], await counter.MailsAboutAsync(open.OrderNumber));
        var notice = Assert.Single(await counter.NoticesAsync());
        Assert.Equal(
            (StaffNoticeKind.NewOrder, open.OrderNumber, new Money(7800, "EUR"), "2 × Kettle", $"/admin/orders/{open.OrderNumber}"),
            (notice.Kind, notice.Subject, notice.Facts!.Amount, notice.Facts.Text, notice.Path));
        Assert.Empty((await counter.OrderAsync(open.OrderNumber)).OpenAttention);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whose_money_is_held_is_not_told_that_a_second_try_failed(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, kettle, second) = await HeldAsync(counter);
        await counter.DebitAsync(second, "000111111116");
        await counter.DeliverAsync();
        await counter.Form.SettleDebitAsync(second.Session.Reference, succeed: false);
        await counter.DeliverAsync();

        var order = await counter.OrderAsync(second.OrderNumber);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Failed, new Money(3899, "EUR")), (order.Status, order.PaymentStatus, order.Held));
        Assert.Equal([("held:1", buyer.Email), ("processing:2", buyer.Email)], await counter.MailsAboutAsync(order.Number));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whose_money_is_held_is_not_told_that_a_second_try_ran_out(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, kettle, second) = await HeldAsync(counter);
        await RunOutAsync(counter);

        var order = await counter.OrderAsync(second.OrderNumber);
        Assert.Equal((OrderStatus.Expired, PaymentStatus.Unpaid, new Money(3899, "EUR")), (order.Status, order.PaymentStatus, order.Held));
        Assert.Equal([("held:1", buyer.Email)], await counter.MailsAboutAsync(order.Number));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        await counter.AssertBooksAsync();
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
            Assert.Equal([("unpaid", buyer.Email)], await counter.MailsAboutAsync(open.OrderNumber));
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
            Assert.Empty(await counter.MailsAboutAsync(open.OrderNumber));
        }

        await RunOutAsync(counter);
        Assert.Equal([("unpaid", buyer.Email)], await counter.MailsAboutAsync(open.OrderNumber));
        Assert.Equal("OrderAgain", Assert.Single((await counter.OrderAsync(open.OrderNumber)).History, h => h.Kind == OrderEventKind.ReminderSent).Code);
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

    /// <summary>Another amount than the order costs is here, and a second form is open.</summary>
    private static async Task<(Buyer Buyer, VariantId Kettle, CheckoutStart.Ready Second)> HeldAsync(Counter counter)
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();
        await counter.ForgetAsync(open);
        var second = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        counter.ChangeAmount(open, new Money(3899, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        return (buyer, kettle, second);
    }

    /// <summary>The form's time is over, and the shop has closed it.</summary>
    private static async Task RunOutAsync(Counter counter)
    {
        counter.Clock.Advance(FormTimes.Lifetime + TimeSpan.FromMinutes(1));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
    }
}
