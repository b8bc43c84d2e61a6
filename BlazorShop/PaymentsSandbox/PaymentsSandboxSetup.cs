using BlazorShop.PaymentsSandbox.Api;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.PaymentsSandbox.Events;
using BlazorShop.PaymentsSandbox.Frame;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.PaymentsSandbox.Store;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorShop.PaymentsSandbox;

/// <summary>The sandbox's two lines in Program.cs. Both do nothing unless <c>Payments:Mode</c> is <c>Sandbox</c>.</summary>
internal static class PaymentsSandboxSetup
{
    public static WebApplicationBuilder AddPaymentsSandbox(this WebApplicationBuilder builder)
    {
        if (!SandboxSettings.IsOn(builder.Configuration))
            return builder;
        SandboxSettings.Guard(builder.Configuration, builder.Environment);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SandboxSettings>();
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<SandboxStore>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<SandboxCheckout>();
        services.AddSingleton<WebhookTarget>();
        services.AddSingleton<EventDelivery>();
        services.AddHostedService(provider => provider.GetRequiredService<EventDelivery>());
        services.AddSingleton<SandboxClockwork>();
        services.AddHostedService(provider => provider.GetRequiredService<SandboxClockwork>());
        services.AddSingleton<PanelPage>();
        services.AddSingleton<PanelActions>();
        services.AddAntiforgery();
        services.AddHttpClient(SandboxSettings.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(10))
            // Stripe counts a redirect as a failure.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            // What matters is on the page /sandbox; four log lines per event would bury the shop's own.
            .RemoveAllLoggers();
        return builder;
    }

    public static WebApplication MapPaymentsSandbox(this WebApplication app)
    {
        if (!SandboxSettings.IsOn(app.Configuration))
            return app;
        // Once more: keys may have been filled in after the services were added.
        SandboxSettings.Guard(app.Configuration, app.Environment);

        SandboxApi.Map(app);
        CheckoutFrame.Map(app);
        PanelEndpoints.Map(app);
        return app;
    }
}
