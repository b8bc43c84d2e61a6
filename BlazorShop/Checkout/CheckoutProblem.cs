using BlazorShop.Carts;
using BlazorShop.Common;

namespace BlazorShop.Checkout;

public enum CheckoutProblemKind
{
    /// <summary>What is to be mended on a line of the cart.</summary>
    CartLine,

    /// <summary>A line of the cart costs another price than its buyer last saw.</summary>
    CartPrice,

    /// <summary>What all of it costs now.</summary>
    NewTotal,

    /// <summary>It is not, or no longer, offered by subscription.</summary>
    NoSubscription,
    SoldOut,

    /// <summary>Somebody else has just bought the last ones.</summary>
    JustGone,

    /// <summary>A subscription costs another price than was shown.</summary>
    NewPrice,

    /// <summary>Nobody can be charged its price: it lies between the currency's steps.</summary>
    PriceOffStep,

    /// <summary>Less than the provider's forms take.</summary>
    TooLittle,

    /// <summary>More than the provider's forms take.</summary>
    TooMuch,

    /// <summary>More of one item than are sold at a time, with those that unpaid orders hold.</summary>
    TooManyOfOne,

    /// <summary>More items than unpaid orders may hold.</summary>
    TooManyItems,

    /// <summary>An order that was placed before wants more of it than are left.</summary>
    TooFewForTheOrder,

    /// <summary>Of an order that was placed before.</summary>
    NoLongerSold,

    /// <summary>An order that was placed before has it at another price.</summary>
    OtherPriceThanOrdered,
}

/// <summary>Why it cannot be bought as it stands. Of the arguments a kind has those that it needs.</summary>
/// <param name="Item">Its name.</param>
public sealed record CheckoutProblem(CheckoutProblemKind Kind, string Item = "")
{
    public CartViewLine? Line { get; init; }

    public int Wanted { get; init; }

    public int Most { get; init; }

    /// <summary>So many are held by the buyer's unpaid orders.</summary>
    public int Held { get; init; }

    /// <summary>What was shown or ordered, or the provider's limit.</summary>
    public Money? Was { get; init; }

    public Money? Now { get; init; }

    public Recurrence? Every { get; init; }
}

/// <summary>Why no form could be opened just now.</summary>
public enum CheckoutObstacle
{
    /// <summary>The provider does not answer.</summary>
    NoAnswer,

    /// <summary>The provider refused to open it.</summary>
    Refused,

    /// <summary>The buyer asks too often.</summary>
    TooFast,
}

public enum ReorderProblemKind
{
    TooFew,
    AtMost,
    SoldOut,
    CartFull,
    BySubscription,
    NoLongerOffered,
}

/// <summary>Why a line of an order is not in the cart again as it was.</summary>
/// <param name="Most">How many can be bought, where that is why.</param>
public sealed record ReorderProblem(ReorderProblemKind Kind, string Item, int Most = 0);
