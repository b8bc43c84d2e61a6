using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Payments.Refunds;

/// <summary>Writes down that money is to be given back. Joins the caller's transaction; the worker sends it.</summary>
public sealed class RefundRequests(TimeProvider time)
{
    /// <summary>The shop gives all of a payment back by itself, once for each payment.</summary>
    public void All(ShopDbContext db, Payment payment, string reason) =>
        Add(db, payment, Guid.CreateVersion7(time.GetUtcNow()), payment.Amount with { Minor = payment.Received }, reason, "shop", $"refund-all-{payment.Id}");

    public Refund Add(ShopDbContext db, Payment payment, Guid id, Money amount, string reason, string actor, string idempotencyKey)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var refund = new Refund
        {
            Id = id,
            PaymentId = payment.Id,
            OrderId = payment.OrderId,
            Amount = amount,
            State = RefundState.Requested,
            Reason = reason,
            RequestedBy = actor,
            IdempotencyKey = idempotencyKey,
            CreatedAt = now,
            ChangedAt = now,
        };
        db.Add(refund);
        return refund;
    }
}
