using BlazorShop.Checkout.Subscriptions;
using BlazorShop.Payments;
using BlazorShop.Payments.Subscriptions;

namespace BlazorShop.Checkout;

internal static class CheckoutSetup
{
    public static WebApplicationBuilder AddCheckout(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CheckoutService>();
        builder.Services.AddSingleton<CheckoutReturns>();
        builder.Services.AddSingleton<IPaymentListener, PaymentOutcomes>();
        builder.Services.AddSingleton<ISubscriptionListener, SubscriptionOutcomes>();
        builder.Services.AddSingleton<ReservationWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ReservationWorker>());
        builder.Services.AddSingleton<Invariants>();
        builder.Services.AddSingleton<InvariantsWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<InvariantsWorker>());
        return builder;
    }
}
