using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Orders;

/// <summary>An order in a list.</summary>
public sealed record OrderRow(
    string Number, DateTime PlacedAt, OrderStatus Status, PaymentStatus PaymentStatus, FulfilmentStatus FulfilmentStatus, Money Total, int Items);

/// <summary>A customer's orders. Whose they are is part of every query: somebody else's number is not found.</summary>
public sealed class OrderDesk(IDbContextFactory<ShopDbContext> contexts)
{
    public const int PageSize = 20;

    /// <summary>The customer's orders, newest first, and whether there are more behind them.</summary>
    public async Task<(IReadOnlyList<OrderRow> Rows, bool More)> ListAsync(CustomerId customer, int page, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Orders.AsNoTracking()
            .Where(o => o.CustomerId == customer)
            .OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id)
            .Skip((Math.Clamp(page, 1, 1000) - 1) * PageSize)
            .Take(PageSize + 1)
            .Select(o => new OrderRow(
                o.Number, o.PlacedAt, o.Status, o.PaymentStatus, o.FulfilmentStatus, o.Total, o.Lines.Sum(l => l.Quantity)))
            .ToListAsync(ct);
        return ([.. rows.Take(PageSize)], rows.Count > PageSize);
    }

    /// <summary>The customer's own orders of one subscription, newest first.</summary>
    public async Task<IReadOnlyList<OrderRow>> OfSubscriptionAsync(CustomerId customer, SubscriptionId subscription, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.AsNoTracking()
            .Where(o => o.SubscriptionId == subscription && o.CustomerId == customer)
            .OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id)
            .Take(PageSize)
            .Select(o => new OrderRow(
                o.Number, o.PlacedAt, o.Status, o.PaymentStatus, o.FulfilmentStatus, o.Total, o.Lines.Sum(l => l.Quantity)))
            .ToListAsync(ct);
    }

    /// <summary>The customer's own order with lines and history, or null.</summary>
    public async Task<Order?> FindAsync(CustomerId customer, string number, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Whole(db).AsNoTracking().FirstOrDefaultAsync(o => o.Number == number && o.CustomerId == customer, ct);
    }

    public async Task<Order?> FindAsync(CustomerId customer, OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Whole(db).AsNoTracking().FirstOrDefaultAsync(o => o.Id == order && o.CustomerId == customer, ct);
    }

    /// <summary>The order to change, in the caller's transaction.</summary>
    public Task<Order> GetAsync(ShopDbContext db, OrderId order, CancellationToken ct) => Whole(db).SingleAsync(o => o.Id == order, ct);

    public Task<bool> ExistsAsync(ShopDbContext db, OrderId order, CancellationToken ct) => db.Orders.AnyAsync(o => o.Id == order, ct);

    public void Place(ShopDbContext db, Order order)
    {
        order.Placed();
        db.Orders.Add(order);
    }

    private static IQueryable<Order> Whole(ShopDbContext db) =>
        db.Orders.Include(o => o.Lines.OrderBy(l => l.Position)).Include(o => o.History.OrderBy(h => h.Sequence));
}
