using System.Runtime.CompilerServices;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Subscriptions;

/// <summary>Invoices of our subscriptions, compared with what we booked: one that we missed is booked, with the subscription where that is lost too.</summary>
public sealed class PaidInvoices(IDbContextFactory<ShopDbContext> contexts, ISubscriptionGateway gateway, IPaymentProvider provider, SubscriptionSync subscriptions)
    : IReconciled
{
    public async IAsyncEnumerable<Reconcilable> SinceAsync(DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var invoice in gateway.PaidInvoicesAsync(since, ct))
            yield return Reconcilable(invoice, ct);
    }

    public async Task<Reconcilable?> OfPaymentAsync(string paymentReference, CancellationToken ct) =>
        await gateway.InvoiceOfPaymentAsync(paymentReference, ct) is { Subscription: not null } invoice ? Reconcilable(invoice, ct) : null;

    private Reconcilable Reconcilable(ProviderInvoice invoice, CancellationToken ct) =>
        new(invoice.Reference, async restore => await SyncAsync(invoice, restore, ct) == SyncResult.Changed);

    /// <summary>Most are known. Of one that is not, the whole is read; and where its subscription is not known either, that is made again first.</summary>
    private async Task<SyncResult> SyncAsync(ProviderInvoice invoice, Func<PaymentSession, Task> restore, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await RecurringPayments.IsBookedAsync(db, provider.Key, invoice.Reference, ct))
                return SyncResult.Unchanged;
            if (!await db.Subscriptions.AnyAsync(s => s.Id == invoice.Subscription, ct)
                && await gateway.SessionOfSubscriptionAsync(invoice.SubscriptionReference!, ct) is { } began)
            {
                await restore(began);
            }
        }

        return await subscriptions.SyncInvoiceAsync(invoice.Reference, ct);
    }
}
