using BlazorShop.Orders.Receipts;

namespace BlazorShop.Orders;

internal static class OrdersSetup
{
    public static WebApplicationBuilder AddOrders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OrderDesk>();
        builder.Services.AddSingleton<OrderStatusFeed>();
        return builder;
    }

    public static void MapOrders(this WebApplication app) => ReceiptEndpoint.Map(app);
}
