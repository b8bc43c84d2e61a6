using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Payments.Refunds;

/// <summary>Writes down that money is to be refunded. Joins the caller's transaction; the worker sends it.</summary>
public sealed class RefundRequests(TimeProvider time)
{
    /// <summary>The shop gives all of a payment back by itself, once for each payment.</summary>
    public void All(ShopDbContext db, Payment payment, RefundReason because)
    {
        // A part of a coin, which an account that is older than the step may have received, is for people.
        if (Currencies.DownToStep(payment.ReceivedMoney with { Minor = payment.Received - payment.ReceivedOutside }) is { Minor: > 0 } there)
            Add(db, payment, NewId(), there, because, "", Actor.Shop, Refund.AllKey + payment.Id);
        if (payment.ReceivedOutside > 0)
            Add(db, payment, NewId(), payment.ReceivedMoney with { Minor = payment.ReceivedOutside }, because, "", Actor.Shop, $"{Refund.AllKey}{payment.Id}-outside", isOutside: true);
    }

    /// <summary>Whatever is left of a payment goes back. Answers how much that is; nothing is written where nothing is left.</summary>
    public async Task<Money> AllLeftAsync(
        ShopDbContext db, Payment payment, RefundReason because, string reason, string actor, string idempotencyKey, CancellationToken ct)
    {
        var room = await RefundRoom.OfAsync(db, payment, ct);
        if (room.AtProvider > 0)
            Add(db, payment, NewId(), new Money(room.AtProvider, room.Currency), because, reason, actor, idempotencyKey);
        if (room.Outside > 0)
            Add(db, payment, NewId(), new Money(room.Outside, room.Currency), because, reason, actor, idempotencyKey + "-outside", isOutside: true);
        return room.Total;
    }

    public Refund Add(
        ShopDbContext db, Payment payment, Guid id, Money amount, RefundReason because, string reason, string actor, string idempotencyKey, bool isOutside = false)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var refund = new Refund
        {
            Id = id,
            Provider = payment.Provider,
            PaymentId = payment.Id,
            OrderId = payment.OrderId,
            Amount = amount,
            State = RefundState.Requested,
            Because = because,
            Reason = reason,
            RequestedBy = actor,
            IdempotencyKey = idempotencyKey,
            IsOutside = isOutside,
            CreatedAt = now,
            ChangedAt = now,
        };
        db.Add(refund);
        return refund;
    }

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
