using BlazorShop.Common;
using BlazorShop.Components;

namespace BlazorShop.Carts;

internal static class CartsSetup
{
    public static WebApplicationBuilder AddCarts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(HoldingLimits.Read(builder.Configuration));
        builder.Services.AddSingleton<CartService>();
        builder.Services.AddSingleton(new KeptCookie(GuestCart.Cookie, GuestCart.Lifetime));
        builder.Services.AddSingleton<ICartCount, CartCount>();
        builder.Services.AddSingleton<CartExpiryWorker>();
        builder.Services.AddHostedService(s => s.GetRequiredService<CartExpiryWorker>());
        return builder;
    }

    public static void MapCarts(this WebApplication app) => CartEndpoints.Map(app);
}
