using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Which of our payments one of the provider's names belongs to: a form, an invoice, the money, a refund, a dispute, a subscription.</summary>
internal static class ReferenceSearch
{
    /// <summary>Null where nobody here knows the name.</summary>
    public static async Task<PaymentId?> PaymentOfAsync(ShopDbContext db, ISubscriptionRecords subscriptions, string? reference, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(reference))
            return null;
        return await db.Payments.Where(p => p.SessionReference == reference || p.InvoiceReference == reference || p.Reference == reference).Select(p => (PaymentId?)p.Id).FirstOrDefaultAsync(ct)
            ?? await db.Set<Refund>().Where(r => r.Reference == reference).Select(r => (PaymentId?)r.PaymentId).FirstOrDefaultAsync(ct)
            ?? await db.Set<Dispute>().Where(d => d.Reference == reference).Select(d => (PaymentId?)d.PaymentId).FirstOrDefaultAsync(ct)
            ?? await subscriptions.FirstPaymentAsync(db, reference, ct);
    }
}
