using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Subscriptions;

/// <summary>A subscription begins with the payment that it was agreed by, in the same transaction.</summary>
internal sealed class SubscriptionRecords : ISubscriptionRecords
{
    public async Task StartAsync(ShopDbContext db, Payment payment, PaymentSession session, DateTime now, CancellationToken ct)
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
            Provider = payment.Provider,
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
        // Whoever gets the money back owes nothing of what would follow it.
        if (RecurringPayments.GoesBack(db, payment))
            db.Add(SubscriptionCommands.New(id, SubscriptionVerb.End, Actor.Shop, now));
    }

    public Task<bool> EndsAsync(ShopDbContext db, SubscriptionId id, CancellationToken ct) =>
        db.Subscriptions.AnyAsync(s => s.Id == id && s.CancelAtPeriodEnd, ct);

    public Task<PaymentId?> FirstPaymentAsync(ShopDbContext db, string reference, CancellationToken ct) =>
        db.Subscriptions.Where(s => s.Reference == reference).Select(s => (PaymentId?)s.FirstPayment).FirstOrDefaultAsync(ct);
}
