using System.Security.Claims;
using BlazorShop.Accounts;
using BlazorShop.Admin.Orders;
using BlazorShop.Admin.Payments;
using BlazorShop.Admin.Shared;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Customers;
using BlazorShop.Orders;
using BlazorShop.Subscriptions;
using BlazorShop.Web;
using MudBlazor;

namespace BlazorShop.Admin;

internal static class AdminSetup
{
    public static WebApplicationBuilder AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OrderAdmin>();
        builder.Services.AddSingleton<StockAdmin>();
        builder.Services.AddSingleton<SubscriptionAdmin>();
        builder.Services.AddSingleton<PaymentActions>();
        builder.Services.AddSingleton<IOpenWork, OpenWork>();
        builder.Services.AddSingleton(new ShellPart(ShellPlace.Admin, typeof(BooksNotice)));
        builder.Services.AddSingleton<CustomerAdmin>();
        builder.Services.AddSingleton<AccountAdmin>();
        builder.Services.AddTransient<MudLocalizer, MudTexts>();
        builder.Services.AddSingleton(new PageArea("/admin") { IsPersonal = true, LoadsWhole = true });
        return builder;
    }

    public static void MapAdmin(this WebApplication app)
    {
        var admin = app.MapGroup("/admin").RequireAuthorization(Policies.Staff);
        admin.AddEndpointFilter(RefuseAsync);
        admin.MapGet("", (ClaimsPrincipal staff) => AdminPages.Of(staff) is [var first, ..] ? Results.Redirect(first.Path) : Results.NotFound());
        admin.MapGet("orders.csv", OrdersExport.WriteAsync).RequireAuthorization(Policies.Of(Permission.Export));
    }

    /// <summary>The cookie was good, and its owner is no longer of the staff.</summary>
    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (UnauthorizedAccessException) when (!context.HttpContext.Response.HasStarted)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }
    }
}
