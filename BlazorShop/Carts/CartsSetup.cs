using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Web;

namespace BlazorShop.Carts;

internal static class CartsSetup
{
    public static WebApplicationBuilder AddCarts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(HoldingLimits.Read(builder.Configuration));
        builder.Services.AddSingleton<CartService>();
        builder.Services.AddSingleton(new KeptCookie(GuestCart.Cookie, GuestCart.Lifetime));
        builder.Services.AddSingleton<IVisitorPart, CartLink>();
        builder.Services.AddSingleton(new PageArea("/cart") { IsPersonal = true });
        builder.AddRequestLimit("CartAdds", 60, request => HttpMethods.IsPost(request.Method) && request.Path == "/cart/add");
        builder.Services.AddSingleton<IPersonalData, CartPersonalData>();
        builder.Services.AddSingleton<CartExpiryWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<CartExpiryWorker>());
        return builder;
    }

    public static void MapCarts(this WebApplication app) => CartEndpoints.Map(app);
}
