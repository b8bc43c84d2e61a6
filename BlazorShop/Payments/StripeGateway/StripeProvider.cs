namespace BlazorShop.Payments.StripeGateway;

internal sealed class StripeProvider : IPaymentProvider
{
    public static readonly StripeProvider Instance = new();

    public string Key => "stripe";

    public string Name => "Stripe";

    public Type Form => typeof(EmbeddedCheckout);

    /// <summary>Source: docs.stripe.com/api/checkout/sessions/create#create_checkout_session-return_url</summary>
    public string FormTemplate => "{CHECKOUT_SESSION_ID}";
}
