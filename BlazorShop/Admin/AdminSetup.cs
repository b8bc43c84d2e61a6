using BlazorShop.Accounts;
using BlazorShop.Admin.Orders;
using BlazorShop.Admin.Payments;
using BlazorShop.Catalog;
using BlazorShop.Components;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Payments.Subscriptions;

namespace BlazorShop.Admin;

internal static class AdminSetup
{
    public static WebApplicationBuilder AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OrderLedger>();
        builder.Services.AddSingleton<StockLedger>();
        builder.Services.AddSingleton<SubscriptionLedger>();
        builder.Services.AddSingleton<MoneyDesk>();
        builder.Services.AddSingleton<IOpenWork, OpenWork>();
        builder.Services.AddSingleton<CustomerLedger>();
        builder.Services.AddSingleton<AccountLedger>();
        return builder;
    }

    public static void MapAdmin(this WebApplication app)
    {
        var desk = app.MapGroup("/admin").RequireAuthorization(Policies.Staff);
        desk.MapGet("", () => Results.Redirect("/admin/orders"));
        desk.MapGet("orders.csv", OrdersExport.WriteAsync);
    }
}
