using BlazorShop.Common;

namespace BlazorShop.Catalog;

/// <summary>A product as a list shows it.</summary>
public sealed record ProductCard(string Slug, string Name, string Summary, CategoryId Category, string? ImageUrl, long PriceFrom, long PriceTo, int Available)
{
    public bool IsSoldOut => Available <= 0;

    /// <summary>How often the lowest price is due; null: once.</summary>
    public Recurrence? Recurrence { get; init; }
}

/// <summary>One page of a list, and whether another follows; nobody counts the rest.</summary>
public sealed record ProductList(IReadOnlyList<ProductCard> Products, bool HasNext);

/// <summary>A product as its own page shows it.</summary>
public sealed record ProductDetails(ProductId Id, string Slug, string Name, string Summary, string Description, CategoryId Category)
{
    public required IReadOnlyList<PictureOfProduct> Pictures { get; init; }

    public required IReadOnlyList<VariantOnSale> Variants { get; init; }
}

public sealed record PictureOfProduct(string Url, string Alt);

public sealed record VariantOnSale(VariantId Id, string Sku, string Options, Money Price, int Available)
{
    public bool IsSoldOut => Available <= 0;

    /// <summary>How often it is bought again by itself; null: once.</summary>
    public Recurrence? Recurrence { get; init; }
}

/// <summary>What the shop says about how many there are.</summary>
public static class StockText
{
    /// <summary>Up to this many, the number itself is shown.</summary>
    public const int Few = 20;

    public static string For(int available) =>
        available <= 0 ? CatalogTexts.All["Stock.SoldOut"] : available <= Few ? CatalogTexts.All["Stock.Left", available] : CatalogTexts.All["Stock.Available"];
}
