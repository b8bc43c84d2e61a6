using BlazorShop.Common;

namespace BlazorShop.Carts;

/// <summary>A cart as it is right now, at today's prices.</summary>
public sealed record CartView(CartId? Id, int Version, IReadOnlyList<CartViewLine> Lines, Money Total, string? Notice)
{
    /// <summary>Pieces in it, over all lines.</summary>
    public int Count => Lines.Sum(l => l.Quantity);

    /// <summary>Everything in it can be bought as it stands.</summary>
    public bool CanCheckOut => Lines.Count > 0 && Lines.All(l => l.Problem is null);

    /// <summary>What was in it and is in no catalogue any more: not among the lines.</summary>
    internal IReadOnlyList<VariantId> Gone { get; init; } = [];

    public static CartView Empty(string currency) => new(null, 0, [], Money.Zero(currency), null);
}

public sealed record CartViewLine(
    VariantId Variant,
    string ProductSlug,
    string Name,
    string Options,
    string Sku,
    string? ImageUrl,
    Money UnitPrice,
    int Quantity,
    int Buyable,
    Money? FormerPrice)
{
    public Money Total => UnitPrice * Quantity;

    /// <summary>With its options: of two lines of the same product one must know which is meant.</summary>
    public string FullName => Options.Length == 0 ? Name : $"{Name} ({Options})";

    /// <summary>Sold by subscription since it was put in: no cart takes it any more.</summary>
    public bool Recurs { get; init; }

    /// <summary>How many of it a cart takes, however many there are.</summary>
    public int AtMost { get; init; } = int.MaxValue;

    /// <summary>What the buyer must know or mend on this line; null when all is well.</summary>
    public string? Problem => (Buyable, Quantity) switch
    {
        _ when Recurs => $"{FullName} is sold by subscription now. Remove it to go on, and subscribe on its own page.",
        _ when !Currencies.IsOnStep(UnitPrice) => OffStep(FullName, UnitPrice) + " Remove it to go on.",
        (0, _) => $"{FullName} is sold out. Remove it to go on.",
        var (left, wanted) when wanted > left && left <= AtMost => $"Only {left} of {FullName} left. Lower the quantity to go on.",
        var (_, wanted) when wanted > AtMost => $"You can buy up to {AtMost} of {FullName} at a time. Lower the quantity to go on.",
        _ => null,
    };

    /// <summary>Why it became fewer than the buyer asked for.</summary>
    public string FewerThan(int asked) => Buyable > AtMost && asked > AtMost
        ? $"You can buy up to {AtMost} of {FullName} at a time, so we put in {Quantity}."
        : $"Only {Quantity} of {FullName} can be bought now, so we put in {Quantity}.";

    /// <summary>Nobody can be charged this price: the shop must change it.</summary>
    public static string OffStep(string name, Money price) =>
        $"{name} can't be sold at {price}: amounts in {price.Currency} go in steps of {Currencies.Least(price.Currency)}. Please tell us, so that we change the price.";

    public string? PriceChange => FormerPrice is { } former
        ? $"The price of {FullName} changed from {former} to {UnitPrice} since you added it."
        : null;
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
