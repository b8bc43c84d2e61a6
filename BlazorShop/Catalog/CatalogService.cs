using System.Linq.Expressions;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Catalog;

/// <summary>The shop window: browsing, searching and a product's page. Reads only, by projections.</summary>
public sealed class CatalogService(IDbContextFactory<ShopDbContext> contexts, TimeProvider time)
{
    // The tree is small, asked for by every page and seldom changed: a second old is new enough (as the pages are themselves).
    private static readonly TimeSpan fresh = TimeSpan.FromSeconds(1);

    private static readonly Expression<Func<Product, ProductCard>> card = p => new ProductCard(
        p.Slug,
        p.Name,
        p.Summary,
        p.CategoryId,
        p.Images.OrderBy(i => i.Position).Select(i => i.Url).FirstOrDefault(),
        p.PriceFrom,
        p.Variants.Max(v => (long?)v.Price.Minor) ?? p.PriceFrom,
        p.Variants.Max(v => (int?)(v.Stock.OnHand - v.Stock.Reserved)) ?? 0)
    {
        Recurrence = p.Recurrence,
    };

    private volatile Categories? categories;

    /// <summary>The tree as it was last read, however long ago; null before it was.</summary>
    public CategoryTree? LastCategories => categories?.Tree;

    public async ValueTask<CategoryTree> CategoriesAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (categories is { } known && now - known.At < fresh)
            return known.Tree;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(ct));
        categories = new Categories(tree, now);
        return tree;
    }

    public async Task<ProductList> ListAsync(CatalogQuery query, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var products = Offered(db);
        if (query.Category is { } category)
        {
            if (category.Children.Count == 0)
            {
                products = products.Where(p => p.CategoryId == category.Id);
            }
            else
            {
                var family = category.Family.Select(c => c.Id).ToList();
                products = products.Where(p => family.Contains(p.CategoryId));
            }
        }

        foreach (var word in Text.Fold(query.Words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var pattern = $"%{Escape(word)}%";
            products = products.Where(p => EF.Functions.Like(p.SearchText, pattern, @"\"));
        }

        // One more than is shown tells whether another page follows, without counting the shop. The page's ids are found
        // first: where rows must be sorted, only ids are, and the rest is read for one page.
        var ids = Sorted(products, query.Sort)
            .Skip((query.Page - 1) * CatalogQuery.PageSize)
            .Take(CatalogQuery.PageSize + 1)
            .Select(p => p.Id);
        var rows = await Sorted(db.Products.AsNoTracking().Where(p => ids.Contains(p.Id)), query.Sort).Select(card).ToListAsync(ct);
        var more = rows.Count > CatalogQuery.PageSize;
        if (more)
            rows.RemoveAt(rows.Count - 1);
        return new ProductList(rows, more && query.Page < CatalogQuery.LastPage);
    }

    /// <summary>What the shop puts first.</summary>
    public async Task<IReadOnlyList<ProductCard>> FeaturedAsync(int count, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Sorted(Offered(db), CatalogSort.Featured)
            .Take(count)
            .Select(card)
            .ToListAsync(ct);
    }

    /// <summary>Null where no such product is offered.</summary>
    public async Task<ProductDetails?> FindAsync(string slug, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Products.AsNoTracking()
            .Where(p => p.IsPublished && p.Slug == slug)
            .Select(p => new ProductDetails(p.Id, p.Slug, p.Name, p.Summary, p.Description, p.CategoryId)
            {
                Pictures = p.Images.OrderBy(i => i.Position).Select(i => new PictureOfProduct(i.Url, i.Alt)).ToList(),
                Variants = p.Variants.OrderBy(v => v.Position)
                    .Select(v => new VariantOnSale(v.Id, v.Sku, v.Options, v.Price, v.Stock.OnHand - v.Stock.Reserved) { Recurrence = v.Recurrence }).ToList(),
            })
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>Others that stand in the same room as a product.</summary>
    public async Task<IReadOnlyList<ProductCard>> BesideAsync(ProductId product, CategoryNode room, int count, CancellationToken ct)
    {
        var family = room.Family.Select(c => c.Id).ToList();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Sorted(Offered(db).Where(p => family.Contains(p.CategoryId) && p.Id != product), CatalogSort.Featured)
            .Take(count)
            .Select(card)
            .ToListAsync(ct);
    }

    // Compared with a parameter: EF shortens "== true" to the bare column, and then SQLite uses no index that begins with it.
    private static IQueryable<Product> Offered(ShopDbContext db)
    {
        var published = true;
        return db.Products.AsNoTracking().Where(p => p.IsPublished == published);
    }

    // The id settles ties, in the index's own direction, so that no product shows on two pages or on none.
    private static IQueryable<Product> Sorted(IQueryable<Product> products, CatalogSort sort) => sort switch
    {
        CatalogSort.Newest => products.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id),
        CatalogSort.PriceAsc => products.OrderBy(p => p.PriceFrom).ThenBy(p => p.Id),
        CatalogSort.PriceDesc => products.OrderByDescending(p => p.PriceFrom).ThenByDescending(p => p.Id),
        CatalogSort.Name => products.OrderBy(p => p.Name).ThenBy(p => p.Id),
        _ => products.OrderBy(p => p.Position).ThenBy(p => p.Id),
    };

    private static string Escape(string word) =>
        word.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal)
            .Replace("[", @"\[", StringComparison.Ordinal);

    private sealed record Categories(CategoryTree Tree, DateTimeOffset At);
}
