using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Catalog;

/// <summary>Something the shop offers, in one or more <see cref="Variants"/>; the variant is what is priced, counted and bought.</summary>
public sealed class Product : IVersioned
{
    public const int MaxSearchText = 1000;

    public required ProductId Id { get; init; }

    public required CategoryId CategoryId { get; set; }

    public required string Slug { get; set; }

    public required string Name { get; set; }

    /// <summary>One sentence for cards and search results.</summary>
    public string Summary { get; set; } = "";

    /// <summary>As written by staff, in Markdown; rendered and sanitised when shown.</summary>
    public string Description { get; set; } = "";

    public bool IsPublished { get; set; } = true;

    public DateTime CreatedAt { get; init; }

    /// <summary>What the shop puts first; lower stands earlier.</summary>
    public int Position { get; set; }

    /// <summary>The lowest price of its variants, in minor units: what lists show and sort by.</summary>
    public long PriceFrom { get; set; }

    /// <summary>How often that price is due, where it is not paid once: what lists show behind it.</summary>
    public Recurrence? Recurrence { get; set; }

    /// <summary>Name, summary and SKUs in lower case: what the simple search looks in.</summary>
    public string SearchText { get; set; } = "";

    public int Version { get; set; }

    public List<ProductVariant> Variants { get; } = [];

    public List<ProductImage> Images { get; } = [];

    /// <summary>Sets what is derived from the variants; call it after any change to them or to the name.</summary>
    public void Refresh()
    {
        PriceFrom = Variants.Count == 0 ? 0 : Variants.Min(v => v.Price.Minor);
        Recurrence = Variants.OrderBy(v => v.Price.Minor).FirstOrDefault()?.Recurrence;
        SearchText = Text.Limit(Text.Fold(string.Join(' ', [Name, Summary, .. Variants.Select(v => v.Sku)])), MaxSearchText);
    }
}

/// <summary>A product in one combination of options: its own SKU, price and stock.</summary>
public sealed class ProductVariant
{
    public required VariantId Id { get; init; }

    public required ProductId ProductId { get; init; }

    public required string Sku { get; set; }

    /// <summary>"Size M, Oat" — empty where the product comes in one form only.</summary>
    public string Options { get; set; } = "";

    public required Money Price { get; set; }

    /// <summary>How often it is bought again by itself; null: once, through the cart.</summary>
    public Recurrence? Recurrence { get; set; }

    public int Position { get; set; }

    public StockItem Stock { get; set; } = null!;
}

public sealed class ProductImage
{
    public required Guid Id { get; init; }

    public required ProductId ProductId { get; init; }

    /// <summary>Address on this site, such as <c>/img/products/kettle.svg</c>.</summary>
    public required string Url { get; set; }

    public required string Alt { get; set; }

    public int Position { get; set; }
}
