using BlazorShop.Common;
using BlazorShop.Components;
using BlazorShop.Components.Shared;
using BlazorShop.Localization;
using BlazorShop.Web;
using Microsoft.AspNetCore.Mvc;

namespace BlazorShop.Carts;

/// <summary>The cart's forms, for pages without a circuit and browsers without scripts: post, redirect, say what happened.</summary>
internal static class CartEndpoints
{
    private static readonly Texts texts = CartTexts.All;

    public static void Map(WebApplication app)
    {
        app.MapPost("/cart/add", AddAsync);
        app.MapPost("/cart/update", UpdateAsync);
        app.MapPost("/cart/remove", RemoveAsync);
    }

    private static async Task<IResult> AddAsync(
        [FromForm] string? variant, [FromForm] string? quantity, [FromForm] string? returnUrl,
        HttpContext http, CartService carts, PageNotices notices, CancellationToken ct)
    {
        var back = SafeRedirect.LocalOr(returnUrl, "/cart");
        if (back.EndsWith("?variant=", StringComparison.Ordinal) && Guid.TryParse(variant, out var chosen))
            back += chosen;
        var wanted = 1;
        if (!string.IsNullOrWhiteSpace(quantity) && (!TryQuantity(quantity, out wanted) || wanted < 1))
            return Say(Tone.Danger, texts["Enter.ToAdd", carts.MaxQuantity]);
        if (!Guid.TryParse(variant, out var id))
            return Say(Tone.Danger, texts["Add.Choose"]);

        return await carts.AddAsync(GuestCart.OwnerOrNew(http), new VariantId(id), wanted, ct) switch
        {
            AddedToCart.Added added => Say(Tone.Success, added.Quantity == 1 ? texts["Add.One", added.Name] : texts["Add.Several", added.Quantity, added.Name]),
            AddedToCart.Limited limited => Say(Tone.Warning, texts["Add.Limited", limited.Left, limited.Name, limited.InCart]),
            AddedToCart.AtMost limited => Say(Tone.Warning, texts["Add.AtMost", limited.Most, limited.Name, limited.InCart]),
            AddedToCart.SoldOut sold => Say(Tone.Danger, texts["Add.SoldOut", sold.Name]),
            AddedToCart.BySubscription sold => Refer(sold),
            AddedToCart.Full => Say(Tone.Danger, texts["Add.Full", CartService.MaxLines]),
            _ => Say(Tone.Danger, texts["Add.Gone"]),
        };

        IResult Refer(AddedToCart.BySubscription sold)
        {
            notices.Set(http, new PageNotice(
                Tone.Danger, texts["Add.BySubscription", sold.Name], LanguagePath.Of("/products/" + sold.ProductSlug), texts["Add.Subscribe"]));
            return new SeeOther(back);
        }

        IResult Say(Tone tone, string text)
        {
            notices.Set(http, new PageNotice(tone, text, "/cart", texts["Cart.View"]));
            return new SeeOther(back);
        }
    }

    private static async Task<IResult> UpdateAsync(
        [FromForm] string? variant, [FromForm] string? quantity, HttpContext http, CartService carts, PageNotices notices, CancellationToken ct)
    {
        if (!TryQuantity(quantity, out var wanted) || wanted < 0 || !Guid.TryParse(variant, out var id))
        {
            notices.Set(http, new PageNotice(Tone.Danger, texts["Enter.ToChange", carts.MaxQuantity]));
            return new SeeOther("/cart");
        }

        if (GuestCart.Owner(http) is { } owner)
        {
            await carts.SetQuantityAsync(owner, new VariantId(id), wanted, ct);
            var now = (await carts.ViewAsync(owner, ct)).Lines.FirstOrDefault(l => l.Variant == new VariantId(id));
            // Of what is sold out the cart itself says so.
            if (now is { Buyable: > 0 } && wanted > now.Quantity)
                notices.Set(http, new PageNotice(Tone.Warning, CartWords.FewerThan(now, wanted)));
        }

        return new SeeOther("/cart");
    }

    private static async Task<IResult> RemoveAsync([FromForm] string? variant, HttpContext http, CartService carts, CancellationToken ct)
    {
        if (Guid.TryParse(variant, out var id) && GuestCart.Owner(http) is { } owner)
            await carts.SetQuantityAsync(owner, new VariantId(id), 0, ct);
        return new SeeOther("/cart");
    }

    private static bool TryQuantity(string? entered, out int wanted) =>
        int.TryParse(entered, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowLeadingWhite | System.Globalization.NumberStyles.AllowTrailingWhite,
            System.Globalization.CultureInfo.InvariantCulture, out wanted);
}
