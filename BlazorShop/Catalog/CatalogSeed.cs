using BlazorShop.Catalog.Demo;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Catalog;

/// <summary>Fills an empty catalogue with what <c>Catalog__Seed</c> says; a catalogue that holds anything is left alone.</summary>
internal sealed partial class CatalogSeed(
    IDbContextFactory<ShopDbContext> contexts, CatalogSeedOptions seed, IOptions<ShopOptions> shop, ILogger<CatalogSeed> logger) : IStartupTask
{
    private const int Batch = 2000;

    public async Task RunAsync(CancellationToken ct)
    {
        if (!seed.Demo && seed.Generated == 0)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Products.AnyAsync(ct) || await db.Categories.AnyAsync(ct))
            return;
        var currency = shop.Value.Currency;
        var made = new SeededIds();
        var categories = DemoCategories.Make(made);
        db.Categories.AddRange(categories.Values);
        await db.SaveChangesAsync(ct);

        // In batches, each with a context of its own: one that tracked a hundred thousand products would grow slow.
        var products = seed.Demo ? DemoCatalogue.Make(made, categories, currency) : GeneratedCatalogue.Make(made, categories, currency, seed.Generated);
        var count = 0;
        foreach (var batch in products.Chunk(Batch))
        {
            await using var part = await contexts.CreateDbContextAsync(ct);
            part.ChangeTracker.AutoDetectChangesEnabled = false;
            part.Products.AddRange(batch);
            await part.SaveChangesAsync(ct);
            count += batch.Length;
        }

        Seeded(logger, count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The empty catalogue was filled with {Products} products")]
    private static partial void Seeded(ILogger logger, int products);
}
