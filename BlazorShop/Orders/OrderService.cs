using System.Linq.Expressions;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Orders;

/// <summary>A customer's orders. Whose they are is part of every query: somebody else's number is not found.</summary>
public sealed class OrderService(IDbContextFactory<ShopDbContext> contexts)
{
    public const int PageSize = 20;

    private static readonly Expression<Func<Order, OrderRow>> row = o => new OrderRow(
        o.Number, o.PlacedAt, o.Status, o.PaymentStatus, o.FulfilmentStatus, o.Total, o.Lines.Sum(l => l.Quantity), o.HeldMinor != 0);

    /// <summary>The customer's orders, newest first, and whether there are more behind them.</summary>
    public async Task<(IReadOnlyList<OrderRow> Rows, bool More)> ListAsync(CustomerId customer, int page, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Orders.AsNoTracking()
            .Where(o => o.CustomerId == customer)
            .OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id)
            .Skip((Math.Clamp(page, 1, 1000) - 1) * PageSize)
            .Take(PageSize + 1)
            .Select(row)
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
            .Select(row)
            .ToListAsync(ct);
    }

    /// <summary>The customer's own order with lines and history, or null.</summary>
    public async Task<Order?> FindAsync(CustomerId customer, string number, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.Whole().AsNoTracking().FirstOrDefaultAsync(o => o.Number == number && o.CustomerId == customer, ct);
    }

    public async Task<Order?> FindAsync(CustomerId customer, OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.Whole().AsNoTracking().FirstOrDefaultAsync(o => o.Id == order && o.CustomerId == customer, ct);
    }

    /// <summary>The order to change, in the caller's transaction.</summary>
    public Task<Order> GetAsync(ShopDbContext db, OrderId order, CancellationToken ct) => db.Orders.Whole().SingleAsync(o => o.Id == order, ct);

    public Task<bool> ExistsAsync(ShopDbContext db, OrderId order, CancellationToken ct) => db.Orders.AnyAsync(o => o.Id == order, ct);

    /// <summary>One that was just placed. Joins the caller's transaction.</summary>
    public static void Add(ShopDbContext db, Order placed) => db.Orders.Add(placed);

    /// <summary>The first statement of a transaction that changes the order: whoever else wants to change it waits. False when there is none.</summary>
    public async Task<bool> LockAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        await db.Orders.Where(o => o.Id == order).ExecuteUpdateAsync(s => s.SetProperty(o => o.Version, o => o.Version + 1), ct) == 1;

    /// <summary>The same, for an order that can be paid now and still can when the transaction ends.</summary>
    public async Task<bool> LockPayableAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        await db.Orders
            .Where(o => o.Id == order && (o.Status == OrderStatus.Pending || o.Status == OrderStatus.Expired)
                && (o.PaymentStatus == PaymentStatus.Unpaid || o.PaymentStatus == PaymentStatus.Failed) && o.HeldMinor == 0)
            .ExecuteUpdateAsync(s => s.SetProperty(o => o.Version, o => o.Version + 1), ct) == 1;

    /// <summary>The order as it is now, whoever asks: for what the shop itself decides.</summary>
    public async Task<Order?> ReadAsync(OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.Whole().AsNoTracking().FirstOrDefaultAsync(o => o.Id == order, ct);
    }

    /// <summary>All of the customer's orders with everything in them, oldest first.</summary>
    public async Task<IReadOnlyList<Order>> AllAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.Whole().AsNoTracking().Where(o => o.CustomerId == customer).OrderBy(o => o.PlacedAt).ToListAsync(ct);
    }

    /// <summary>The buyer is to be forgotten: from what is kept goes what need not be. Joins the caller's transaction.</summary>
    public async Task ForgetAsync(ShopDbContext db, CustomerId customer, DateTime at, CancellationToken ct)
    {
        foreach (var order in await db.Orders.Where(o => o.CustomerId == customer).ToListAsync(ct))
            order.Forget(at);
    }

    /// <summary>Orders of forgotten buyers to whom nothing is owed any more are forgotten too. Answers the emails they had. Joins the caller's transaction.</summary>
    public async Task<IReadOnlyList<string>> ForgetRestAsync(ShopDbContext db, DateTime at, CancellationToken ct)
    {
        var emails = new List<string>();
        foreach (var order in await Rest(db).Take(PageSize).ToListAsync(ct))
        {
            emails.Add(order.Email);
            order.Forget(at);
        }

        return emails;
    }

    public async Task<bool> HasRestAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Rest(db).AnyAsync(ct);
    }

    /// <summary>The order is this customer's from now on; answers whose it was. Joins the caller's transaction.</summary>
    public static async Task<CustomerId> JoinAsync(ShopDbContext db, OrderId order, CustomerId customer, CancellationToken ct)
    {
        var before = await db.Orders.Where(o => o.Id == order).Select(o => o.CustomerId).SingleAsync(ct);
        await db.Orders.Where(o => o.Id == order).ExecuteUpdateAsync(s => s.SetProperty(o => o.CustomerId, customer).SetProperty(o => o.Version, o => o.Version + 1), ct);
        return before;
    }

    private static IQueryable<Order> Rest(ShopDbContext db) => db.Orders.Where(o =>
        o.BuyerErasedAt != null && o.Email != "" && !o.IsDisputed && o.HeldMinor == 0
        && (o.Status != OrderStatus.Confirmed || o.PaymentStatus == PaymentStatus.Refunded
            || o.FulfilmentStatus == FulfilmentStatus.Shipped || o.FulfilmentStatus == FulfilmentStatus.Delivered));
}
