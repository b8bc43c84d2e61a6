using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Payments.Recurring;

/// <summary>
/// What payments keep and ask of the subscriptions that they began. Every method joins the caller's transaction. Implemented by the room
/// that keeps subscriptions: there to break a cycle, as <see cref="IPaymentListener"/> is.
/// </summary>
public interface ISubscriptionRecords
{
    /// <summary>A form was paid: what was agreed by it begins. Does nothing where nothing recurs.</summary>
    Task StartAsync(ShopDbContext db, Payment payment, PaymentSession session, DateTime now, CancellationToken ct);

    /// <summary>It ends with what is paid: nothing more is collected.</summary>
    Task<bool> EndsAsync(ShopDbContext db, SubscriptionId id, CancellationToken ct);

    /// <summary>The payment that began what the provider calls so; null where nobody here knows the name.</summary>
    Task<PaymentId?> FirstPaymentAsync(ShopDbContext db, string reference, CancellationToken ct);
}
