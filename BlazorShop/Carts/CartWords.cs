using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Carts;

/// <summary>What the buyer must know or mend in the cart, in words.</summary>
public static class CartWords
{
    public static string Of(QuoteProblem problem, QuoteLine line)
    {
        var name = line.Item.FullName;
        return problem.Kind switch
        {
            QuoteProblemKind.BySubscription => $"{name} is sold by subscription now. Remove it to go on, and subscribe on its own page.",
            QuoteProblemKind.PriceOffStep => OffStep(name, line.UnitPrice) + " Remove it to go on.",
            QuoteProblemKind.SoldOut => $"{name} is sold out. Remove it to go on.",
            QuoteProblemKind.TooFewLeft => $"Only {problem.Available} of {name} left. Lower the quantity to go on.",
            QuoteProblemKind.TooMany => $"You can buy up to {problem.Available} of {name} at a time. Lower the quantity to go on.",
            _ => throw new InvalidOperationException($"No words for {problem.Kind}."),
        };
    }

    /// <summary>Nobody can be charged this price: the shop must change it.</summary>
    public static string OffStep(string name, Money price) =>
        $"{name} can't be sold at {price}: amounts in {price.Currency} go in steps of {Currencies.Least(price.Currency)}. Please tell us, so that we change the price.";

    /// <summary>What to mend on this line; null when all is well.</summary>
    public static string? Problem(CartViewLine line) => line.Problem is { } problem ? Of(problem, line.Quoted) : null;

    public static string? PriceChange(CartViewLine line) => line.FormerPrice is { } former
        ? $"The price of {line.Item.FullName} changed from {former} to {line.UnitPrice} since you added it."
        : null;

    /// <summary>Why it became fewer than the buyer asked for.</summary>
    public static string FewerThan(CartViewLine line, int asked) => line.Buyable > line.AtMost && asked > line.AtMost
        ? $"You can buy up to {line.AtMost} of {line.Item.FullName} at a time, so we put in {line.Quantity}."
        : $"Only {line.Quantity} of {line.Item.FullName} can be bought now, so we put in {line.Quantity}.";
}
