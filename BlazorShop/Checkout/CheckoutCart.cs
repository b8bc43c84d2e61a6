using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Orders;

namespace BlazorShop.Checkout;

/// <summary>What is paid for without having been in a cart, as the summary shows it.</summary>
internal static class CheckoutCart
{
    public static CartView Of(Order order) => new(
        null, 0,
        [.. order.Lines.Select(l => new CartViewLine(l.VariantId, l.ProductSlug, l.Name, l.Options, l.Sku, l.ImageUrl, l.UnitPrice, l.Quantity, l.Quantity, null))],
        order.Total, null);

    public static CartView Of(Offer offer) => new(
        null, 0,
        [new CartViewLine(offer.Variant, offer.ProductSlug, offer.Name, offer.Options, offer.Sku, offer.ImageUrl, offer.Price, 1, offer.Buyable, null)],
        offer.Price, null);
}
