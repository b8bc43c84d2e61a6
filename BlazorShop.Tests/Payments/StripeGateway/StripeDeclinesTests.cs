using BlazorShop.Common;
using BlazorShop.Payments.StripeGateway;
using Stripe;

namespace BlazorShop.Tests.Payments.StripeGateway;

/// <summary>Stripe says in codes why a bank did not pay; the buyer is told in kinds.</summary>
public sealed class StripeDeclinesTests
{
    [Theory]
    [InlineData("card_declined", "insufficient_funds", DeclineReason.InsufficientFunds)]
    [InlineData("card_declined", "generic_decline", DeclineReason.Declined)]
    [InlineData("card_declined", "stolen_card", DeclineReason.Declined)]
    [InlineData("expired_card", null, DeclineReason.Expired)]
    [InlineData("incorrect_cvc", "incorrect_cvc", DeclineReason.WrongDetails)]
    [InlineData("payment_intent_authentication_failure", null, DeclineReason.NotConfirmed)]
    [InlineData("processing_error", null, DeclineReason.TryAgain)]
    [InlineData("account_closed", null, DeclineReason.AccountClosed)]
    [InlineData("a_code_of_next_year", "and_another", DeclineReason.Declined)]
    public void A_code_of_a_decline_is_a_kind_and_a_new_one_a_plain_refusal(string code, string? decline, DeclineReason reason) =>
        Assert.Equal(reason, StripeDeclines.Of(new StripeError { Code = code, DeclineCode = decline }));

    [Fact]
    public void A_payment_that_did_not_fail_has_no_reason_of_a_decline() => Assert.Null(StripeDeclines.Of(null));
}
