using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Orders;

/// <summary>What belongs to an order, as a query.</summary>
internal static class OrderQueries
{
    /// <summary>With everything that belongs to an order.</summary>
    public static IQueryable<Order> Whole(this IQueryable<Order> orders) =>
        orders.Include(o => o.Lines.OrderBy(l => l.Position)).Include(o => o.Charges.OrderBy(c => c.Position)).Include(o => o.History.OrderBy(h => h.Sequence))
            .Include(o => o.Shipments.OrderBy(s => s.ShippedAt)).ThenInclude(s => s.Lines.OrderBy(l => l.Position))
            .AsSplitQuery();
}
