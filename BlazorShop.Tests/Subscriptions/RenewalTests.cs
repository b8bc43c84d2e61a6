using BlazorShop.Assurance;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>Each paid invoice is exactly one order.</summary>
public sealed class RenewalTests
{
    [Fact]
    public async Task Subscribing_pays_one_order_and_begins_a_subscription()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var open = await ada.PayAsync();
        await ada.Counter.DeliverAsync();

        var order = Assert.Single(await ada.OrdersAsync());
        var subscription = await ada.OnlyAsync();
        Assert.Equal((open.OrderNumber, OrderStatus.Confirmed, "Visa ending in 4242"), (order.Number, order.Status, order.PaidWith));
        Assert.Equal(subscription.Id, order.SubscriptionId);
        Assert.Equal((SubscriptionStatus.Active, "€14.00", "every month", "Visa ending in 4242"),
            (subscription.Status, subscription.Total.ToString(), subscription.Recurrence.ToString(), subscription.PaidWith));
        Assert.Equal(ada.Counter.Clock.GetUtcNow().UtcDateTime.AddMonths(1), subscription.PeriodEnd!.Value, TimeSpan.FromSeconds(2));
        var payment = Assert.Single(await ada.Counter.PaymentsAsync());
        Assert.StartsWith("pi_", payment.Reference, StringComparison.Ordinal);
        Assert.Equal(ada.Invoices()[0], payment.InvoiceReference);
        Assert.Equal(9, (await ada.Counter.StockAsync(ada.Coffee.Id)).OnHand);
        Assert.Equal(1, await ada.Counter.MailsAsync(":confirmed"));
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_renewal_is_a_second_order_with_its_own_payment_stock_and_email()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        var ends = subscription.PeriodEnd!.Value;

        await ada.RenewAsync(subscription);

        var orders = await ada.OrdersAsync();
        Assert.Equal(2, orders.Count);
        var renewal = Assert.Single(orders, o => o.PaymentSession is null);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid, 1400L), (renewal.Status, renewal.PaymentStatus, renewal.Total.Minor));
        Assert.Equal((subscription.Id, "Coffee post", "Ada Lovelace"), (renewal.SubscriptionId, renewal.Lines.Single().Name, renewal.ShippingAddress.FullName));
        Assert.NotEqual(orders[0].PaymentReference, orders[1].PaymentReference);
        Assert.Equal(8, (await ada.Counter.StockAsync(ada.Coffee.Id)).OnHand);
        Assert.Equal(2, await ada.Counter.MailsAsync(":confirmed"));
        Assert.Equal(ends.AddMonths(1), (await ada.OnlyAsync()).PeriodEnd!.Value, TimeSpan.FromDays(1));
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task Emails_of_a_subscription_say_what_it_is_when_it_is_collected_next_and_where_it_is_cancelled()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.RenewAsync(subscription);
        var until = (await ada.OnlyAsync()).PeriodEnd!.Value;

        await using var db = ada.Shop.Db();
        var mails = await db.OutboxMessages.Where(m => m.DedupKey.EndsWith(":confirmed")).OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).Select(m => m.Text).ToListAsync();
        var shop = new BlazorShop.Common.ShopOptions();
        Assert.Equal(2, mails.Count);
        Assert.All(mails, m => Assert.Contains("Your subscription to Coffee post: €14.00 every month. The next payment is on ", m, StringComparison.Ordinal));
        Assert.All(mails, m => Assert.Contains($"/subscriptions/{subscription.Id}", m, StringComparison.Ordinal));
        Assert.Single(mails, m => m.Contains($"on {shop.Day(subscription.PeriodEnd!.Value)}.", StringComparison.Ordinal));
        Assert.Single(mails, m => m.Contains($"on {shop.Day(until)}.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paying_an_older_order_of_a_subscription_again_closes_the_form_of_the_newer_one()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var first = await ada.OpenAsync();
        var second = Assert.IsType<BlazorShop.Checkout.CheckoutStart.Ready>(await ada.Counter.Checkout.SubscribeAsync(ada.Buyer, Make.Address("DE"), ada.Coffee.Sku, ada.Coffee.Price, default));
        Assert.NotEqual(first.OrderNumber, second.OrderNumber);

        var again = Assert.IsType<BlazorShop.Checkout.CheckoutStart.Ready>(await ada.Counter.Checkout.PayAgainAsync(ada.Buyer, first.OrderNumber, default));

        Assert.Equal(first.OrderNumber, again.OrderNumber);
        Assert.Single(await ada.Counter.PaymentsAsync(), p => p.IsLive);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_renewal_that_is_heard_of_after_its_buyer_was_forgotten_asks_staff_to_refund_it()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        ada.Turn("renew", subscription);
        await using (var db = ada.Shop.Db())
        {
            await SubscriptionService.ForgetAsync(db, ada.Buyer.Customer, default);
            await db.SaveChangesAsync();
        }

        await ada.Counter.DeliverAsync();

        var renewal = Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null);
        Assert.Equal([AttentionKind.RenewalOfForgotten], renewal.OpenAttention.Select(a => a.Attention));
        Assert.Equal(1, await ada.Counter.MailsAsync(":confirmed"));
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task The_same_invoice_told_twenty_times_at_once_is_one_order()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        ada.Turn("renew", subscription);
        ada.LoseEvents();
        var invoice = ada.Invoices()[^1];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            // Both ways at once: as signed events, and by people who look it up.
            await ada.TellAsync($"evt_same_{i}", "invoice.paid", invoice);
            await ada.Shop.Get<SubscriptionSync>().SyncInvoiceAsync(invoice, default);
        })));
        await ada.Shop.RunOnceAsync<InboxWorker>();

        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        Assert.Equal(8, (await ada.Counter.StockAsync(ada.Coffee.Id)).OnHand);
        Assert.Equal(2, await ada.Counter.MailsAsync(":confirmed"));
        await ada.Counter.AssertBooksAsync();
    }

    [Theory]
    [InlineData("invoice", "session", "subscription")]
    [InlineData("subscription", "invoice", "session")]
    [InlineData("session", "invoice", "subscription")]
    [InlineData("invoice", "invoice", "invoice")]
    [InlineData("subscription", "subscription", "subscription")]
    public async Task The_first_invoice_belongs_to_the_order_of_the_checkout_whoever_comes_first(params string[] told)
    {
        await using var ada = await Subscriber.ArriveAsync();
        var open = await ada.PayAsync();
        ada.LoseEvents();
        var subscription = (await ada.Shop.Get<IPaymentGateway>().GetSessionAsync(open.Session.Reference, default)).Subscription!.Reference;

        for (var i = 0; i < told.Length; i++)
        {
            var (type, about) = told[i] switch
            {
                "invoice" => ("invoice.paid", ada.Invoices()[0]),
                "session" => ("checkout.session.completed", open.Session.Reference),
                _ => ("customer.subscription.created", subscription),
            };
            await ada.TellAsync($"evt_first_{i}", type, about);
            await ada.Shop.RunOnceAsync<InboxWorker>();
        }

        var order = Assert.Single(await ada.OrdersAsync());
        Assert.Equal((open.OrderNumber, PaymentStatus.Paid), (order.Number, order.PaymentStatus));
        Assert.Equal(subscription, (await ada.OnlyAsync()).Reference);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task Events_of_a_subscription_in_the_wrong_order_end_the_same()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var open = await ada.PayAsync();
        var reference = (await ada.Shop.Get<IPaymentGateway>().GetSessionAsync(open.Session.Reference, default)).Subscription!.Reference;
        ada.Shop.Get<BlazorShop.PaymentsSandbox.Panel.PanelActions>().Perform("renew", reference);
        ada.Shop.Get<BlazorShop.PaymentsSandbox.Panel.PanelActions>().Perform("renew", reference);
        ada.LoseEvents();
        var told = new[] { ("invoice.paid", ada.Invoices()[2]), ("customer.subscription.updated", reference), ("invoice.paid", ada.Invoices()[1]), ("invoice.paid", ada.Invoices()[0]), ("checkout.session.completed", open.Session.Reference) };

        for (var i = 0; i < told.Length; i++)
        {
            await ada.TellAsync($"evt_late_{i}", told[i].Item1, told[i].Item2);
            await ada.Shop.RunOnceAsync<InboxWorker>();
        }

        Assert.Equal(3, (await ada.OrdersAsync()).Count);
        Assert.Equal(3, (await ada.Counter.PaymentsAsync()).Select(p => p.InvoiceReference).Distinct().Count());
        Assert.Equal(7, (await ada.Counter.StockAsync(ada.Coffee.Id)).OnHand);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_renewal_whose_webhook_was_lost_is_found_in_the_providers_list_of_events()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        ada.Turn("renew", subscription);
        ada.LoseEvents();

        await ada.Shop.RunOnceAsync<ReconciliationWorker>();
        await ada.Shop.RunOnceAsync<InboxWorker>();

        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task The_comparison_of_the_books_books_a_lost_renewal_and_agrees_from_then_on()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        ada.Turn("renew", subscription);
        ada.LoseEvents();
        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(5));

        var first = await ada.Shop.Get<Reconciler>().RunAsync(null, default);
        var second = await ada.Shop.Get<Reconciler>().RunAsync(null, default);

        Assert.Equal((1, 0), (first.Repaired, first.Open));
        Assert.Equal((2, 0, 0), (second.Matched, second.Repaired, second.Open));
        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_renewal_without_stock_is_kept_for_staff_and_the_customer_is_told()
    {
        await using var ada = await Subscriber.ArriveAsync(stock: 1);
        var subscription = await ada.SubscribeAsync();

        await ada.RenewAsync(subscription);

        var renewal = Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null);
        Assert.Equal(PaymentStatus.Paid, renewal.PaymentStatus);
        Assert.Contains("too few items", Staff.AsksOf(renewal), StringComparison.Ordinal);
        Assert.Equal(1, await ada.Counter.MailsAsync(":delayed"));
        Assert.Equal((0, 0), ((await ada.Counter.StockAsync(ada.Coffee.Id)).OnHand, (await ada.Counter.StockAsync(ada.Coffee.Id)).Reserved));
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_renewal_is_refunded_like_any_order()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.RenewAsync(subscription);
        var renewal = Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null);

        await ada.Shop.Get<BlazorShop.Payments.Refunds.RefundService>().RequestAsync(renewal.Id, renewal.Total, "Too bitter.", "staff", Guid.NewGuid(), default);
        await ada.Counter.DeliverAsync();

        Assert.Equal(PaymentStatus.Refunded, (await ada.Counter.OrderAsync(renewal.Number)).PaymentStatus);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task Data_that_was_lost_comes_back_with_its_subscription_and_renewals()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var backup = Path.Combine(ada.Shop.Folder, "backup.db");
        await using (var db = ada.Shop.Db())
        {
            await ada.Shop.Get<ShopInstance>().IdAsync(default);
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {backup}");
        }

        var subscription = await ada.SubscribeAsync();
        await ada.RenewAsync(subscription);
        ada.Counter.Clock.Advance(TimeSpan.FromDays(2));
        await using var restored = new ShopApp
        {
            Clock = ada.Counter.Clock,
            Settings =
            {
                ["ConnectionStrings:Shop"] = "Data Source=" + backup,
                ["Sandbox:Database"] = "Data Source=" + Path.Combine(ada.Shop.Folder, "sandbox.db"),
            },
        };

        await restored.RunOnceAsync<ReconciliationWorker>();

        await using var after = restored.Db();
        var orders = await after.Orders.Include(o => o.History).ToListAsync();
        Assert.Equal([PaymentStatus.Paid, PaymentStatus.Paid], orders.Select(o => o.PaymentStatus));
        Assert.All(orders, o => Assert.Contains(o.OpenAttention, a => a.Attention is AttentionKind.HeardLate or AttentionKind.Restored));
        var known = await after.Subscriptions.SingleAsync();
        Assert.Equal((subscription.Id, subscription.Reference, "every month", subscription.Email), (known.Id, known.Reference, known.Recurrence.ToString(), known.Email));
        Assert.All(orders, o => Assert.Equal(known.Id, o.SubscriptionId));
        Assert.All(await restored.Get<Invariants>().CheckAsync(default), rule => Assert.True(rule.Broken.Count == 0, rule.Name));
    }
}
