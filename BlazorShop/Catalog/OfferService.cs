using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Catalog;

/// <summary>What a variant is offered at right now: the only source of prices and availability outside this room.</summary>
public sealed record Offer(ItemSnapshot Item, Money Price, int Available, bool IsPublished)
{
    /// <summary>How often it is bought again by itself; null: once, through the cart.</summary>
    public Recurrence? Recurrence { get; init; }

    /// <summary>How many can be bought now.</summary>
    public int Buyable => IsPublished ? Math.Max(0, Available) : 0;
}

/// <summary>Answers what something costs and how many there are.</summary>
public sealed class OfferService(IDbContextFactory<ShopDbContext> contexts)
{
    public async Task<Offer?> FindAsync(VariantId variant, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await GetAsync(db, [variant], ct)).GetValueOrDefault(variant);
    }

    /// <summary>What is sold under this SKU, or null.</summary>
    public async Task<Offer?> FindAsync(string sku, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var variant = await db.Variants.Where(v => v.Sku == sku).Select(v => (VariantId?)v.Id).FirstOrDefaultAsync(ct);
        return variant is { } id ? (await GetAsync(db, [id], ct)).GetValueOrDefault(id) : null;
    }

    /// <summary>The offers of all these variants in one query; a variant that no longer exists is missing from the answer.</summary>
    public async Task<IReadOnlyDictionary<VariantId, Offer>> GetAsync(ShopDbContext db, IReadOnlyCollection<VariantId> variants, CancellationToken ct)
    {
        if (variants.Count == 0)
            return new Dictionary<VariantId, Offer>();
        var rows = await (
            from variant in db.Variants.AsNoTracking()
            join product in db.Products on variant.ProductId equals product.Id
            where variants.Contains(variant.Id)
            select new Offer(
                new ItemSnapshot
                {
                    Variant = variant.Id,
                    ProductSlug = product.Slug,
                    Name = product.Name,
                    Options = variant.Options,
                    Sku = variant.Sku,
                    Picture = product.Images.OrderBy(i => i.Position).Select(i => i.Url).FirstOrDefault(),
                },
                variant.Price,
                variant.Stock.OnHand - variant.Stock.Reserved,
                product.IsPublished)
            {
                Recurrence = variant.Recurrence,
            }).ToListAsync(ct);
        return rows.ToDictionary(o => o.Item.Variant);
    }
}
