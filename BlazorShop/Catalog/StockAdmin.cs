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
    /// <summary>By product name; <paramref name="page"/> counts from 0. Answers how many variants there are in all.</summary>
    public async Task<(IReadOnlyList<StockRow> Rows, int Total)> PageAsync(ClaimsPrincipal staff, string? search, int page, int size, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var products = db.Products.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var text = Text.Fold(search.Trim());
            products = products.Where(p => p.SearchText.Contains(text));
        }

        var variants = products.Join(db.Variants, p => p.Id, v => v.ProductId, (p, v) => new { Product = p, Variant = v });
        var rows = await variants
            .OrderBy(r => r.Product.Name).ThenBy(r => r.Product.Id).ThenBy(r => r.Variant.Position)
            .Skip(Math.Max(page, 0) * size)
            .Take(size)
            .Select(r => new StockRow(
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
            })
            .ToListAsync(ct);
        return (rows, await variants.CountAsync(ct));
    }
}
