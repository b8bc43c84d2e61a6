using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Checkout;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>Subscriptions as Stripe keeps them, seen through Stripe's own client.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task A_paid_form_begins_a_subscription_whose_first_invoice_is_paid_by_that_payment()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        var session = await host.SubscriptionAsync(customer.Id);
        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242"));

        var done = await host.Stripe.V1.Checkout.Sessions.GetAsync(
            session.Id, new SessionGetOptions { Expand = ["invoice.payments", "subscription.default_payment_method"] });
        Assert.Equal(("complete", "paid", null), (done.Status, done.PaymentStatus, done.PaymentIntentId));
        Assert.Equal(("active", "4242", "1"), (done.Subscription.Status, done.Subscription.DefaultPaymentMethod.Card.Last4, done.Subscription.Metadata["order_id"]));
        Assert.Equal(("paid", "subscription_create", "1"), (done.Invoice.Status, done.Invoice.BillingReason, done.Invoice.Parent.SubscriptionDetails.Metadata["order_id"]));
        var intent = await host.Stripe.V1.PaymentIntents.GetAsync(Assert.Single(done.Invoice.Payments).Payment.PaymentIntentId);
        Assert.Equal(("succeeded", 1400L), (intent.Status, intent.AmountReceived));
        Assert.Empty(intent.Metadata);
        Assert.Equal("limited", done.Subscription.DefaultPaymentMethod.AllowRedisplay);
        Assert.Equal(session.Id, Assert.Single(await host.Stripe.V1.Checkout.Sessions.ListAsync(new() { Subscription = done.SubscriptionId })).Id);
        var happened = await host.HappenedAsync();
        foreach (var type in new[] { "customer.subscription.created", "invoice.created", "invoice.finalized", "invoice.paid", "checkout.session.completed" })
            Assert.Contains(type, happened);
    }

    [Fact]
    public async Task The_sandbox_renews_a_subscription_when_it_is_due_and_its_page_advances_it()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        var id = await host.SubscribeAsync(customer.Id, CheckoutPayment.Card("4242424242424242"));
        var first = (await host.Stripe.V1.Subscriptions.GetAsync(id)).Items.Data[0];

        await host.PassAsync(TimeSpan.FromDays(20));
        Assert.Single(await host.Stripe.V1.Invoices.ListAsync(new() { Subscription = id }));
        await host.PassAsync(TimeSpan.FromDays(12));
        Assert.Equal(["subscription_cycle", "subscription_create"], (await host.Stripe.V1.Invoices.ListAsync(new() { Subscription = id })).Select(i => i.BillingReason));
        host.Turn("renew", id);
        var invoices = await host.Stripe.V1.Invoices.ListAsync(new() { Subscription = id, Status = "paid" });
        Assert.Equal(3, invoices.Data.Count);
        Assert.Equal(first.CurrentPeriodEnd.AddMonths(2), (await host.Stripe.V1.Subscriptions.GetAsync(id)).Items.Data[0].CurrentPeriodEnd);
        Assert.Equal(3, (await host.Stripe.V1.PaymentIntents.ListAsync(new() { Customer = customer.Id })).Data.Count);
    }

    [Fact]
    public async Task A_card_that_is_declined_later_leaves_an_open_invoice_that_another_card_pays_once()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        var id = await host.SubscribeAsync(customer.Id, CheckoutPayment.Card("4242424242424242"));
        await host.Stripe.V1.Subscriptions.UpdateAsync(id, new() { DefaultPaymentMethod = await host.SetUpCardAsync(customer.Id, "4000000000000341") });
        host.Turn("renew", id);

        var owing = await host.Stripe.V1.Subscriptions.GetAsync(id, new() { Expand = ["latest_invoice.payments"] });
        var invoice = owing.LatestInvoice;
        Assert.Equal(("past_due", "open", 1L, true), (owing.Status, invoice.Status, invoice.AttemptCount, invoice.NextPaymentAttempt is not null));
        Assert.Contains("invoice.payment_failed", await host.HappenedAsync());

        var bad = await host.SetUpCardAsync(customer.Id, "4000000000000341");
        var declined = await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Invoices.PayAsync(invoice.Id, new() { PaymentMethod = bad }));
        Assert.Equal((HttpStatusCode.PaymentRequired, "card_declined"), (declined.HttpStatusCode, declined.StripeError.Code));
        Assert.Equal(2, (await host.Stripe.V1.Invoices.GetAsync(invoice.Id)).AttemptCount);

        var good = await host.SetUpCardAsync(customer.Id, "4242424242424242");
        var key = new RequestOptions { IdempotencyKey = "pay-it" };
        var paid = await host.Stripe.V1.Invoices.PayAsync(invoice.Id, new() { PaymentMethod = good }, key);
        var again = await host.Stripe.V1.Invoices.PayAsync(invoice.Id, new() { PaymentMethod = good }, key);
        Assert.Equal(("paid", "paid", 1400L), (paid.Status, again.Status, paid.AmountPaid));
        Assert.Equal("active", (await host.Stripe.V1.Subscriptions.GetAsync(id)).Status);
        await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Invoices.PayAsync(invoice.Id, new() { PaymentMethod = good }));
    }

    [Theory]
    [InlineData("4000002500003155", "active")]
    [InlineData("4000002760003184", "past_due")]
    public async Task A_bank_that_asked_once_is_spared_at_renewals_and_one_that_always_asks_is_not(string card, string then)
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        var session = await host.SubscriptionAsync(customer.Id);
        Assert.IsType<CheckoutOutcome.Challenge>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card(card)));
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.AuthenticateAsync(session.Id, succeed: true));
        var id = (await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).SubscriptionId;

        host.Turn("renew", id);

        Assert.Equal(then, (await host.Stripe.V1.Subscriptions.GetAsync(id)).Status);
    }

    [Fact]
    public async Task A_foreign_card_is_refused_and_what_has_ended_is_not_changed()
    {
        await using var host = await SandboxHost.StartAsync();
        var (ada, eve) = (await host.CustomerAsync(), await host.CustomerAsync("eve@example.com"));
        var id = await host.SubscribeAsync(ada.Id, CheckoutPayment.Card("4242424242424242"));
        var foreign = await host.SetUpCardAsync(eve.Id, "4242424242424242");

        await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Subscriptions.UpdateAsync(id, new() { DefaultPaymentMethod = foreign }));
        await host.Stripe.V1.Subscriptions.CancelAsync(id);
        await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Subscriptions.UpdateAsync(id, new() { CancelAtPeriodEnd = true }));
        Assert.Empty(await host.Stripe.V1.Subscriptions.ListAsync(new() { Customer = ada.Id }));
        Assert.Equal("canceled", Assert.Single(await host.Stripe.V1.Subscriptions.ListAsync(new() { Customer = ada.Id, Status = "all" })).Status);
    }

    [Fact]
    public async Task A_change_that_stripe_would_refuse_is_refused_by_its_name_and_changes_nothing()
    {
        await using var host = await SandboxHost.StartAsync();
        var id = await host.SubscribeAsync((await host.CustomerAsync()).Id, CheckoutPayment.Card("4242424242424242"));
        var before = (await host.Stripe.V1.Subscriptions.GetAsync(id)).ToJson();
        foreach (var (fields, param) in new[]
        {
            ("colour=red", "colour"),
            ("cancel_at_period_end=", "cancel_at_period_end"),
            ("cancel_at_period_end=yes", "cancel_at_period_end"),
            ("default_payment_method=", "default_payment_method"),
            ("default_payment_method=pm_nobody", "default_payment_method"),
            ("collection_method=", "collection_method"),
            ("collection_method=send_letters", "collection_method"),
            ("pause_collection[behavior]=", "pause_collection[behavior]"),
            ("pause_collection[behavior]=wait", "pause_collection[behavior]"),
            ("pause_collection[resumes_at]=1800000000", "pause_collection[behavior]"),
            ("pause_collection[behavior]=void&pause_collection[until]=1", "pause_collection[until]"),
            ("cancellation_details[feedback]=bored", "cancellation_details[feedback]"),
            ("payment_settings[save_default_payment_method]=never", "payment_settings[save_default_payment_method]"),
            ("payment_settings[payment_method_options][card][network]=wampum", "payment_settings[payment_method_options][card][network]"),
            ("items[0][quantity]=many", "items[0][quantity]"),
            ("items[0][price_data][currency]=eux&items[0][price_data][product]=p&items[0][price_data][recurring][interval]=month", "items[0][price_data][currency]"),
            ("trial_settings[end_behavior][missing_payment_method]=wait", "trial_settings[end_behavior][missing_payment_method]"),
        })
        {
            Assert.Equal((fields, HttpStatusCode.BadRequest, param), await ChangeAsync(host, id, fields));
        }

        Assert.Equal(before, (await host.Stripe.V1.Subscriptions.GetAsync(id)).ToJson());
        foreach (var fields in new[] { "pause_collection[behavior]=void", "pause_collection=", "description=", "metadata[a]=b", "metadata[a]=", "metadata=", "cancel_at_period_end=true" })
            Assert.Equal((fields, HttpStatusCode.OK, (string?)null), await ChangeAsync(host, id, fields));
    }

    private static async Task<(string Fields, HttpStatusCode Status, string? Param)> ChangeAsync(SandboxHost host, string id, string fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sandbox/stripe/v1/subscriptions/" + id)
        {
            Content = new StringContent(fields, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = new("Bearer", SandboxHost.SecretKey);
        using var answer = await host.Http.SendAsync(request);
        return (fields, answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]?["param"]?.GetValue<string>());
    }
}
