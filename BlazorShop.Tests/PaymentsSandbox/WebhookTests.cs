using System.Net;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.PaymentsSandbox.Store;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>How the shop hears of it.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task Every_event_arrives_signed_as_stripe_signs_it()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242"));
        await host.DeliverAsync();

        var events = host.Heard.Select(h => EventUtility.ConstructEvent(
            h.Body, h.Signature, SandboxHost.WebhookSecret, 300, host.Clock.GetUtcNow().ToUnixTimeSeconds())).ToList();
        Assert.Equal(4, events.Count);
        var completed = Assert.IsType<Session>(events.Single(e => e.Type == "checkout.session.completed").Data.Object);
        Assert.Equal((session.Id, "1", null), (completed.Id, completed.Metadata["order_id"], completed.ClientSecret));
        Assert.Equal(StripeConfiguration.ApiVersion, events[0].ApiVersion);
    }

    [Fact]
    public async Task An_event_that_was_not_accepted_comes_again_with_a_fresh_signature()
    {
        await using var host = await SandboxHost.StartAsync();
        host.WebhookAnswer = HttpStatusCode.InternalServerError;
        await host.CustomerAsync();
        await host.DeliverAsync();
        await host.DeliverAsync();
        Assert.Single(host.Heard);

        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await host.DeliverAsync();
        Assert.Equal(2, host.Heard.Count);
        host.WebhookAnswer = HttpStatusCode.OK;
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await host.DeliverAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.DeliverAsync();

        Assert.Equal(3, host.Heard.Count);
        Assert.Single(host.Heard.Select(h => h.Body).Distinct());
        Assert.Equal(3, host.Heard.Select(h => h.Signature).Distinct().Count());
    }

    [Fact]
    public async Task An_event_leaves_at_once_and_not_at_the_next_look_at_the_clock()
    {
        await using var host = await SandboxHost.StartAsync(loops: true);
        for (var i = 0; i < 3; i++)
        {
            await host.CustomerAsync();
            // The clock of this host stands still, so only the bell can have started the delivery.
            Assert.True(await host.Arrivals.WaitAsync(TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public async Task A_redirect_does_not_accept_a_webhook_of_the_sandbox()
    {
        await using var host = await SandboxHost.StartAsync();
        host.WebhookAnswer = HttpStatusCode.Redirect;
        await host.CustomerAsync();
        await host.DeliverAsync();
        var happening = (await host.Stripe.V1.Events.ListAsync()).First();
        Assert.Equal(1, happening.PendingWebhooks);
    }

    [Fact]
    public async Task The_admin_delivers_again_delays_drops_and_duplicates()
    {
        await using var host = await SandboxHost.StartAsync();
        var admin = new PanelActions(host.Store);
        await host.CustomerAsync();
        var id = (await host.Stripe.V1.Events.ListAsync()).First().Id;

        admin.Perform("delay", id);
        await host.DeliverAsync();
        Assert.Empty(host.Heard);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.DeliverAsync();
        Assert.Single(host.Heard);

        admin.Perform("redeliver", id);
        admin.Perform("duplicate", id);
        await host.DeliverAsync();
        Assert.Equal(3, host.Heard.Count);
        Assert.Equal(2, host.Heard.Select(h => EventUtility.ParseEvent(h.Body).Id).Distinct().Count());

        admin.Perform("redeliver", id);
        admin.Perform("drop", id);
        await host.DeliverAsync();
        Assert.Equal(3, host.Heard.Count);
    }

    [Fact]
    public async Task Webhooks_can_be_dropped_or_held_back()
    {
        await using var host = await SandboxHost.StartAsync();
        host.Store.Run(work => work.Turn(Switches.DropWebhooks, on: true));
        await host.CustomerAsync("dropped@example.com");
        host.Store.Run(work => work.Turn(Switches.DropWebhooks, on: false));
        host.Store.Run(work => work.Turn(Switches.HoldWebhooks, on: true));
        await host.CustomerAsync("held@example.com");
        await host.DeliverAsync();
        Assert.Empty(host.Heard);
        host.Store.Run(work => work.Turn(Switches.HoldWebhooks, on: false));
        await host.DeliverAsync();
        Assert.Contains("held@example.com", Assert.Single(host.Heard).Body, StringComparison.Ordinal);
    }
}
