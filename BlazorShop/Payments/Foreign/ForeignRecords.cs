using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Payments.Foreign;

/// <summary>What becomes of a paid session on our account that no shop of this kind opened; the setting <c>Stripe__ForeignSessions</c>.</summary>
public enum ForeignPolicy
{
    Ignore,

    /// <summary>An entry in the books, for people.</summary>
    Attention,

    /// <summary>An order, where every line names a SKU of ours.</summary>
    Import,
}

/// <summary>What was bought with it, as the provider has it.</summary>
/// <param name="Lines">In the provider's order.</param>
/// <param name="Address">Where to send it; null where the buyer was not asked.</param>
public sealed record ForeignBasket(IReadOnlyList<ForeignLine> Lines, Address? Address, string Email, bool Recurs);

/// <param name="Sku">What its seller wrote on line, product or price; null where nothing was.</param>
/// <param name="Total">Minor units, all items, discounts taken off and taxes added.</param>
public sealed record ForeignLine(string? Sku, string Name, int Quantity, long Total);

/// <summary>Whoever keeps orders makes one of a basket, in the caller's transaction, or says why not.</summary>
public interface IForeignOrders
{
    Task<ForeignOrder> PlaceAsync(ShopDbContext db, PaymentId payment, PaymentSession session, ForeignBasket basket, CancellationToken ct);
}

/// <summary>An order that is placed and waits for its money to be booked, or the reason why there is none.</summary>
public abstract record ForeignOrder
{
    /// <param name="AwaitsAccount">Its buyer's email has no account that confirmed it.</param>
    public sealed record Placed(PaymentRequest Request, bool AwaitsAccount) : ForeignOrder;

    /// <param name="Arguments">As <see cref="ForeignRefusal"/> says.</param>
    public sealed record Refused(ForeignRefusal Why, params string[] Arguments) : ForeignOrder;
}
