using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Recurring;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>A renewal that could not be collected: the customer is told, pays, and gets the one order.</summary>
public sealed class PastDueTests
{
    [Fact]
    public async Task A_failed_renewal_makes_no_order_and_emails_a_link_to_where_it_is_paid()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);

        await ada.RenewAsync(subscription);

        var owing = await ada.OnlyAsync();
        Assert.Single(await ada.OrdersAsync());
        Assert.Equal((SubscriptionStatus.PastDue, ada.Invoices()[^1], 1400L), (owing.Status, owing.OpenInvoice, owing.OpenAmount));
        Assert.Equal(nameof(DeclineReason.Declined), owing.Problem);
        await using var db = ada.Shop.Db();
        var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey.Contains(":failed:"));
        Assert.Equal(subscription.Email, mail.To);
        Assert.Contains($"http://localhost/subscriptions/{subscription.Id}", mail.Text, StringComparison.Ordinal);
        Assert.Contains("we couldn't collect €14.00. Your bank declined the payment.", mail.Text, StringComparison.Ordinal);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task Whoever_subscribed_in_French_is_written_to_in_French()
    {
        await using var ada = await Subscriber.ArriveAsync();
        await ada.Counter.PayAsync(Assert.IsType<BlazorShop.Checkout.CheckoutStart.Ready>(await ada.StartAsync(ada.Buyer with { Locale = "fr" })));
        await ada.Counter.DeliverAsync();
        var subscription = await ada.OnlyAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);
        await using var db = ada.Shop.Db();
        Assert.Equal("Coffee post\u00a0: nous n’avons pas pu prélever 14,00\u00a0€", (await db.OutboxMessages.SingleAsync(m => m.DedupKey.Contains(":failed:"))).Subject);
        Assert.Equal("fr", (await db.Orders.SingleAsync()).Language);
    }

    [Fact]
    public async Task Each_failed_try_of_a_renewal_is_emailed_once_however_often_it_is_told()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);
        var invoice = ada.Invoices()[^1];

        await ada.TellAsync("evt_again_1", "invoice.payment_failed", invoice);
        await ada.TellAsync("evt_again_2", "invoice.payment_failed", invoice);
        await ada.Shop.RunOnceAsync<InboxWorker>();
        Assert.Equal(1, await ada.Counter.MailsAsync(":failed:"));
        await using (var db = ada.Shop.Db())
            Assert.Empty(await db.InboxEvents.Where(e => e.State == InboxState.New).Select(e => e.Result).ToListAsync());

        ada.Turn("retry", subscription);
        await ada.Counter.DeliverAsync();
        Assert.Equal(2, await ada.Counter.MailsAsync(":failed:"));
    }

    [Fact]
    public async Task Another_card_pays_what_is_owed_and_makes_the_one_order()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);

        Assert.IsType<SubscriptionChanged.Done>(await ada.ChangeCardAsync());
        await ada.Counter.DeliverAsync();

        var recovered = await ada.OnlyAsync();
        Assert.Equal((SubscriptionStatus.Active, null, "Visa ending in 4242"), (recovered.Status, recovered.OpenInvoice, recovered.PaidWith));
        var renewal = Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null);
        Assert.Equal((PaymentStatus.Paid, "Visa ending in 4242"), (renewal.PaymentStatus, renewal.PaidWith));
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_tab_closed_after_the_card_was_entered_pays_all_the_same()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);

        await ada.CardFormAsync("4242424242424242");
        await ada.Counter.DeliverAsync();

        Assert.Equal(SubscriptionStatus.Active, (await ada.OnlyAsync()).Status);
        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_second_card_that_is_declined_too_says_why_and_another_can_be_tried()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);

        var refused = Assert.IsType<SubscriptionChanged.Refused>(await ada.ChangeCardAsync("4000000000000341"));
        await ada.Counter.DeliverAsync();
        Assert.Equal(nameof(DeclineReason.Declined), refused.Problem);
        Assert.Single(await ada.OrdersAsync());

        Assert.IsType<SubscriptionChanged.Done>(await ada.ChangeCardAsync());
        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task The_return_and_the_webhook_of_a_card_form_at_once_collect_what_is_owed_once()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);
        var form = await ada.CardFormAsync("4242424242424242");

        await Task.WhenAll(
            Task.Run(() => ada.Service.CardEnteredAsync(ada.Buyer.Customer, form.Reference, default)),
            Task.Run(ada.Counter.DeliverAsync),
            Task.Run(() => ada.Service.CardEnteredAsync(ada.Buyer.Customer, form.Reference, default)));
        await ada.Counter.DeliverAsync();

        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        Assert.Equal(2, (await ada.Counter.PaymentsAsync()).Count);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_lost_answer_to_the_collection_of_what_is_owed_is_asked_for_again_with_the_same_key()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);
        var form = await ada.CardFormAsync("4242424242424242");
        ada.LoseEvents();
        Switch(ada, Switches.LoseAnswers, on: true);
        Assert.IsType<SubscriptionChanged.Later>(await ada.Service.CardEnteredAsync(ada.Buyer.Customer, form.Reference, default));
        Switch(ada, Switches.LoseAnswers, on: false);
        ada.LoseEvents();

        await ada.Shop.RunOnceAsync<BlazorShop.Payments.Reconciliation.ReconciliationWorker>();

        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        Assert.Equal((SubscriptionStatus.Active, null), ((await ada.OnlyAsync()).Status, (await ada.OnlyAsync()).OpenInvoice));
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task What_is_never_paid_ends_the_subscription_and_owes_nothing()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);

        for (var i = 0; i < 3; i++)
            ada.Turn("retry", subscription);
        await ada.Counter.DeliverAsync();

        var over = await ada.OnlyAsync();
        Assert.Equal((SubscriptionStatus.Cancelled, null), (over.Status, over.OpenInvoice));
        Assert.NotNull(over.EndedAt);
        Assert.Equal(1, await ada.Counter.MailsAsync(":ended"));
        Assert.Single(await ada.OrdersAsync());
        var mails = await ada.Counter.MailsAsync(":failed:");
        await ada.TellAsync("evt_after", "invoice.payment_failed", ada.Invoices()[^1]);
        await ada.Shop.RunOnceAsync<InboxWorker>();
        Assert.Equal(mails, await ada.Counter.MailsAsync(":failed:"));
    }

    private static void Switch(Subscriber ada, string name, bool on) => ada.Shop.Get<SandboxStore>().Run(work => work.Turn(name, on));
}
