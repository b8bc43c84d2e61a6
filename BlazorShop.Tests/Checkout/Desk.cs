using System.Security.Claims;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Checkout;

/// <summary>What staff do with an order, as they do it: from the order they look at.</summary>
internal static class Desk
{
    public static ClaimsPrincipal Eve { get; } = Staff.Login(Staff.Eve);

    public static ClaimsPrincipal Bob { get; } = Staff.Login(Staff.Bob);

    /// <summary>All that is left, or the pieces given by position.</summary>
    public static async Task<Handled> ShipAsync(
        this ShopApp shop, Order seen, Dictionary<int, int>? pieces = null, Guid? occasion = null, ClaimsPrincipal? by = null, string tracking = "JD0146") =>
        await shop.Get<IOrderHandling>().ShipAsync(await HiredAsync(shop, by), new Parcel(
            occasion ?? Guid.CreateVersion7(), seen.Id, seen.Version, pieces ?? seen.Lines.ToDictionary(l => l.Position, l => seen.Unshipped(l)), "DHL", tracking));

    public static async Task<Handled> CancelAsync(this ShopApp shop, Order seen, string? reason = null, ClaimsPrincipal? by = null) =>
        await shop.Get<IOrderHandling>().CancelAsync(await HiredAsync(shop, by), seen.Id, seen.Version, reason);

    /// <summary>The order as the desk shows it.</summary>
    public static async Task<Order> LookAsync(this ShopApp shop, string number) =>
        await shop.Get<OrderLedger>().FindAsync(await HiredAsync(shop, null), number, default) ?? throw new InvalidOperationException($"Order {number} is not there.");

    /// <summary>The two have their accounts here; a stranger stays one.</summary>
    private static async Task<ClaimsPrincipal> HiredAsync(ShopApp shop, ClaimsPrincipal? by) =>
        by is null || by == Eve ? await shop.StaffAsync(Staff.Eve) : by == Bob ? await shop.StaffAsync(Staff.Bob) : by;
}
