using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Catalog;

/// <summary>A variant in the staff's list.</summary>
public sealed record StockRow(string Product, string Slug, string Options, string Sku, Money Price, int OnHand, int Reserved, bool IsPublished)
{
    /// <summary>How often it is bought again by itself; null: once.</summary>
    public Recurrence? Recurrence { get; init; }
}

/// <summary>Everything that is sold and how much of it there is, for staff only.</summary>
public sealed class StockAdmin(IDbContextFactory<ShopDbContext> contexts, StaffGuard guard)
{
    /// <summary>By product name, the variants of a product together. A row is named by its SKU.</summary>
    /// <param name="search">Part of a name, a summary or a SKU; null for all.</param>
    public async Task<ListPage<StockRow>> PageAsync(ClaimsPrincipal staff, string? search, ListPlace place, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Catalogue, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var variants = db.Products.Join(db.Variants, p => p.Id, v => v.ProductId, (p, v) => new { Product = p, Variant = v });
        var wanted = variants;
        if (search is not null)
        {
            var text = Text.Fold(search);
            wanted = wanted.Where(r => r.Product.SearchText.Contains(text));
        }

        return await wanted.Ascending(r => r.Product.Name).Then(r => r.Product.Id).Then(r => r.Variant.Position).Then(r => r.Variant.Id).PageAsync(
            place,
            place.Row is { } sku ? variants.Where(r => r.Variant.Sku == sku) : null,
            r => new StockRow(
                r.Product.Name,
                r.Product.Slug,
                r.Variant.Options,
                r.Variant.Sku,
                r.Variant.Price,
                r.Variant.Stock.OnHand,
                r.Variant.Stock.Reserved,
                r.Product.IsPublished)
            {
                Recurrence = r.Variant.Recurrence,
            },
            ct);
    }
}
