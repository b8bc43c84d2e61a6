using BlazorShop.Components;

namespace BlazorShop.Carts;

/// <summary>The number beside the word Cart. A visitor with neither account nor cookie costs no query.</summary>
internal sealed class CartCount(CartService carts) : ICartCount
{
    public async ValueTask<int> CountAsync(HttpContext http, CancellationToken ct) => await carts.CountAsync(GuestCart.Owner(http), ct);
}
