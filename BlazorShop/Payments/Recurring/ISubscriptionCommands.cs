using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Payments.Recurring;

/// <summary>
/// What refunds and cancelled orders ask of the subscription they belong to. Implemented by the room that keeps subscriptions: there to
/// break a cycle, as <see cref="IPaymentListener"/> is.
/// </summary>
public interface ISubscriptionCommands
{
    /// <summary>Writes down what is to become of it: nothing where it goes on, or has ended already. Joins the caller's transaction.</summary>
    Task RecordAsync(ShopDbContext db, SubscriptionId id, SubscriptionAfterwards then, string actor, DateTime now, CancellationToken ct);

    /// <summary>Tells the provider what was committed and has no answer yet.</summary>
    Task SendDueAsync(CancellationToken ct);
}
