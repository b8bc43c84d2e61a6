using BlazorShop.Payments;
using BlazorShop.Payments.Foreign;
using BlazorShop.Web;

namespace BlazorShop.Checkout;

internal static class CheckoutSetup
{
    public static WebApplicationBuilder AddCheckout(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(DeliverySettings.Read(builder.Configuration));
        builder.Services.AddSingleton<CheckoutService>();
        builder.Services.AddSingleton<CheckoutReturns>();
        builder.Services.AddSingleton<ChosenAddress>();
        builder.Services.AddSingleton<IPaymentListener, PaymentOutcomes>();
        builder.Services.AddSingleton<IForeignOrders, ForeignOrders>();
        builder.Services.AddHostedService<ForeignOrdersWorker>();
        builder.Services.AddSingleton<ReservationWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ReservationWorker>());
        builder.Services.AddSingleton<CustomerAddressWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<CustomerAddressWorker>());
        builder.Services.AddSingleton(new PageArea("/checkout") { IsPersonal = true, TakesPayments = true });
        builder.Services.AddSingleton(new PageArea("/checkout/return") { HidesAddress = true });
        // From an order one goes on to the form that pays it.
        builder.Services.AddSingleton(new PageArea("/orders") { TakesPayments = true });
        return builder;
    }

    public static void MapCheckout(this WebApplication app) => ReorderEndpoint.Map(app);
}
