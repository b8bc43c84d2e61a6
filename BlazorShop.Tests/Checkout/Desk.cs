using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Checkout;

/// <summary>What staff do with an order, as they do it: from the order they look at.</summary>
internal static class Desk
{
    public static ClaimsPrincipal Eve { get; } = Staff("eve@shop.example");

    public static ClaimsPrincipal Bob { get; } = Staff("bob@shop.example");

    /// <summary>All that is left, or the pieces given by position.</summary>
    public static Task<Handled> ShipAsync(
        this ShopApp shop, Order seen, Dictionary<int, int>? pieces = null, Guid? occasion = null, ClaimsPrincipal? by = null, string tracking = "JD0146") =>
        shop.Get<IOrderHandling>().ShipAsync(by ?? Eve, new Parcel(
            occasion ?? Guid.CreateVersion7(), seen.Id, seen.Version, pieces ?? seen.Lines.ToDictionary(l => l.Position, l => seen.Unshipped(l)), "DHL", tracking));

    public static Task<Handled> CancelAsync(this ShopApp shop, Order seen, string? reason = null, ClaimsPrincipal? by = null) =>
        shop.Get<IOrderHandling>().CancelAsync(by ?? Eve, seen.Id, seen.Version, reason);

    /// <summary>The order as the desk shows it.</summary>
    public static async Task<Order> LookAsync(this ShopApp shop, string number) =>
        await shop.Get<OrderLedger>().FindAsync(Eve, number, default) ?? throw new InvalidOperationException($"Order {number} is not there.");

    private static ClaimsPrincipal Staff(string email) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Role, StaffGuard.Role), new Claim(ClaimTypes.Email, email)], "test"));
}
