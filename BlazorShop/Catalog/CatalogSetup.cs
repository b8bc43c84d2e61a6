using BlazorShop.Common;
using BlazorShop.Data;

namespace BlazorShop.Catalog;

internal static class CatalogSetup
{
    public static WebApplicationBuilder AddCatalog(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StockService>();
        builder.Services.AddSingleton<IHold>(services => services.GetRequiredService<StockService>());
        builder.Services.AddSingleton<HeldStockWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<HeldStockWorker>());
        builder.Services.AddSingleton<OfferService>();
        builder.Services.AddSingleton<CatalogService>();
        builder.Services.AddSingleton(CatalogSeedOptions.Read(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<IStartupTask, FoldSearchTexts>();
        builder.Services.AddSingleton<IStartupTask, CatalogSeed>();
        return builder;
    }

    public static void MapCatalog(this WebApplication app)
    {
    }
}
