using BlazorShop.PaymentsSandbox.Checkout;
using Stripe;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>Money on its way back.</summary>
public sealed class RefundAndDisputeTests
{
    private static async Task<PaymentIntent> PaidAsync(SandboxHost host, string number = "4242424242424242")
    {
        var session = await host.SessionAsync();
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card(number)));
        return (await host.Stripe.V1.PaymentIntents.ListAsync()).First();
    }

    [Fact]
    public async Task A_payment_is_refunded_in_parts_and_never_beyond_its_amount()
    {
        await using var host = await SandboxHost.StartAsync();
        var intent = await PaidAsync(host);
        var refunds = host.Stripe.V1.Refunds;

        var part = await refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = intent.Id, Amount = 968, Reason = "requested_by_customer" });
        Assert.Equal(("succeeded", 968L), (part.Status, part.Amount));
        var tooMuch = await Assert.ThrowsAsync<StripeException>(() => refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = intent.Id, Amount = 2001 }));
        Assert.Equal("Refund amount (€20.01) is greater than unrefunded amount on charge (€20.00)", tooMuch.StripeError.Message);
        var rest = await refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = intent.Id });
        Assert.Equal(2000, rest.Amount);
        var nothingLeft = await Assert.ThrowsAsync<StripeException>(() => refunds.CreateAsync(new RefundCreateOptions { Charge = rest.ChargeId }));
        Assert.Equal("charge_already_refunded", nothingLeft.StripeError.Code);

        var charge = await host.Stripe.V1.Charges.GetAsync(rest.ChargeId, new ChargeGetOptions { Expand = ["refunds"] });
        Assert.Equal((2968L, true, 2), (charge.AmountRefunded, charge.Refunded, charge.Refunds.Data.Count));
        Assert.Equal(["refund.created", "charge.refunded", "refund.created", "charge.refunded"], (await host.HappenedAsync())[^4..]);
    }

    [Fact]
    public async Task Some_refunds_of_the_sandbox_arrive_later()
    {
        await using var host = await SandboxHost.StartAsync();
        var intent = await PaidAsync(host, "4000000000007726");
        var refund = await host.Stripe.V1.Refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = intent.Id });
        Assert.Equal("pending", refund.Status);
        await host.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("succeeded", (await host.Stripe.V1.Refunds.GetAsync(refund.Id)).Status);
        Assert.Contains("refund.updated", await host.HappenedAsync());
    }

    [Fact]
    public async Task Some_refunds_bounce_and_no_longer_count()
    {
        await using var host = await SandboxHost.StartAsync();
        var intent = await PaidAsync(host, "4000000000005126");
        var refund = await host.Stripe.V1.Refunds.CreateAsync(new RefundCreateOptions { PaymentIntent = intent.Id });
        Assert.Equal("succeeded", refund.Status);
        await host.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("failed", (await host.Stripe.V1.Refunds.GetAsync(refund.Id)).Status);
        Assert.Contains("refund.failed", await host.HappenedAsync());
        Assert.Equal(0, (await host.Stripe.V1.Charges.GetAsync(refund.ChargeId)).AmountRefunded);
    }

    [Theory]
    [InlineData("4000000000000259", "fraudulent", "needs_response", true)]
    [InlineData("4000000000002685", "product_not_received", "needs_response", true)]
    [InlineData("4000000000001976", "product_not_received", "warning_needs_response", false)]
    public async Task A_disputed_card_disputes_right_after_the_payment(string number, string reason, string status, bool isMoneyGone)
    {
        await using var host = await SandboxHost.StartAsync();
        var intent = await PaidAsync(host, number);
        var dispute = Assert.Single(await host.Stripe.V1.Disputes.ListAsync(new DisputeListOptions { PaymentIntent = intent.Id }));
        Assert.Equal((reason, status, 2968L), (dispute.Reason, dispute.Status, dispute.Amount));
        Assert.True((await host.Stripe.V1.Charges.GetAsync(intent.LatestChargeId)).Disputed);
        Assert.Equal(isMoneyGone, (await host.HappenedAsync()).Contains("charge.dispute.funds_withdrawn"));
    }

    [Theory]
    [InlineData(true, "won")]
    [InlineData(false, "lost")]
    public async Task A_dispute_ends_and_the_money_comes_back_if_it_was_won(bool won, string status)
    {
        await using var host = await SandboxHost.StartAsync();
        await PaidAsync(host, "4000000000000259");
        var dispute = (await host.Stripe.V1.Disputes.ListAsync()).First();
        host.Store.Run(work => Disputes.Close(work, dispute.Id, won));
        Assert.Equal(status, (await host.Stripe.V1.Disputes.GetAsync(dispute.Id)).Status);
        Assert.Equal(won, (await host.HappenedAsync()).Contains("charge.dispute.funds_reinstated"));
        var balance = await host.Stripe.V1.Balance.GetAsync();
        Assert.Equal(won ? 2968 : 0, balance.Available[0].Amount);
    }
}
