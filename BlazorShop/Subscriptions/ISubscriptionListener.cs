using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;

namespace BlazorShop.Subscriptions;

/// <summary>What a subscription means beyond money, in the transaction in which it changed.</summary>
public interface ISubscriptionListener
{
    /// <summary>
    /// An invoice was paid: places the order it pays, with its goods asked for, and answers what that order's payment looks like.
    /// Joins the transaction; the payment itself is announced right after, as any other.
    /// </summary>
    Task<PaymentRequest> RenewAsync(
        ShopDbContext db, Subscription subscription, PaymentRequest first, PaymentId payment, ProviderInvoice invoice, CancellationToken ct);

    /// <summary>The provider could not collect. Joins the transaction; called once for each try of an invoice.</summary>
    void PastDue(ShopDbContext db, Subscription subscription, PaymentRequest first, ProviderInvoice invoice);

    /// <summary>It has ended, for good. Joins the transaction; called once.</summary>
    void Ended(ShopDbContext db, Subscription subscription, PaymentRequest first);

    /// <summary>After the commit: whoever watches may look.</summary>
    void Committed(Subscription subscription);
}
