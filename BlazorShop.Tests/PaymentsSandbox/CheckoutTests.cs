using BlazorShop.PaymentsSandbox.Checkout;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>A buyer pays, fails, tries again.</summary>
public sealed class CheckoutTests
{
    private static readonly SessionGetOptions Whole = new()
    {
        Expand = ["line_items", "line_items.data.price.product", "payment_intent.latest_charge", "payment_intent.payment_method", "customer"],
    };

    [Fact]
    public async Task A_card_pays_a_session_and_everything_agrees()
    {
        await using var host = await SandboxHost.StartAsync();
        var customer = await host.CustomerAsync();
        var session = await host.SessionAsync(o => { o.CustomerEmail = null; o.Customer = customer.Id; });
        Assert.StartsWith("cs_test_", session.Id, StringComparison.Ordinal);
        Assert.Contains("_secret_", session.ClientSecret, StringComparison.Ordinal);
        Assert.Equal(("open", "unpaid", 2968L, null), (session.Status, session.PaymentStatus, session.AmountTotal, session.PaymentIntentId));

        var outcome = await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242 4242 4242 4242"));

        Assert.Equal(new CheckoutOutcome.Complete("paid", null), outcome);
        var paid = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole);
        Assert.Equal(("complete", "paid"), (paid.Status, paid.PaymentStatus));
        Assert.Equal("succeeded", paid.PaymentIntent.Status);
        Assert.Equal("1", paid.PaymentIntent.Metadata["order_id"]);
        Assert.Equal(2968, paid.PaymentIntent.LatestCharge.AmountCaptured);
        Assert.Equal("4242", paid.PaymentIntent.PaymentMethod.Card.Last4);
        Assert.Equal("jenny@example.com", paid.CustomerDetails.Email);
        Assert.Equal(customer.Id, paid.Customer.Id);
        Assert.Equal(["Coffee & beans <1 kg>", "Filter"], paid.LineItems.Select(l => l.Description));
        Assert.Equal("Filter", paid.LineItems.Data[1].Price.Product.Name);
        Assert.Equal(
            ["customer.created", "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"],
            await host.HappenedAsync());
    }

    [Fact]
    public async Task Redirect_always_leads_to_the_return_url_with_the_session_in_it()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync(o => o.RedirectOnCompletion = "always");
        var outcome = await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242"));
        Assert.Equal(new CheckoutOutcome.Complete("paid", $"https://shop.example/checkout/return?session_id={session.Id}"), outcome);
    }

    [Theory]
    [InlineData("4000000000000002", "card_declined", "generic_decline", "Your card was declined.")]
    [InlineData("4000000000009995", "card_declined", "insufficient_funds", "Your card has insufficient funds.")]
    [InlineData("4000000000000069", "expired_card", null, "Your card has expired.")]
    [InlineData("4000000000000127", "incorrect_cvc", null, "Your card's security code is incorrect.")]
    [InlineData("4000000000000341", "card_declined", "generic_decline", "Your card was declined.")]
    public async Task A_declined_card_leaves_the_session_open_for_another_try(string number, string code, string? declineCode, string message)
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();

        var declined = Assert.IsType<CheckoutOutcome.Declined>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card(number)));

        Assert.Equal((code, declineCode, message), (declined.Code, declined.DeclineCode, declined.Message));
        var open = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole);
        Assert.Equal(("open", "unpaid", "requires_payment_method"), (open.Status, open.PaymentStatus, open.PaymentIntent.Status));
        Assert.Equal(message, open.PaymentIntent.LastPaymentError.Message);
        Assert.Equal("failed", open.PaymentIntent.LatestCharge.Status);
        Assert.Equal(["payment_intent.created", "charge.failed", "payment_intent.payment_failed"], await host.HappenedAsync());

        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242"));
        var paid = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole);
        Assert.Equal(("complete", open.PaymentIntentId), (paid.Status, paid.PaymentIntentId));
        Assert.Null(paid.PaymentIntent.LastPaymentError);
    }

    [Theory]
    [InlineData("4242424242424241", "12 / 34", "123", "number", "Your card number is incorrect.")]
    [InlineData("4242", "12 / 34", "123", "number", "Your card number is incomplete.")]
    [InlineData("4242424242424242", "10 / 26", "123", "expiry", "Your card's expiration date is in the past.")]
    [InlineData("4242424242424242", "13 / 34", "123", "expiry", "Your card's expiration date is incomplete.")]
    [InlineData("4242424242424242", "12 / 34", "12", "cvc", "Your card's security code is incomplete.")]
    public async Task What_the_form_can_see_is_wrong_never_reaches_the_bank(string number, string expiry, string cvc, string field, string message)
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        var outcome = await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card(number) with { Expiry = expiry, Cvc = cvc });
        Assert.Equal(message, Assert.IsType<CheckoutOutcome.Invalid>(outcome).Errors[field]);
        Assert.Empty(await host.HappenedAsync());
    }

    [Theory]
    [InlineData("4000002500003155")]
    [InlineData("4000002760003184")]
    [InlineData("4000003800000446")]
    [InlineData("4000000000003220")]
    public async Task A_card_that_asks_for_authentication_pays_after_it(string number)
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        Assert.IsType<CheckoutOutcome.Challenge>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card(number)));
        Assert.Equal("requires_action", (await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole)).PaymentIntent.Status);
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.AuthenticateAsync(session.Id, succeed: true));
    }

    [Fact]
    public async Task Failed_authentication_lets_the_buyer_try_again()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4000002760003184"));
        var declined = Assert.IsType<CheckoutOutcome.Declined>(await host.Buyer.AuthenticateAsync(session.Id, succeed: false));
        Assert.Equal("payment_intent_authentication_failure", declined.Code);
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242")));
    }

    [Theory]
    [InlineData("4000008260003178", "insufficient_funds")]
    [InlineData("4000008400001629", "generic_decline")]
    public async Task Some_cards_are_declined_even_after_authentication(string number, string declineCode)
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card(number));
        var declined = Assert.IsType<CheckoutOutcome.Declined>(await host.Buyer.AuthenticateAsync(session.Id, succeed: true));
        Assert.Equal(declineCode, declined.DeclineCode);
    }

    [Fact]
    public async Task A_bank_debit_completes_the_session_unpaid_and_succeeds_minutes_later()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        Assert.Equal(new CheckoutOutcome.Complete("unpaid", null), await host.Buyer.PayAsync(session.Id, CheckoutPayment.Bank("000123456789")));
        var pending = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole);
        Assert.Equal(("complete", "unpaid", "processing"), (pending.Status, pending.PaymentStatus, pending.PaymentIntent.Status));

        await host.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("unpaid", (await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).PaymentStatus);
        await host.PassAsync(TimeSpan.FromMinutes(1));

        var paid = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole);
        Assert.Equal(("paid", "succeeded"), (paid.PaymentStatus, paid.PaymentIntent.Status));
        Assert.Equal(
            ["payment_intent.created", "payment_intent.processing", "charge.pending", "checkout.session.completed",
                "charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded"],
            await host.HappenedAsync());
    }

    [Theory]
    [InlineData("000111111116")]
    [InlineData("DE62 3704 0044 0532 0130 01")]
    public async Task A_bank_debit_may_fail_minutes_later(string account)
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Bank(account));
        await host.PassAsync(TimeSpan.FromMinutes(3));
        var failed = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole);
        Assert.Equal(("complete", "unpaid", "requires_payment_method"), (failed.Status, failed.PaymentStatus, failed.PaymentIntent.Status));
        Assert.Equal("checkout.session.async_payment_failed", (await host.HappenedAsync())[^1]);
    }

    [Fact]
    public async Task A_session_that_takes_cards_only_takes_no_debit()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync(o => o.AllowedPaymentMethodTypes = ["card"]);
        Assert.Equal(["card"], session.PaymentMethodTypes);
        Assert.IsType<CheckoutOutcome.Invalid>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Bank("000123456789")));
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242")));
    }

    [Fact]
    public async Task A_guest_becomes_a_customer_where_the_shop_wants_that_and_the_address_is_kept()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync(o =>
        {
            o.CustomerEmail = null;
            o.CustomerCreation = "always";
            o.ShippingAddressCollection = new() { AllowedCountries = ["FR"] };
        });
        var payment = CheckoutPayment.Card("4242424242424242") with { Email = "guest@example.com" };
        var missing = Assert.IsType<CheckoutOutcome.Invalid>(await host.Buyer.PayAsync(session.Id, payment));
        Assert.Contains("shippingLine1", missing.Errors.Keys);
        await host.Buyer.PayAsync(session.Id, payment with { Shipping = new("Jo", "1 Street", null, "Lyon", null, "69001", "FR") });

        var paid = await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, Whole);
        Assert.Equal("guest@example.com", paid.Customer.Email);
        Assert.Equal("69001", paid.CollectedInformation.ShippingDetails.Address.PostalCode);
        Assert.Equal("Jo", paid.PaymentIntent.Shipping.Name);
    }

    [Fact]
    public async Task A_session_expires_by_the_clock_and_cannot_be_paid_any_more()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync(o => o.ExpiresAt = host.Clock.GetUtcNow().UtcDateTime.AddMinutes(30));
        await host.PassAsync(TimeSpan.FromMinutes(29));
        Assert.Equal("open", (await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).Status);
        await host.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["checkout.session.expired"], await host.HappenedAsync());
        Assert.Equal("expired", (await host.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).Status);
        Assert.Equal(new CheckoutOutcome.Closed("expired"), await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242")));
    }

    [Fact]
    public async Task The_shop_can_expire_an_open_session_once()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4000000000000002"));
        Assert.Equal("expired", (await host.Stripe.V1.Checkout.Sessions.ExpireAsync(session.Id)).Status);
        Assert.Equal(["payment_intent.canceled", "checkout.session.expired"], (await host.HappenedAsync())[^2..]);
        await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Checkout.Sessions.ExpireAsync(session.Id));
    }

    [Fact]
    public async Task Twenty_payments_of_one_session_at_once_take_the_money_once()
    {
        await using var host = await SandboxHost.StartAsync();
        var session = await host.SessionAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(() => host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242")))));
        Assert.Single(outcomes.OfType<CheckoutOutcome.Complete>());
        Assert.Single(await host.Stripe.V1.Charges.ListAsync());
    }
}
