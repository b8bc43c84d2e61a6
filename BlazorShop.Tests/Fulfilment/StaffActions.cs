using System.Security.Claims;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Fulfilment;

/// <summary>What staff do with an order, as they do it: from the order they look at.</summary>
internal static class StaffActions
{
    public static ClaimsPrincipal Eve { get; } = Staff.Login(Staff.Eve);

    public static ClaimsPrincipal Bob { get; } = Staff.Login(Staff.Bob);

    /// <summary>All that is left, or the items given by position.</summary>
    public static async Task<FulfilmentResult> ShipAsync(
        this ShopApp shop, Order seen, Dictionary<int, int>? quantities = null, Guid? requestId = null, ClaimsPrincipal? by = null, string tracking = "JD0146") =>
        await shop.Get<IFulfilment>().ShipAsync(await HiredAsync(shop, by), new ShipmentRequest(
            requestId ?? Guid.CreateVersion7(), seen.Id, seen.Version, quantities ?? seen.Lines.ToDictionary(l => l.Position, l => seen.Unshipped(l)), "DHL", tracking));

    public static async Task<FulfilmentResult> CancelAsync(this ShopApp shop, Order seen, string? reason = null, ClaimsPrincipal? by = null) =>
        await shop.Get<IFulfilment>().CancelAsync(await HiredAsync(shop, by), seen.Id, seen.Version, reason);

    /// <summary>The order as the admin shows it.</summary>
    public static async Task<Order> LookAsync(this ShopApp shop, string number) =>
        await shop.Get<OrderAdmin>().FindAsync(await HiredAsync(shop, null), number, default) ?? throw new InvalidOperationException($"Order {number} is not there.");

    /// <summary>The two have their accounts here; a stranger stays one.</summary>
    private static async Task<ClaimsPrincipal> HiredAsync(ShopApp shop, ClaimsPrincipal? by) =>
        by is null || by == Eve ? await shop.StaffAsync(Staff.Eve) : by == Bob ? await shop.StaffAsync(Staff.Bob) : by;
}
