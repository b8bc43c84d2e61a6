using BlazorShop.Common;
using Microsoft.Extensions.Options;

namespace BlazorShop.Orders.Receipts;

internal static class ReceiptEndpoint
{
    /// <summary>Its owner's and nobody else's: whoever else asks learns not even that there is such an order.</summary>
    public static void Map(WebApplication app) => app.MapGet("/orders/{number}/receipt.pdf", async (
        string number, HttpContext http, OrderService orders, IOptions<ShopOptions> shop, CancellationToken ct) =>
        http.User.CustomerId() is { } me && await orders.FindAsync(me, number, ct) is { ConfirmedAt: not null } order
            ? Results.File(Receipt.Write(order, shop.Value), "application/pdf", $"receipt-{order.Number}.pdf")
            : Results.NotFound());
}
