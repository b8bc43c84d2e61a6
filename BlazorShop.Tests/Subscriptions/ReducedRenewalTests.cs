using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>What an invoice collected is what its order costs, be it less, nothing, more, or paid somewhere else.</summary>
public sealed class ReducedRenewalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_renewal_whose_invoice_was_changed_is_an_order_at_what_was_collected(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(database: database);
        var subscription = await ada.SubscribeAsync();
        var kinds = new[]
        {
            ("discount", 1050L, "Discount"),
            ("credit", 1050L, "Credit used"),
            ("proration", 1050L, "Adjustment for a changed subscription: Unused time on Coffee post after 15 Nov 2026"),
            ("extra", 1750L, "Additional charge: A bag of filters"),
            ("free", 0L, "Discount"),
        };
        var known = new HashSet<string>((await ada.OrdersAsync()).Select(o => o.Number));
        foreach (var (kind, collected, why) in kinds)
        {
            ada.Turn("renew-" + kind, subscription);
            await ada.Counter.DeliverAsync();

            var renewal = Assert.Single(await ada.OrdersAsync(), o => known.Add(o.Number));
            Assert.Equal((kind, OrderStatus.Confirmed, PaymentStatus.Paid, collected), (kind, renewal.Status, renewal.PaymentStatus, renewal.Total.Minor));
            var line = Assert.Single(renewal.Lines);
            Assert.Equal(("Coffee post", 1, 1400L), (line.Name, line.Quantity, line.Total.Minor));
            var charge = Assert.Single(renewal.Quote.Charges);
            Assert.Equal((why, collected - 1400L), (QuoteWords.Of(charge), charge.Amount.Minor));
            Assert.Equal((renewal.Total, 1400L), (renewal.Quote.Total, renewal.Subtotal));
            Assert.Equal((null, false), (renewal.Held, renewal.NeedsAttention));
            await using var db = ada.Shop.Db();
            Assert.Equal(collected, (await Ledger.OfAsync(db, renewal.Id, default)).Net);
            await ada.Counter.AssertBooksAsync();
            // Only its goods ship.
            Assert.IsType<FulfilmentResult.Done>(await ada.Shop.ShipAsync(await ada.Shop.LookAsync(renewal.Number)));
        }

        Assert.Equal(4, (await ada.Counter.StockAsync(ada.Coffee.Id)).OnHand);
        Assert.Equal(1 + kinds.Length, await ada.Counter.MailsAsync(":confirmed"));
        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(5));
        var run = await ada.Shop.Get<Reconciler>().RunAsync(null, default);
        Assert.Equal((0, 0), (run.Repaired, run.Open));
        await ada.Counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reduced_renewal_is_refunded_up_to_what_it_collected(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(database: database);
        var subscription = await ada.SubscribeAsync();
        ada.Turn("renew-discount", subscription);
        await ada.Counter.DeliverAsync();
        var renewal = Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null);
        var refunds = ada.Shop.Get<RefundService>();

        Assert.Equal(1050, Assert.IsType<RefundStart.TooMuch>(await refunds.RequestAsync(renewal.Id, new Money(1400, "EUR"), "", "eve@shop.example", Guid.NewGuid(), default)).Left.Minor);
        await refunds.RequestAsync(renewal.Id, new Money(1050, "EUR"), "Too bitter.", "eve@shop.example", Guid.NewGuid(), default);
        await ada.Counter.DeliverAsync();

        Assert.Equal(PaymentStatus.Refunded, (await ada.Counter.OrderAsync(renewal.Number)).PaymentStatus);
        await ada.Counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invoice_paid_outside_is_an_order_on_an_account_of_its_own_and_is_refunded_as_it_came(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(database: database);
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);
        Assert.Equal(SubscriptionStatus.PastDue, (await ada.OnlyAsync()).Status);
        ada.Turn("pay-outside", subscription);
        await ada.Counter.DeliverAsync();

        var renewal = Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null);
        Assert.Equal((PaymentStatus.Paid, 1400L, PaidWith.Outside, null), (renewal.PaymentStatus, renewal.Total.Minor, renewal.PaidWith, renewal.PaymentReference));
        Assert.Equal(SubscriptionStatus.Active, (await ada.OnlyAsync()).Status);
        Assert.Equal((1400L, -1400L), await AccountsAsync(ada, renewal));
        await ada.Counter.AssertBooksAsync();

        var refunds = ada.Shop.Get<RefundService>();
        Assert.IsType<RefundStart.TooMuch>(await refunds.RequestAsync(renewal.Id, new Money(1401, "EUR"), "", "eve@shop.example", Guid.NewGuid(), default));
        var begun = Assert.IsType<RefundStart.Begun>(await refunds.RequestAsync(renewal.Id, new Money(400, "EUR"), "Too bitter.", "eve@shop.example", Guid.NewGuid(), default));
        Assert.Equal((RefundState.Succeeded, true), (begun.Refund.State, begun.Refund.IsOutside));
        Assert.Equal((1000L, -1400L), await AccountsAsync(ada, renewal));
        await using (var db = ada.Shop.Db())
        {
            var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey == $"refund:{begun.Refund.Id}:Succeeded");
            Assert.Contains("€4.00 will be returned the way you paid it.", mail.Text, StringComparison.Ordinal);
        }

        Assert.IsType<FulfilmentResult.Done>(await ada.Shop.CancelAsync(await ada.Shop.LookAsync(renewal.Number)));
        var cancelled = await ada.Counter.OrderAsync(renewal.Number);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 1400L), (cancelled.Status, cancelled.PaymentStatus, cancelled.Refunded));
        Assert.Equal((0L, -1400L), await AccountsAsync(ada, renewal));
        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, (await ada.Shop.Get<Reconciler>().RunAsync(null, default)).Open);
        await ada.Counter.AssertBooksAsync();
    }

    [Theory]
    [InlineData(SubscriptionAfterwards.GoesOn, SubscriptionStatus.Active, false)]
    [InlineData(SubscriptionAfterwards.EndsWithPeriod, SubscriptionStatus.Active, true)]
    [InlineData(SubscriptionAfterwards.EndsNow, SubscriptionStatus.Cancelled, false)]
    public async Task Whoever_cancels_a_subscriptions_order_says_what_becomes_of_the_subscription(SubscriptionAfterwards then, SubscriptionStatus status, bool ends)
    {
        await using var ada = await Subscriber.ArriveAsync();
        await ada.SubscribeAsync();
        var order = await ada.Shop.LookAsync(Assert.Single(await ada.OrdersAsync()).Number);

        Assert.IsType<FulfilmentResult.Done>(await ada.Shop.Get<IFulfilment>().CancelAsync(StaffActions.Eve, order.Id, order.Version, null, then));

        var now = await ada.OnlyAsync();
        Assert.Equal((status, ends), (now.Status, now.CancelAtPeriodEnd));
        Assert.Equal(OrderStatus.Cancelled, (await ada.Counter.OrderAsync(order.Number)).Status);
        await using var db = ada.Shop.Db();
        Assert.Equal(then is SubscriptionAfterwards.GoesOn ? [] : ["eve@shop.example"], await db.Set<SubscriptionCommand>().Select(c => c.Actor).ToListAsync());
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_refund_that_ends_the_subscription_ends_it_also_when_the_provider_is_out_of_reach()
    {
        await using var ada = await Subscriber.ArriveAsync();
        await ada.SubscribeAsync();
        var payment = Assert.Single(await ada.Counter.PaymentsAsync());
        ada.Shop.Get<BlazorShop.PaymentsSandbox.Panel.PanelActions>().Perform("switch-on", "api_down");

        Assert.IsType<RefundStart.Begun>(await ada.Shop.Get<RefundService>().RequestAsync(
            payment.Id, new Money(500, "EUR"), "Too bitter.", "eve@shop.example", Guid.NewGuid(), SubscriptionAfterwards.EndsNow, default));
        Assert.Equal(SubscriptionStatus.Active, (await ada.OnlyAsync()).Status);
        ada.Shop.Get<BlazorShop.PaymentsSandbox.Panel.PanelActions>().Perform("switch-off", "api_down");
        await ada.Shop.RunOnceAsync<ReconciliationWorker>();
        await ada.Counter.DeliverAsync();

        Assert.Equal(SubscriptionStatus.Cancelled, (await ada.OnlyAsync()).Status);
        Assert.Equal(500, Assert.Single(await ada.OrdersAsync()).Refunded);
        await ada.Counter.AssertBooksAsync();
    }

    private static async Task<(long Outside, long Sales)> AccountsAsync(Subscriber ada, Order order)
    {
        await using var db = ada.Shop.Db();
        var postings = await (
            from entry in db.Set<JournalEntry>()
            join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
            where entry.OrderId == order.Id
            select posting).ToListAsync();
        Assert.DoesNotContain(postings, p => p.Account == Account.Provider);
        return (postings.Where(p => p.Account == Account.Outside).Sum(p => p.Amount), postings.Where(p => p.Account == Account.Sales).Sum(p => p.Amount));
    }
}
