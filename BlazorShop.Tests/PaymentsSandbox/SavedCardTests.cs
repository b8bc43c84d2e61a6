using BlazorShop.PaymentsSandbox.Checkout;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>A buyer comes back.</summary>
public sealed class SavedCardTests
{
    private static Action<SessionCreateOptions> For(Customer customer, Action<SessionCreateOptions>? more = null) => options =>
    {
        options.CustomerEmail = null;
        options.Customer = customer.Id;
        options.SavedPaymentMethodOptions = new() { PaymentMethodSave = "enabled" };
        more?.Invoke(options);
    };

    private static List<string> Offered(SandboxHost host, Session session) =>
        host.Store.Run(work => SandboxCards.Offered(work, Sessions.Find(work, session.Id)!).Select(card => card["card"]!["last4"]!.GetValue<string>()).ToList());

    [Fact]
    public async Task A_card_saved_with_consent_is_offered_next_time_newest_first_and_pays()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        foreach (var number in new[] { "4242424242424242", "5555555555554444" })
            await host.Buyer.PayAsync((await host.SessionAsync(For(customer))).Id, CheckoutPayment.Card(number, save: true));

        var session = await host.SessionAsync(For(customer));
        Assert.Equal(["4444", "4242"], Offered(host, session));
        var cards = await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id, new() { Type = "card" });
        Assert.Equal(("always", "mastercard"), (cards.Data[0].AllowRedisplay, cards.Data[0].Card.Brand));
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Saved(cards.Data[0].Id)));
        Assert.Equal(2, (await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id)).Data.Count);
    }

    [Fact]
    public async Task No_card_is_saved_without_consent()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        await host.Buyer.PayAsync((await host.SessionAsync(For(customer))).Id, CheckoutPayment.Card("4242424242424242"));
        Assert.Empty(await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id));
    }

    [Fact]
    public async Task A_card_saved_without_asking_is_offered_only_where_the_filters_let_it_in()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        await host.Buyer.PayAsync(
            (await host.SessionAsync(For(customer, o => o.PaymentIntentData.SetupFutureUsage = "off_session"))).Id, CheckoutPayment.Card("4242424242424242"));

        Assert.Equal("limited", (await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id)).First().AllowRedisplay);
        Assert.Empty(Offered(host, await host.SessionAsync(For(customer))));
        Assert.Equal(["4242"], Offered(host, await host.SessionAsync(
            For(customer, o => o.SavedPaymentMethodOptions.AllowRedisplayFilters = ["always", "limited"]))));
    }

    [Fact]
    public async Task Cards_are_no_longer_offered_half_an_hour_after_the_session_began()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        await host.Buyer.PayAsync((await host.SessionAsync(For(customer))).Id, CheckoutPayment.Card("4242424242424242", save: true));
        var session = await host.SessionAsync(For(customer));
        host.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Single(Offered(host, session));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Offered(host, session));
    }

    [Fact]
    public async Task A_card_from_a_country_with_postal_codes_needs_one_to_be_offered()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        await host.Buyer.PayAsync((await host.SessionAsync(For(customer))).Id,
            CheckoutPayment.Card("4242424242424242", save: true) with { Country = "US", PostalCode = "94103" });
        Assert.Single(Offered(host, await host.SessionAsync(For(customer))));
        Assert.Empty(Offered(host, await host.SessionAsync(For(customer, o => o.BillingAddressCollection = "required"))));
    }

    [Fact]
    public async Task A_card_can_be_changed_and_detached()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        await host.Buyer.PayAsync((await host.SessionAsync(For(customer))).Id, CheckoutPayment.Card("4242424242424242", save: true));
        var card = (await host.Stripe.V1.PaymentMethods.ListAsync(new() { Customer = customer.Id })).First();
        Assert.Equal("limited", (await host.Stripe.V1.PaymentMethods.UpdateAsync(card.Id, new() { AllowRedisplay = "limited" })).AllowRedisplay);
        Assert.Null((await host.Stripe.V1.PaymentMethods.DetachAsync(card.Id)).CustomerId);
        Assert.Empty(await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id));
        Assert.Equal(["payment_method.updated", "payment_method.detached"], (await host.HappenedAsync())[^2..]);
    }

    [Fact]
    public async Task A_card_can_be_set_up_without_paying()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        var session = await host.SessionAsync(o => { For(customer)(o); o.Mode = "setup"; o.Currency = "eur"; o.LineItems = null; o.PaymentIntentData = null; o.SavedPaymentMethodOptions = null; });
        Assert.Equal(new CheckoutOutcome.Complete("no_payment_required", null), await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242")));
        var done = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["setup_intent"] });
        Assert.Equal(("succeeded", "no_payment_required"), (done.SetupIntent.Status, done.PaymentStatus));
        Assert.Single(await host.Stripe.V1.Customers.PaymentMethods.ListAsync(customer.Id));
        Assert.Contains("setup_intent.succeeded", await host.HappenedAsync());
    }
}
