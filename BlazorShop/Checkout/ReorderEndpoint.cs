using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Components.Shared;
using BlazorShop.Web;

namespace BlazorShop.Checkout;

/// <summary>Puts the lines of one's own order into the cart again, as far as they are still sold, and says what is not.</summary>
internal static class ReorderEndpoint
{
    public static void Map(WebApplication app) => app.MapPost("/orders/{number}/reorder", ReorderAsync).RequireAuthorization();

    private static async Task<IResult> ReorderAsync(
        string number, IFormCollection form, HttpContext http, CheckoutService checkout, PageNotices notices, CancellationToken ct)
    {
        _ = form; // Read, so that the token it carries is asked for.
        if (http.User.CustomerId() is not { } me || await checkout.ReorderAsync(me, number, ct) is not { } again)
            return Results.NotFound();
        notices.Set(http, new PageNotice(again.Left.Count == 0 ? Tone.Success : Tone.Warning, CheckoutWords.Of(again, number)));
        return new SeeOther("/cart");
    }
}
