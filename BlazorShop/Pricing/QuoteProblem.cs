using BlazorShop.Common;

namespace BlazorShop.Pricing;

public enum QuoteProblemKind
{
    SoldOut,

    /// <summary>Fewer are left than wanted.</summary>
    TooFewLeft,

    /// <summary>More than are sold at a time.</summary>
    TooMany,

    /// <summary>Sold by subscription since it was chosen.</summary>
    BySubscription,

    /// <summary>Nobody can be charged its price: it lies between the currency's steps.</summary>
    PriceOffStep,
}

/// <summary>Why a line cannot be bought as it stands.</summary>
/// <param name="Available">How many could be bought at a time, as far as stock and limits go.</param>
public sealed record QuoteProblem(QuoteProblemKind Kind, VariantId Variant, int Wanted, int Available);
