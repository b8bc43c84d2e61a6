namespace BlazorShop.Payments.StripeGateway;

internal sealed class StripeProvider : IPaymentProvider
{
    /// <summary>On every row of a shop that has known no other.</summary>
    public const string KeyOnRows = "stripe";

    public static readonly StripeProvider Instance = new();

    public string Key => KeyOnRows;

    public string Name => "Stripe";

    public Type Form => typeof(EmbeddedCheckout);

    /// <summary>Source: docs.stripe.com/api/checkout/sessions/create#create_checkout_session-return_url</summary>
    public string FormTemplate => "{CHECKOUT_SESSION_ID}";
}
