using BlazorShop.PaymentsSandbox.Checkout;
using Stripe;

namespace BlazorShop.Tests.PaymentsSandbox;

/// <summary>Which amounts Stripe charges in the special currencies, by its page on currencies.</summary>
public sealed class AmountTests
{
    [Theory]
    [InlineData("kwd", 12_345, "invalid_charge_amount")]
    [InlineData("bhd", 12_345, "invalid_charge_amount")]
    [InlineData("jod", 12_345, "invalid_charge_amount")]
    [InlineData("omr", 12_345, "invalid_charge_amount")]
    [InlineData("tnd", 12_345, "invalid_charge_amount")]
    [InlineData("isk", 240_010, "invalid_charge_amount_no_decimal_compatible")]
    [InlineData("ugx", 240_010, "invalid_charge_amount_no_decimal_compatible")]
    public async Task An_amount_between_two_coins_is_neither_charged_nor_refunded(string currency, long between, string code)
    {
        await using var host = await SandboxHost.StartAsync();
        var error = await Assert.ThrowsAsync<StripeException>(() => host.SessionAsync(o => o.LineItems = [Line(currency, between)]));
        Assert.Equal((code, "line_items[0][price_data][unit_amount]"), (error.StripeError.Code, error.StripeError.Param));

        var session = await host.SessionAsync(o => o.LineItems = [Line(currency, between / 100 * 100)]);
        Assert.IsType<CheckoutOutcome.Complete>(await host.Buyer.PayAsync(session.Id, CheckoutPayment.Card("4242424242424242")));
        var charge = (await host.Stripe.V1.Charges.ListAsync()).First();
        var refused = await Assert.ThrowsAsync<StripeException>(() => host.Stripe.V1.Refunds.CreateAsync(new() { Charge = charge.Id, Amount = 1_005 }));
        Assert.Equal((code, "amount"), (refused.StripeError.Code, refused.StripeError.Param));
        Assert.Equal(1_000, (await host.Stripe.V1.Refunds.CreateAsync(new() { Charge = charge.Id, Amount = 1_000 })).Amount);
    }

    [Theory]
    [InlineData("huf")]
    [InlineData("twd")]
    [InlineData("eur")]
    public async Task Currencies_that_only_payouts_count_in_whole_are_charged_in_hundredths(string currency)
    {
        await using var host = await SandboxHost.StartAsync();
        Assert.Equal(240_055, (await host.SessionAsync(o => o.LineItems = [Line(currency, 240_055)])).AmountTotal);
    }

    [Theory]
    [InlineData(12_340, "kwd", "12.340 KWD")]
    [InlineData(240_000, "isk", "2,400 ISK")]
    [InlineData(240_000, "ugx", "2,400 UGX")]
    [InlineData(240_055, "huf", "2,400.55 HUF")]
    [InlineData(2_400, "jpy", "¥2,400")]
    [InlineData(1_999, "eur", "€19.99")]
    public void Amounts_are_shown_in_the_digits_of_their_currency(long amount, string currency, string shown) => Assert.Equal(shown, Money.Show(amount, currency));

    private static Stripe.Checkout.SessionLineItemOptions Line(string currency, long amount)
    {
        var line = SandboxHost.Line("Kettle", amount, 1);
        line.PriceData.Currency = currency;
        return line;
    }
}
