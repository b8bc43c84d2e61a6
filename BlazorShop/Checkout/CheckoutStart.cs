using BlazorShop.Common;
using BlazorShop.Payments;

namespace BlazorShop.Checkout;

/// <summary>Who is at the checkout.</summary>
/// <param name="BaseUrl">Absolute base of this shop's addresses, for the way back from the payment.</param>
/// <param name="Locale">The page's language.</param>
public sealed record Buyer(CustomerId Customer, string Email, string BaseUrl, string Locale);

/// <summary>What came of going on to the payment; the page shows each.</summary>
public abstract record CheckoutStart
{
    /// <summary>The form can be shown.</summary>
    public sealed record Ready(string OrderNumber, Money Total, PaymentSession Session) : CheckoutStart;

    public sealed record EmptyCart : CheckoutStart;

    /// <summary>Something in the cart cannot be bought as it stands.</summary>
    public sealed record CartChanged(IReadOnlyList<CheckoutProblem> Problems) : CheckoutStart;

    /// <summary>
    /// The goods of an order were set aside for a time, and their prices with them; since then something costs another price or
    /// is no longer sold. The order stays what it was, so it cannot be paid; its goods can be ordered again.
    /// </summary>
    public sealed record OfferChanged(string OrderNumber, IReadOnlyList<CheckoutProblem> Changes) : CheckoutStart;

    /// <summary>An order's form was renewed as often as it may be; its goods can be ordered again.</summary>
    public sealed record RenewedTooOften(string OrderNumber) : CheckoutStart;

    /// <summary>So many forms were opened within a day and none of them paid: the next one may be opened then (UTC).</summary>
    public sealed record TooManyForms(int Most, DateTime From) : CheckoutStart;

    /// <summary>The money is there already, or on its way.</summary>
    public sealed record AlreadyPaid(string OrderNumber) : CheckoutStart;

    /// <summary>No form can be opened just now; the order is kept and the same button works later.</summary>
    public sealed record Unavailable(CheckoutObstacle Why) : CheckoutStart;

    /// <summary>There is no such order of this buyer that could be paid.</summary>
    public sealed record NotFound : CheckoutStart;
}
