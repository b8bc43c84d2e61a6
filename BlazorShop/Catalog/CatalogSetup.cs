using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Data;
using BlazorShop.Web;
using Microsoft.Extensions.Primitives;

namespace BlazorShop.Catalog;

internal static class CatalogSetup
{
    private static readonly StringValues listKeys = new(["q", "category", "page", "sort"]);

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
        builder.Services.AddSingleton<IStartupTask, PriceCurrencyCheck>();
        builder.Services.AddSingleton(new ShellPart(ShellPlace.Categories, typeof(CategoryNav)));
        builder.Services.AddSingleton(new CachedArea("/", listKeys));
        builder.Services.AddSingleton(new CachedArea("/catalog", listKeys));
        builder.Services.AddSingleton(new CachedArea("/products", "variant") { IncludesBelow = true });
        builder.AddRequestLimit("Search", 120, request => !HttpMethods.IsPost(request.Method) && request.Query.ContainsKey("q") && request.Begins("/catalog"));
        return builder;
    }

    public static void MapCatalog(this WebApplication app)
    {
    }
}
