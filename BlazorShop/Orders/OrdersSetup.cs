namespace BlazorShop.Orders;

internal static class OrdersSetup
{
    public static WebApplicationBuilder AddOrders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OrderDesk>();
        builder.Services.AddSingleton<OrderStatusFeed>();
        return builder;
    }
}
