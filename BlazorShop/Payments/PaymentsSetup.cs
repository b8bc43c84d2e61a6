using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Payments.StripeGateway;
using BlazorShop.Web;

namespace BlazorShop.Payments;

internal static class PaymentsSetup
{
    public static WebApplicationBuilder AddPayments(this WebApplicationBuilder builder)
    {
        var options = PaymentsOptions.Read(builder.Configuration, builder.Environment);
#if !PAYMENTS_SANDBOX
        if (options.Mode == PaymentsMode.Sandbox)
            throw new InvalidOperationException("Payments__Mode=Sandbox needs a build that includes the sandbox (-p:PaymentsSandbox=true): use one, or set Payments__Mode=Stripe with Stripe's keys.");
#endif
        var stripe = StripeOptionsReader.Read(builder.Configuration, options.Mode);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(stripe);
        // Its reports of each call that went well are not for the log.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddSingleton(new StripePatience());
        builder.Services.AddTransient<WholeAnswer>();
        builder.Services.AddSingleton<KeyTurns>();
        builder.Services.AddTransient<OneCallPerKey>();
        builder.Services.AddSingleton<ProviderClock>();
        builder.Services.AddTransient<ClockComparison>();
        var calls = builder.Services.AddHttpClient(StripePaymentGateway.HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        calls.AddHttpMessageHandler<OneCallPerKey>();
        calls.AddResilienceHandler("patience", (pipeline, context) =>
            context.ServiceProvider.GetRequiredService<StripePatience>().Build(pipeline, context.ServiceProvider.GetRequiredService<TimeProvider>()));
        calls.AddHttpMessageHandler<WholeAnswer>();
        calls.AddHttpMessageHandler<ClockComparison>();
        builder.Services.AddSingleton<IPaymentProvider>(StripeProvider.Instance);
        builder.Services.AddSingleton<StripePaymentGateway>();
        builder.Services.AddSingleton<IPaymentGateway>(s => s.GetRequiredService<StripePaymentGateway>());
        builder.Services.AddSingleton<ICardGateway>(s => s.GetRequiredService<StripePaymentGateway>());
        builder.Services.AddSingleton(stripe.Cards);
        builder.Services.AddSingleton(stripe.Forms);
        builder.Services.AddSingleton<SavedCards>();
        builder.Services.AddSingleton<ISubscriptionGateway>(s => s.GetRequiredService<StripePaymentGateway>());
        builder.Services.AddSingleton<IInboxReader, StripeEventReader>();
        builder.Services.AddSingleton<IProviderEvents, StripeEvents>();
        builder.Services.AddSingleton<PaymentSync>();
        builder.Services.AddSingleton<PaymentSessions>();
        builder.Services.AddSingleton<BuyerRecords>();
        builder.Services.AddSingleton<PaymentPersonalData>();
        builder.Services.AddSingleton<IPersonalData>(s => s.GetRequiredService<PaymentPersonalData>());
        builder.Services.AddSingleton<IErasureRest>(s => s.GetRequiredService<PaymentPersonalData>());
        builder.Services.AddSingleton<ShopInstance>();
        builder.Services.AddSingleton<Alarms>();
        builder.Services.AddSingleton<ForeignPayments>();
        builder.Services.AddSingleton<ForeignAccounts>();
        builder.Services.AddSingleton<ForeignAdmin>();
        builder.Services.AddSingleton<IStartupTask>(s => s.GetRequiredService<ShopInstance>());
        builder.Services.AddHostedService<InboxRetentionWorker>();
        builder.Services.AddSingleton<Reconciler>();
        builder.Services.AddSingleton<IReconcileNow>(s => s.GetRequiredService<Reconciler>());
        builder.Services.AddSingleton<Ledger>();
        builder.Services.AddSingleton<RefundRequests>();
        builder.Services.AddSingleton<RefundService>();
        builder.Services.AddSingleton<DisputeService>();
        builder.Services.AddSingleton<RecurringPayments>();
        builder.Services.AddSingleton<InboxWriter>();
        builder.Services.AddSingleton<IInboxStore>(s => s.GetRequiredService<InboxWriter>());
        builder.Services.AddHostedService(s => s.GetRequiredService<InboxWriter>());
        builder.Services.AddSingleton<InboxSync>();
        builder.Services.AddSingleton<PaymentInbox>();
        builder.Services.AddSingleton<InboxReplay>();
        builder.Services.AddSingleton<PaymentAdmin>();
        builder.Services.AddSingleton<BooksState>();
        builder.Services.AddSingleton<InboxAdmin>();
        builder.Services.AddSingleton<EventAdmin>();
        builder.Services.AddSingleton<SuspenseAdmin>();
        builder.Services.AddSingleton<StripeWebhookEndpoint>();
        builder.Services.AddSingleton<InboxWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<InboxWorker>());
        builder.Services.AddSingleton<SilentPayments>();
        builder.Services.AddSingleton<MissedEvents>();
        builder.Services.AddSingleton<ReconciliationWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ReconciliationWorker>());
        builder.Services.AddSingleton<ICspSource, StripeCsp>();
        builder.Services.AddSingleton<ICspSource, SandboxCsp>();
        builder.Services.AddSingleton(new PageArea("/webhooks") { IsForMachines = true });
        // The sandbox has pages of its own for what goes wrong there, and knows nothing of ours.
        builder.Services.AddSingleton(new PageArea("/sandbox") { IsForMachines = true });
        builder.Services.AddSingleton(new PageArea("/Account/Manage/Cards") { TakesPayments = true });
        return builder;
    }

    public static void MapPayments(this WebApplication app) => StripeWebhookEndpoint.Map(app);
}
