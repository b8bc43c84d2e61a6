using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Orders;

/// <summary>Everybody's orders, for staff only. Each question is asked by somebody, and refused to anybody else.</summary>
public sealed class OrderAdmin(IDbContextFactory<ShopDbContext> contexts, StaffGuard guard)
{
    private static readonly Expression<Func<Order, StaffOrderRow>> row = o => new StaffOrderRow(
        o.Number, o.PlacedAt, o.Email, o.Status, o.PaymentStatus, o.FulfilmentStatus, o.Total, o.Refunded, o.Environment, o.NeedsAttention);

    /// <summary>Orders that wait to be shipped, or that somebody must look at; one more than <see cref="ListPlace.CountedTo"/> where there are more than that.</summary>
    public async Task<int> OpenWorkAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waiting = Wanted(db, new OrderFilter(ToShip: true)).Select(o => o.Id);
        return await db.Orders.Where(o => o.NeedsAttention || waiting.Contains(o.Id)).Select(o => o.Id).Take(ListPlace.CountedTo + 1).CountAsync(ct);
    }

    /// <summary>Newest first. A row is named by its order's number.</summary>
    public async Task<ListPage<StaffOrderRow>> PageAsync(ClaimsPrincipal staff, OrderFilter filter, ListPlace place, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var named = place.Row is { } number ? db.Orders.Where(o => o.Number == number) : null;
        return await Wanted(db, filter).Descending(o => o.PlacedAt).Then(o => o.Id).PageAsync(place, named, row, ct);
    }

    /// <summary>How many orders wait to be packed; one more than <see cref="ListPlace.CountedTo"/> where there are more than that.</summary>
    public async Task<int> ToShipAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Wanted(db, new OrderFilter(ToShip: true)).Select(o => o.Id).Take(ListPlace.CountedTo + 1).CountAsync(ct);
    }

    /// <summary>The order with its lines, history and shipments, or null.</summary>
    public async Task<Order?> FindAsync(ClaimsPrincipal staff, string number, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.Whole().AsNoTracking().FirstOrDefaultAsync(o => o.Number == number, ct);
    }

    /// <summary>The newest orders of a customer.</summary>
    public async Task<IReadOnlyList<StaffOrderRow>> OfCustomerAsync(ClaimsPrincipal staff, CustomerId customer, int most, CancellationToken ct)
    {
        await guard.DemandAsync(staff, [Permission.ViewOrders, Permission.Customers], ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Newest(db.Orders.AsNoTracking().Where(o => o.CustomerId == customer))
            .Take(most)
            .Select(row)
            .ToListAsync(ct);
    }

    /// <summary>All of them, newest first, one at a time.</summary>
    public async IAsyncEnumerable<ExportedOrder> StreamAsync(
        ClaimsPrincipal staff, OrderFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Export, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = Newest(Wanted(db, filter))
            .Select(o => new ExportedOrder(
                o.Number, o.PlacedAt, o.Email, o.Status, o.PaymentStatus, o.FulfilmentStatus, o.Total, o.Refunded, o.PaymentSession, o.PaymentReference))
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct))
            yield return row;
    }

    /// <summary>The numbers of these orders.</summary>
    public async Task<IReadOnlyDictionary<OrderId, string>> NumbersAsync(ClaimsPrincipal staff, IEnumerable<OrderId> orders, CancellationToken ct)
    {
        await guard.DemandAsync(staff, [Permission.ViewOrders, Permission.Payments], ct);
        var wanted = orders.Distinct().ToList();
        if (wanted.Count == 0)
            return new Dictionary<OrderId, string>();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.Where(o => wanted.Contains(o.Id)).Select(o => new { o.Id, o.Number }).ToDictionaryAsync(o => o.Id, o => o.Number, ct);
    }

    private static IQueryable<Order> Newest(IQueryable<Order> orders) => orders.OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id);

    private static IQueryable<Order> Wanted(ShopDbContext db, OrderFilter filter)
    {
        var orders = db.Orders.AsNoTracking();
        if (filter.Status is { } status)
            orders = orders.Where(o => o.Status == status);
        if (filter.Payment is { } payment)
            orders = orders.Where(o => o.PaymentStatus == payment);
        if (filter.Fulfilment is { } fulfilment)
            orders = orders.Where(o => o.FulfilmentStatus == fulfilment);
        if (filter.ToShip)
        {
            orders = orders.Where(o => o.Status == OrderStatus.Confirmed && !o.IsDisputed && o.PaymentStatus != PaymentStatus.Refunded
                && (o.FulfilmentStatus == FulfilmentStatus.Unfulfilled || o.FulfilmentStatus == FulfilmentStatus.PartiallyShipped));
        }

        if (filter.Environment is { } environment)
            orders = orders.Where(o => o.Environment == environment);
        if (filter.Search is { } search)
        {
            // Numbers are upper case and emails lower case as stored.
            var (number, email) = (search.ToUpperInvariant(), search.ToLowerInvariant());
            orders = orders.Where(o => o.Number.StartsWith(number) || o.Email.StartsWith(email));
        }

        return orders;
    }
}
