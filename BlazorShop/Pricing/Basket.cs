using BlazorShop.Common;

namespace BlazorShop.Pricing;

/// <summary>What somebody wants, with what is known of it: all that rules may ask.</summary>
public sealed record Basket(string Currency, IReadOnlyList<BasketItem> Items);

/// <param name="Price">Of one, today.</param>
public sealed record BasketItem(ItemSnapshot Item, Money Price, int Quantity)
{
    /// <summary>How many can be bought now.</summary>
    public int Buyable { get; init; } = int.MaxValue;

    /// <summary>How many are sold at a time, however many there are.</summary>
    public int AtMost { get; init; } = int.MaxValue;

    /// <summary>It is sold by subscription, and this basket is none.</summary>
    public bool IsBySubscription { get; init; }
}

/// <summary>When a rule has its turn: discounts are taken off prices, delivery may be free from a sum after them, tax is of what is left.</summary>
public enum PriceStage
{
    Items,
    Discounts,
    Delivery,
    Tax,
    Credit,
}

/// <summary>One rule of the price: looks at the draft and adds its own to it. A new kind of price is a new rule.</summary>
public interface IPriceRule
{
    PriceStage Stage { get; }

    void Apply(QuoteDraft draft);
}

/// <summary>A quote in the making, handed from rule to rule.</summary>
public sealed class QuoteDraft(Basket basket)
{
    public Basket Basket => basket;

    public List<QuoteLine> Lines { get; } = [];

    public List<Charge> Charges { get; } = [];

    public List<QuoteProblem> Problems { get; } = [];

    internal Quote ToQuote() => new() { Currency = basket.Currency, Lines = [.. Lines], Charges = [.. Charges], Problems = [.. Problems] };
}
