using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Data;

/// <summary>
/// Something that buyers compete for and that an order holds while it is paid: stock; later a code with a limit, the balance of a gift
/// card. Checkout and the outcomes of payments loop over all holds there are. All methods join the caller's transaction and are safe to
/// repeat.
/// </summary>
public interface IHold
{
    /// <summary>Promises to a payment all that the quote needs. Answers what there is too little of; where there is any, the caller rolls back.</summary>
    Task<IReadOnlyList<QuoteProblem>> HoldAsync(ShopDbContext db, PaymentId payment, Quote wanted, CancellationToken ct);

    /// <summary>
    /// Money may come after all for what was released: promised again, all of it or nothing. True where nothing was released; false when too
    /// little is left.
    /// </summary>
    Task<bool> HoldAgainAsync(ShopDbContext db, PaymentId payment, CancellationToken ct);

    /// <summary>Paid: what was promised is used up, all of it or nothing. False when the promise had been released and too little is left.</summary>
    Task<bool> TakeAsync(ShopDbContext db, PaymentId payment, CancellationToken ct);

    /// <summary>Gives back what was promised. Call it only when the provider takes no more money for the payment.</summary>
    Task ReleaseAsync(ShopDbContext db, PaymentId payment, CancellationToken ct);

    /// <summary>What a payment took was never used: it is there again, once.</summary>
    Task RestoreAsync(ShopDbContext db, PaymentId payment, CancellationToken ct);

    /// <summary>
    /// Writes down what a payment needs that promised nothing before it was paid: made outside, renewed, or back from the provider's records.
    /// It is taken, where there is enough, when the payment is settled.
    /// </summary>
    Task RecallAsync(ShopDbContext db, PaymentId payment, Quote bought, CancellationToken ct);
}
