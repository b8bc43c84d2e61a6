using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Carts;

/// <summary>A cart as it is right now, at today's prices.</summary>
public sealed record CartView(CartId? Id, int Version, Quote Quote, IReadOnlyList<CartViewLine> Lines, IReadOnlyList<CartNotice> Notices)
{
    public Money Total => Quote.Total;

    /// <summary>Items in it, over all lines.</summary>
    public int Count => Quote.Count;

    /// <summary>Everything in it can be bought as it stands.</summary>
    public bool CanCheckOut => Lines.Count > 0 && Quote.Problems.Count == 0;

    /// <summary>What was in it and is in no catalogue any more: not among the lines.</summary>
    internal IReadOnlyList<VariantId> Gone { get; init; } = [];

    public static CartView Empty(string currency) => new(null, 0, Quote.Empty(currency), [], []);
}

/// <summary>A line as it is quoted, and what is known beside its price.</summary>
/// <param name="Buyable">How many can be bought now.</param>
/// <param name="AtMost">How many of it a cart takes, however many there are.</param>
/// <param name="FormerPrice">What its buyer last saw, where that was another price.</param>
public sealed record CartViewLine(QuoteLine Quoted, int Buyable, int AtMost, Money? FormerPrice, QuoteProblem? Problem)
{
    public ItemSnapshot Item => Quoted.Item;

    public VariantId Variant => Item.Variant;

    public int Quantity => Quoted.Quantity;

    public Money UnitPrice => Quoted.UnitPrice;
}

/// <summary>What came of putting something into a cart.</summary>
public abstract record AddedToCart
{
    public sealed record Added(string Name, int Quantity) : AddedToCart;

    /// <summary>Fewer than asked: no more are left.</summary>
    public sealed record Limited(string Name, int InCart, int Left) : AddedToCart;

    /// <summary>Fewer than asked: a cart takes no more of it, though there are.</summary>
    public sealed record AtMost(string Name, int InCart, int Most) : AddedToCart;

    public sealed record SoldOut(string Name) : AddedToCart;

    /// <summary>It is bought by subscription, on its own: no cart takes it.</summary>
    public sealed record BySubscription(string Name, string ProductSlug) : AddedToCart;

    public sealed record NotFound : AddedToCart;

    public sealed record Full : AddedToCart;
}
