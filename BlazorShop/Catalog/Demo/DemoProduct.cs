using BlazorShop.Common;

namespace BlazorShop.Catalog.Demo;

/// <summary>A product of the demo shop as its author writes it down. Pictures: what each drawing shows; they are <c>slug.svg</c>, <c>slug-2.svg</c>, …</summary>
internal sealed record DemoProduct(string Slug, string Shelf, string Name, string Summary, string Description, string[] Pictures, params DemoVariant[] Variants);

/// <summary>One form of it; the price is written in hundredths.</summary>
internal sealed record DemoVariant(string Sku, string Options, long Price, int Stock, Recurrence? Recurrence = null);

/// <summary>The demo shop: a small, coherent collection for a calm home.</summary>
internal static class DemoCatalogue
{
    // The order of the window: a little of every room first.
    private static readonly string[] featured =
    [
        "round-teapot", "mushroom-lamp", "wool-throw", "linen-notebook", "terracotta-pot", "stovetop-kettle", "serving-bowl", "bud-vase",
    ];

    public static IEnumerable<DemoProduct> All { get; } = [.. DemoKitchen.Products, .. DemoDesk.Products, .. DemoTextiles.Products, .. DemoLight.Products, .. DemoGarden.Products, .. DemoSubscriptions.Products];

    public static IEnumerable<Product> Make(SeededIds ids, Dictionary<string, Category> shelves, string currency)
    {
        var position = featured.Length;
        foreach (var written in All)
        {
            var place = Array.IndexOf(featured, written.Slug);
            yield return Make(ids, shelves[written.Shelf].Id, written, currency, place >= 0 ? place : position++);
        }
    }

    public static Product Make(SeededIds ids, CategoryId shelf, DemoProduct written, string currency, int position)
    {
        var product = new Product
        {
            Id = ids.Next<ProductId>(),
            CategoryId = shelf,
            Slug = written.Slug,
            Name = written.Name,
            Summary = written.Summary,
            Description = written.Description,
            CreatedAt = ids.Now,
            Position = position,
        };
        foreach (var variant in written.Variants)
        {
            var id = ids.Next<VariantId>();
            product.Variants.Add(new ProductVariant
            {
                Id = id,
                ProductId = product.Id,
                Sku = variant.Sku,
                Options = variant.Options,
                Price = new Money(InMinor(variant.Price, currency), currency),
                Recurrence = variant.Recurrence,
                Position = product.Variants.Count,
                Stock = new StockItem { VariantId = id, OnHand = variant.Stock },
            });
        }

        foreach (var alt in written.Pictures)
        {
            var number = product.Images.Count + 1;
            product.Images.Add(new ProductImage
            {
                Id = ids.Next(),
                ProductId = product.Id,
                Url = number == 1 ? $"/img/products/{written.Slug}.svg" : $"/img/products/{written.Slug}-{number}.svg",
                Alt = alt,
                Position = number,
            });
        }

        product.Refresh();
        return product;
    }

    /// <summary>
    /// 24.00 euros, 24.000 dinars, and 2,400 yen, crowns, shillings or forints, which are worth about as much: always on the currency's step.
    /// </summary>
    private static long InMinor(long hundredths, string currency) => currency switch
    {
        "ISK" or "UGX" or "HUF" => hundredths * 100,
        _ when Currencies.Exponent(currency) == 3 => hundredths * 10,
        _ => hundredths,
    };
}
