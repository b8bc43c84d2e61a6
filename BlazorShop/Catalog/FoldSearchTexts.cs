using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Catalog;

/// <summary>
/// Products from before searches ignored accents: what is searched in is folded once. A hundred thousand products are looked through in a fraction of a
/// second; who does it twice, or at the same time, changes nothing.
/// </summary>
internal sealed class FoldSearchTexts(IDbContextFactory<ShopDbContext> contexts) : IStartupTask
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var stale = new List<(ProductId Id, string Was, string Now)>();
        await foreach (var product in db.Products.AsNoTracking().Select(p => new { p.Id, p.SearchText }).AsAsyncEnumerable().WithCancellation(ct))
        {
            var folded = Text.Limit(Text.Fold(product.SearchText), Product.MaxSearchText);
            if (folded != product.SearchText)
                stale.Add((product.Id, product.SearchText, folded));
        }

        foreach (var (id, was, now) in stale)
            await db.Products.Where(p => p.Id == id && p.SearchText == was).ExecuteUpdateAsync(s => s.SetProperty(p => p.SearchText, now), ct);
    }
}
