using BlazorShop.Data;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Subscriptions;

/// <summary>A subscription begins with the payment that it was agreed by, in the same transaction.</summary>
internal static class SubscriptionStart
{
    /// <summary>Does nothing where nothing recurs.</summary>
    public static async Task JoinAsync(ShopDbContext db, Payment payment, PaymentSession session, DateTime now, CancellationToken ct)
    {
        if (payment.Subscribes is null && session.Subscription is null)
            return;
        var request = PaymentRequest.FromJson(payment.Request);
        if (request is not { Subscription: { } id, Recurrence: { } recurrence, Lines: [var line, ..] } || session.Subscription is not { } theirs
            || await db.Subscriptions.AnyAsync(s => s.Id == id, ct))
        {
            return;
        }

        db.Subscriptions.Add(new Subscription
        {
            Id = id,
            CustomerId = payment.CustomerId,
            Email = request.Email.ToLowerInvariant(),
            Reference = theirs.Reference,
            CustomerReference = session.CustomerReference ?? payment.CustomerReference,
            FirstPayment = payment.Id,
            Item = line.Item with { },
            UnitPrice = line.UnitPrice,
            Quantity = line.Quantity,
            Recurrence = recurrence,
            ShippingAddress = (session.ShippingAddress ?? request.ShippingAddress) with { },
            Status = theirs.Status,
            PeriodEnd = theirs.PeriodEnd,
            CancelAtPeriodEnd = theirs.CancelAtPeriodEnd,
            CollectionPaused = theirs.CollectionPaused,
            PaidWith = theirs.PaidWith ?? session.PaidWith,
            Environment = payment.Environment,
            CreatedAt = theirs.CreatedAt,
            EndedAt = theirs.EndedAt,
        });
        // The money goes back, as it was not owed or its goods are gone; neither is owed what would follow it.
        if (payment.InSuspense || db.Set<Refund>().Local.Any(r => r.PaymentId == payment.Id && r.IsAutomatic))
            db.Add(SubscriptionCommands.New(id, SubscriptionVerb.End, "shop", now));
    }
}
