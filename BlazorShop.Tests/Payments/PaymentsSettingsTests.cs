using System.Net;
using System.Text;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Payments;

/// <summary>What must not start does not, and says in one sentence why and what to do.</summary>
public sealed class PaymentsSettingsTests
{
    [Theory]
    [InlineData("Payments:Mode", "Paypal", "Payments__Mode is 'Paypal': set it to Stripe or Sandbox.")]
    [InlineData("Payments:Mode", "1", "Payments__Mode is '1': set it to Stripe or Sandbox.")]
    [InlineData("Payments:Mode", "Stripe,Sandbox", "Payments__Mode is 'Stripe,Sandbox': set it to Stripe or Sandbox.")]
    [InlineData("Payments:ReconcileEvery", "often", "Payments__ReconcileEvery is 'often': set it to a time span of a second or more, such as 00:05:00.")]
    [InlineData("Payments:ReconcileEvery", "00:00:00", "Payments__ReconcileEvery is '00:00:00': set it to a time span of a second or more, such as 00:05:00.")]
    [InlineData("Payments:ReconcileEvery", "-00:05:00", "Payments__ReconcileEvery is '-00:05:00': set it to a time span of a second or more, such as 00:05:00.")]
    [InlineData("Payments:ReconcileEvery", "90.00:00:00", "Payments__ReconcileEvery is '90.00:00:00': set it to a day or less, such as 00:05:00.")]
    [InlineData("Stripe:SecretKey", null, "Stripe__SecretKey is not set: set it to Stripe's sk_… or rk_…, or set Payments__Mode=Sandbox in Development.")]
    [InlineData("Stripe:SecretKey", "  ", "Stripe__SecretKey is not set: set it to Stripe's sk_… or rk_…, or set Payments__Mode=Sandbox in Development.")]
    [InlineData("Stripe:SecretKey", "pk_test_1", "Stripe__SecretKey does not look like Stripe's sk_… or rk_…: copy it again from Stripe's dashboard.")]
    [InlineData("Stripe:SecretKey", "sk_test_1 sk_test_2", "Stripe__SecretKey does not look like Stripe's sk_… or rk_…: copy it again from Stripe's dashboard.")]
    [InlineData("Stripe:PublishableKey", null, "Stripe__PublishableKey is not set: set it to Stripe's pk_…, or set Payments__Mode=Sandbox in Development.")]
    [InlineData("Stripe:PublishableKey", "sk_test_1", "Stripe__PublishableKey does not look like Stripe's pk_…: copy it again from Stripe's dashboard.")]
    [InlineData("Stripe:PublishableKey", "pk_live_1", "Stripe__SecretKey and Stripe__PublishableKey are from different modes: use both from Stripe's test mode, or both from live mode.")]
    [InlineData("Stripe:SecretKey", "sk_live_1", "Stripe__SecretKey and Stripe__PublishableKey are from different modes: use both from Stripe's test mode, or both from live mode.")]
    [InlineData("Stripe:SecretKey", "rk_live_1", "Stripe__SecretKey and Stripe__PublishableKey are from different modes: use both from Stripe's test mode, or both from live mode.")]
    [InlineData("Stripe:WebhookSecret", null, "Stripe__WebhookSecret is not set: set it to Stripe's whsec_…, or set Payments__Mode=Sandbox in Development.")]
    [InlineData("Stripe:WebhookSecret", "secret", "Stripe__WebhookSecret does not look like Stripe's whsec_…: copy it again from Stripe's dashboard.")]
    [InlineData("Stripe:WebhookSecret", "whsec_1,other", "Stripe__WebhookSecret does not look like Stripe's whsec_…: copy it again from Stripe's dashboard.")]
    [InlineData("Stripe:ApiBase", "api.stripe.com", "Stripe__ApiBase must be an absolute http or https address; leave it empty for Stripe's own.")]
    [InlineData("Stripe:ApiBase", "ftp://api.stripe.com", "Stripe__ApiBase must be an absolute http or https address; leave it empty for Stripe's own.")]
    [InlineData("Stripe:AllowRedisplayFilters", "always,sometimes", "Stripe__AllowRedisplayFilters contains 'sometimes': list always, limited or unspecified, separated by commas.")]
    [InlineData("Stripe:BillingAddressCollection", "full", "Stripe__BillingAddressCollection is 'full': set it to auto or required.")]
    [InlineData("Checkout:ShippingAddressIn", "Checkout", "Checkout__ShippingAddressIn is 'Checkout': set it to Shop or Form.")]
    [InlineData("Stripe:Branding", "Mine", "Stripe__Branding is 'Mine': set it to Account or Shop.")]
    [InlineData("Stripe:AdaptivePricing", "maybe", "Stripe__AdaptivePricing is 'maybe': set it to true or false.")]
    [InlineData("Stripe:Logo", "http://shop.example/logo.png", "Stripe__Logo must be the https address of a picture that Stripe can fetch, such as https://shop.example/logo.png.")]
    [InlineData("Stripe:JsUrl", "js.stripe.com", "Stripe__JsUrl must be an absolute address of Stripe.js; leave it empty for Stripe's own.")]
    public async Task A_wrong_setting_stops_the_start_with_one_sentence(string key, string? value, string sentence)
    {
        await using var shop = WithStripe();
        shop.Settings[key] = value;
        Assert.Equal(sentence, Refusal(shop));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Live")]
    public async Task Simulated_payments_run_only_where_they_may(string environment)
    {
        await using var shop = new ShopApp { Environment = environment };
        Assert.Equal(
            $"Payments__Mode=Sandbox simulates payments and doesn't run in {environment}: set Payments__Mode=Stripe with Stripe's keys.", Refusal(shop));
    }

    [Fact]
    public async Task Production_without_a_word_on_payments_wants_stripes_keys()
    {
        await using var shop = new ShopApp { Environment = "Production", Settings = { ["Payments:Mode"] = null } };
        Assert.StartsWith("Stripe__SecretKey is not set", Refusal(shop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk_live_1")]
    [InlineData(" rk_live_1 ")]
    public async Task Simulated_payments_do_not_stand_beside_a_live_key(string key)
    {
        await using var shop = new ShopApp { Settings = { ["Stripe:SecretKey"] = key } };
        Assert.Equal("Payments__Mode=Sandbox is set together with a live Stripe__SecretKey: remove the key, or set Payments__Mode=Stripe.", Refusal(shop));
    }

    [Fact]
    public async Task Keys_are_trimmed_and_secrets_may_overlap_while_they_roll()
    {
        await using var shop = WithStripe();
        shop.Settings["Stripe:SecretKey"] = " sk_test_1\n";
        shop.Settings["Stripe:PublishableKey"] = "\tpk_test_1 ";
        shop.Settings["Stripe:WebhookSecret"] = " whsec_new, whsec_old ";
        shop.Settings["Payments:ReconcileEvery"] = "00:00:30";
        var stripe = shop.Get<StripeOptions>();
        Assert.Equal(("sk_test_1", "pk_test_1"), (stripe.SecretKey, stripe.PublishableKey));
        Assert.Equal(["whsec_new", "whsec_old"], stripe.WebhookSecrets);
        Assert.Equal(StripeOptions.DefaultJsUrl, stripe.JsUrl);
        Assert.Equal("test", stripe.Environment);
        Assert.Equal(TimeSpan.FromSeconds(30), shop.Get<PaymentsOptions>().ReconcileEvery);
    }

    [Fact]
    public async Task Development_with_keys_talks_to_stripe_and_without_to_the_sandbox()
    {
        await using (var keyless = new ShopApp { Environment = "Development", Settings = { ["Payments:Mode"] = null } })
            Assert.Equal("sandbox", keyless.Get<IPaymentGateway>().Environment);
        await using var shop = WithStripe("Development");
        shop.Settings["Payments:Mode"] = null;
        Assert.Equal("test", shop.Get<IPaymentGateway>().Environment);
    }

    [Theory]
    [InlineData("live", true, HttpStatusCode.OK)]
    [InlineData("live", false, HttpStatusCode.BadRequest)]
    [InlineData("test", false, HttpStatusCode.OK)]
    [InlineData("test", true, HttpStatusCode.BadRequest)]
    public async Task The_key_decides_whether_live_or_test_events_are_taken(string mode, bool livemode, HttpStatusCode answer)
    {
        await using var shop = WithStripe();
        shop.Settings["Stripe:SecretKey"] = $"sk_{mode}_1";
        shop.Settings["Stripe:PublishableKey"] = $"pk_{mode}_1";
        var body = Counter.Event("evt_1", "charge.updated", "ch_1", livemode);
        using var http = shop.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(
            "Stripe-Signature", Stripe.EventUtility.GenerateSignatureHeader(body, "whsec_1", DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        using var response = await http.SendAsync(request);
        Assert.Equal(answer, response.StatusCode);
    }

    private static ShopApp WithStripe(string environment = "Testing") => new()
    {
        Environment = environment,
        Settings =
        {
            ["Payments:Mode"] = "Stripe",
            ["Stripe:SecretKey"] = "sk_test_1",
            ["Stripe:PublishableKey"] = "pk_test_1",
            ["Stripe:WebhookSecret"] = "whsec_1",
        },
    };

    private static string? Refusal(ShopApp shop) => StartupFailure.Sentence(Assert.Throws<InvalidOperationException>(() => shop.Services));
}
