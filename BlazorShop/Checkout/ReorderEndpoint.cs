using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Components.Shared;

namespace BlazorShop.Checkout;

/// <summary>Puts the lines of one's own order into the cart again, as far as they are still sold, and says what is not.</summary>
internal static class ReorderEndpoint
{
    public static void Map(WebApplication app) => app.MapPost("/orders/{number}/reorder", ReorderAsync).RequireAuthorization();

    private static async Task<IResult> ReorderAsync(
        string number, IFormCollection form, HttpContext http, CheckoutService checkout, PageNotices notices, CancellationToken ct)
    {
        _ = form; // Read, so that the token it carries is asked for.
        if (http.User.CustomerId() is not { } me || await checkout.ReorderAsync(me, number, ct) is not (var taken, var left))
            return Results.NotFound();
        var what = taken == 0 ? $"Nothing of order {number} can be bought now" : $"Order {number} is in your cart again";
        notices.Set(http, left.Count == 0
            ? new PageNotice(Tone.Success, what + ", at today's prices.")
            : new PageNotice(Tone.Warning, $"{what}{(taken == 0 ? "" : ", at today's prices, but not all of it")}: {Listed(left)}."));
        // 303: the browser reads the cart with GET, and going back does not post again.
        http.Response.Headers.Location = "/cart";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>A cookie carries the sentence: it names a few, and counts the rest.</summary>
    private static string Listed(IReadOnlyList<string> left) => left.Count <= 5 ? string.Join("; ", left) : $"{string.Join("; ", left.Take(5))}; and {left.Count - 5} more";
}
