using BlazorShop.Catalog.Demo;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Catalog;

/// <summary>
/// Fills an empty catalogue with what <c>Catalog__Seed</c> says, whole or not at all: what a killed start left half would not be empty for the next one. A
/// catalogue that holds anything is left alone.
/// </summary>
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
        await using var turn = await WriteGate.EnterAsync(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var currency = shop.Value.Currency;
        var made = new SeededIds();
        var categories = DemoCategories.Make(made);
        db.Categories.AddRange(categories.Values);
        await db.SaveChangesAsync(ct);

        // In batches that are forgotten once written: a context that tracked a hundred thousand products would grow slow.
        var products = seed.Demo ? DemoCatalogue.Make(made, categories, currency) : GeneratedCatalogue.Make(made, categories, currency, seed.Generated);
        var count = 0;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var batch in products.Chunk(Batch))
        {
            db.ChangeTracker.Clear();
            db.Products.AddRange(batch);
            await db.SaveChangesAsync(ct);
            count += batch.Length;
        }

        await transaction.CommitAsync(ct);
        Seeded(logger, count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The empty catalogue was filled with {Products} products")]
    private static partial void Seeded(ILogger logger, int products);
}
