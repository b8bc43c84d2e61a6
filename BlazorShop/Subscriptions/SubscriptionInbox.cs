using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;

namespace BlazorShop.Subscriptions;

/// <summary>What the provider's events say of subscriptions, of their invoices and of the forms that take a card for them.</summary>
public sealed class SubscriptionInbox(SubscriptionSync subscriptions, SubscriptionCommands commands) : IInboxHandler
{
    public async Task<SyncResult> SyncAsync(InboxHint hint, CancellationToken ct) => hint switch
    {
        InboxHint.Subscription subscription => await subscriptions.SyncAsync(subscription.Reference, ct),
        InboxHint.Invoice invoice => await subscriptions.SyncInvoiceAsync(invoice.Reference, ct),
        InboxHint.CardForm form => await commands.SyncFormAsync(form.Reference, ct),
        _ => SyncResult.NotOurs,
    };
}
