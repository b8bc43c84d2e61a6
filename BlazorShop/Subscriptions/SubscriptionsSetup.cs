using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Web;

namespace BlazorShop.Subscriptions;

internal static class SubscriptionsSetup
{
    public static WebApplicationBuilder AddSubscriptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ISubscriptionRecords, SubscriptionRecords>();
        builder.Services.AddSingleton<ISubscriptionListener, SubscriptionOutcomes>();
        builder.Services.AddSingleton<SubscriptionSync>();
        builder.Services.AddSingleton<SubscriptionCommands>();
        builder.Services.AddSingleton<ISubscriptionCommands>(s => s.GetRequiredService<SubscriptionCommands>());
        builder.Services.AddSingleton<SubscriptionService>();
        builder.Services.AddSingleton<IInboxHandler, SubscriptionInbox>();
        builder.Services.AddSingleton<IReconciled, PaidInvoices>();
        builder.Services.AddSingleton<IPersonalData, SubscriptionPersonalData>();
        builder.Services.AddSingleton(new PageArea("/subscriptions") { IsPersonal = true, TakesPayments = true });
        return builder;
    }
}
