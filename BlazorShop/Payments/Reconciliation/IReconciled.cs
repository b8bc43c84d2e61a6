namespace BlazorShop.Payments.Reconciliation;

/// <summary>What a comparison of the books looks at beside forms, refunds and disputes, for a room that payments do not know.</summary>
public interface IReconciled
{
    /// <summary>What the provider collected since then.</summary>
    IAsyncEnumerable<Reconcilable> SinceAsync(DateTime since, CancellationToken ct);

    /// <summary>What this money was collected for; null where it is not this room's.</summary>
    Task<Reconcilable?> OfPaymentAsync(string paymentReference, CancellationToken ct);
}

/// <summary>One object of the provider's. Booked once it is, however often it is met.</summary>
/// <param name="BookAsync">
/// Books it where it is not booked yet, and answers whether that changed anything. It is given what settles a form, or makes its lost payment
/// and order again: what began before this may be unknown here as well.
/// </param>
public sealed record Reconcilable(string Reference, Func<Func<PaymentSession, Task>, Task<bool>> BookAsync);
