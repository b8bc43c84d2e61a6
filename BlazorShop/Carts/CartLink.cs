using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using BlazorShop.Components;
using BlazorShop.Localization;
using BlazorShop.Web;

namespace BlazorShop.Carts;

/// <summary>
/// The link to the cart with the number of things in it. Asked once for every page: a visitor with neither account nor cookie costs no query.
/// </summary>
internal sealed class CartLink(CartService carts) : IVisitorPart
{
    public char Hole => PagePlaces.Cart;

    public async ValueTask<ReadOnlyMemory<byte>> RenderAsync(HttpContext http)
    {
        var count = await carts.CountAsync(GuestCart.Owner(http), http.RequestAborted);
        return Encoding.UTF8.GetBytes(
            $"""<a class="cart-link" href="{LanguagePath.OfPersonal(http, "/cart")}">{HtmlEncoder.Default.Encode(CartTexts.All["Cart.Link"])} <span class="cart-count">{count.ToString(CultureInfo.InvariantCulture)}</span></a>""");
    }
}
