using BlazorShop.Carts;
using BlazorShop.Common;

namespace BlazorShop.Accounts;

/// <summary>Whoever logs in takes along what they chose before.</summary>
internal sealed class MergeGuestCart(CartService carts) : ISignedIn
{
    public async Task SignedInAsync(HttpContext http, CustomerId customer, CancellationToken ct)
    {
        if (GuestCart.Token(http) is not { } token)
            return;
        await carts.MergeAsync(new CartOwner.Guest(token), customer, ct);
        GuestCart.Forget(http);
    }
}
