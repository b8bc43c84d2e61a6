using System.Security.Claims;
using BlazorShop.Common;

namespace BlazorShop.Components;

/// <summary>A page of the admin's navigation.</summary>
/// <param name="Name">The key of its name in <see cref="ShellTexts"/>.</param>
/// <param name="Permission">What it needs; the page says the same of itself.</param>
/// <param name="Icon">The path of its picture, in a square of 24.</param>
public sealed record AdminPage(string Path, string Name, Permission Permission, string Icon);

/// <summary>The admin's navigation.</summary>
public static class AdminPages
{
    /// <summary>What staff need most often first: the bar of a phone shows the first four.</summary>
    public static IReadOnlyList<AdminPage> All { get; } =
    [
        new("/admin/orders", "Admin.Orders", Permission.ViewOrders, "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6"),
        new("/admin/products", "Admin.Products", Permission.Catalogue, "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8"),
        new("/admin/customers", "Admin.Customers", Permission.Customers, "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5 8-5s7 1 8 5"),
        new("/admin/payments", "Admin.Payments", Permission.Payments, "M3 6h18v12H3zM3 10h18M7 15h4"),
        new("/admin/subscriptions", "Admin.Subscriptions", Permission.ViewOrders, "M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5"),
    ];

    public static IReadOnlyList<AdminPage> Of(ClaimsPrincipal staff) => [.. All.Where(p => staff.May(p.Permission))];
}
