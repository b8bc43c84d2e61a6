using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Refunds;

namespace BlazorShop.Payments;

/// <summary>What happened to money, in our words.</summary>
public abstract record PaymentEvent(Payment Payment, DateTime At)
{
    /// <summary>The form is open at the provider.</summary>
    public sealed record Opened(Payment Payment, DateTime At) : PaymentEvent(Payment, At);

    /// <summary>The money is there. <paramref name="ShippingAddress"/> is what the buyer said in the form, where it asked.</summary>
    public sealed record Succeeded(Payment Payment, DateTime At, Money Received, string? PaidWith, Address? ShippingAddress) : PaymentEvent(Payment, At);

    public sealed record Processing(Payment Payment, DateTime At) : PaymentEvent(Payment, At);

    public sealed record Failed(Payment Payment, DateTime At, DeclineReason Why) : PaymentEvent(Payment, At);

    /// <summary>Money went back, or came back from a refund that failed. <paramref name="Total"/> is all that is refunded by now.</summary>
    public sealed record Refunded(Payment Payment, DateTime At, Refund Refund, Money Total) : PaymentEvent(Payment, At)
    {
        /// <summary>A refusal only because so much was left, which is asked for instead, or nothing; null: it is for people.</summary>
        public Money? Instead { get; init; }
    }

    /// <summary>
    /// A bank asks for money back, or has decided. <paramref name="IsOpenOrLost"/>: some dispute of what the order was paid with is not
    /// decided for us; disputes of money in suspense say nothing of it.
    /// </summary>
    public sealed record Disputed(Payment Payment, DateTime At, Dispute Dispute, bool IsOpenOrLost) : PaymentEvent(Payment, At);

    /// <summary>Something of the provider's about it could not be booked again and again; or could after all, where not <paramref name="Still"/>.</summary>
    public sealed record Stuck(Payment Payment, DateTime At, string Reference, bool Still) : PaymentEvent(Payment, At);

    /// <summary>The provider would have collected another amount: the form is closed, and nobody was shown it.</summary>
    public sealed record TotalDiffers(Payment Payment, DateTime At, Money Asked) : PaymentEvent(Payment, At);

    /// <summary>No money can come any more, and none has come.</summary>
    public sealed record Expired(Payment Payment, DateTime At) : PaymentEvent(Payment, At);
}

/// <summary>What money that came is to whoever it came for.</summary>
public abstract record PaymentVerdict
{
    public static readonly PaymentVerdict Accepted = new Owed();

    private PaymentVerdict()
    {
    }

    /// <summary>It is set aside: it is the buyer's, not the order's.</summary>
    public sealed record NotOwed(SuspenseReason Because) : PaymentVerdict;

    private sealed record Owed : PaymentVerdict;
}

/// <summary>
/// Payments announces, and knows no orders: the checkout implements this. There to break a cycle.
/// </summary>
public interface IPaymentListener
{
    /// <summary>
    /// Joins the transaction in which the payment changed. Does not save, makes no call outside the database, and changes no row of payments: it
    /// answers what money that came is, and payments write that down.
    /// </summary>
    Task<PaymentVerdict> ApplyAsync(ShopDbContext db, PaymentEvent happened, CancellationToken ct);

    /// <summary>
    /// The provider has a payment of ours that we have lost: makes its order again, unless it is there. Joins the transaction;
    /// the payment itself is settled right after.
    /// </summary>
    Task RestoreAsync(ShopDbContext db, PaymentRequest lost, DateTime placedAt, CancellationToken ct);

    /// <summary>After the commit: whoever watches may look.</summary>
    void Committed(Payment payment);
}

internal static class PaymentAnnouncement
{
    /// <summary>Announces what happened, and sets money aside that is not owed.</summary>
    public static async Task AnnounceAsync(this IPaymentListener listener, ShopDbContext db, PaymentEvent happened, CancellationToken ct)
    {
        if (await listener.ApplyAsync(db, happened, ct) is PaymentVerdict.NotOwed notOwed)
            happened.Payment.Suspend(notOwed.Because);
    }
}
