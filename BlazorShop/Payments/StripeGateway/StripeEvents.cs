using Stripe;

namespace BlazorShop.Payments.StripeGateway;

internal sealed class StripeEvents : IProviderEvents
{
    public string ApiVersion => StripeConfiguration.ApiVersion;
}
