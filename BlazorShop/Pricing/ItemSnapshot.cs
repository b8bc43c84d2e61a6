using BlazorShop.Common;

namespace BlazorShop.Pricing;

/// <summary>
/// What is bought, as the catalogue described it at that moment. The one shape of an item from the offer to the receipt: whoever shows,
/// stores or sends an item passes this record on.
/// </summary>
public sealed record ItemSnapshot
{
    public required VariantId Variant { get; init; }

    public required string ProductSlug { get; init; }

    public required string Name { get; init; }

    /// <summary>"Clay", "Large, Blue"; empty where there is nothing to choose.</summary>
    public string Options { get; init; } = "";

    public required string Sku { get; init; }

    /// <summary>A path of this shop or an absolute address; null where there is none.</summary>
    public string? Picture { get; init; }

    /// <summary>Code of the class by which it is taxed; null: the shop's first.</summary>
    public string? TaxClass { get; init; }

    /// <summary>Grams of one; null where unknown.</summary>
    public int? WeightGrams { get; init; }

    /// <summary>With its options, so that two of the same product can be told apart: Mushroom lamp (Clay).</summary>
    public string FullName => Options.Length == 0 ? Name : $"{Name} ({Options})";
}
