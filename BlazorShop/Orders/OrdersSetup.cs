using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders.Receipts;
using BlazorShop.Web;

namespace BlazorShop.Orders;

internal static class OrdersSetup
{
    public static WebApplicationBuilder AddOrders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OrderService>();
        builder.Services.AddSingleton<OrderStatusFeed>();
        builder.Services.AddSingleton<IStartupTask, OrderCurrencyCheck>();
        builder.Services.AddSingleton<OrderPersonalData>();
        builder.Services.AddSingleton<IPersonalData>(s => s.GetRequiredService<OrderPersonalData>());
        builder.Services.AddSingleton<IErasureRest>(s => s.GetRequiredService<OrderPersonalData>());
        builder.Services.AddSingleton<ISharedNews, OrderNews>();
        builder.Services.AddSingleton(new PageArea("/orders") { IsPersonal = true });
        return builder;
    }

    public static void MapOrders(this WebApplication app) => ReceiptEndpoint.Map(app);
}
