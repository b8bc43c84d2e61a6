using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Which tries to pay there are, for whoever has an order, a cart or a subscription in hand.</summary>
public sealed partial class PaymentSessions
{
    /// <summary>Forms that have taken money for as long as their buyers were told, oldest first.</summary>
    public async Task<IReadOnlyList<PaymentId>> OverdueAsync(CancellationToken ct)
    {
        var due = time.GetUtcNow().UtcDateTime + FormTimes.Margin;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).Of(gateway.Provider).Where(p => p.Environment == gateway.Environment && p.ExpiresAt <= due).OrderBy(p => p.ExpiresAt).Select(p => p.Id).ToListAsync(ct);
    }

    /// <summary>
    /// From when on this customer may open another form, where <paramref name="most"/> were opened within 24 hours and not paid; null: now. Joins the
    /// caller's transaction.
    /// </summary>
    public async Task<DateTime?> NextFormAsync(ShopDbContext db, CustomerId customer, int most, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now - TimeSpan.FromDays(1);
        var last = await db.Payments
            .Where(p => p.CustomerId == customer && p.Environment == gateway.Environment && p.CreatedAt > since && p.SessionReference != null && p.InvoiceReference == null)
            .Where(p => p.State == PaymentState.Open || p.State == PaymentState.Expired || p.State == PaymentState.Failed)
            .OrderByDescending(p => p.CreatedAt).Skip(most - 1).Select(p => (DateTime?)p.CreatedAt).FirstOrDefaultAsync(ct);
        return last?.AddDays(1);
    }

    /// <summary>This customer's payments for which goods may be held. Joins the caller's transaction.</summary>
    public static Task<List<PaymentId>> HoldingAsync(ShopDbContext db, CustomerId customer, CancellationToken ct) => db.Payments
        .Where(p => p.CustomerId == customer && (p.State == PaymentState.Creating || p.State == PaymentState.Open || p.State == PaymentState.Processing))
        .Select(p => p.Id).ToListAsync(ct);

    /// <summary>The payment that can take money for this cart now, or null.</summary>
    public async Task<Payment?> LiveForCartAsync(CartId cart, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).FirstOrDefaultAsync(p => p.CartId == cart, ct);
    }

    public async Task<Payment?> LiveForOrderAsync(OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).FirstOrDefaultAsync(p => p.OrderId == order, ct);
    }

    /// <summary>The payment by which this customer is about to subscribe to it, or null.</summary>
    public async Task<Payment?> LiveForSubscriptionAsync(CustomerId customer, VariantId variant, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).FirstOrDefaultAsync(p => p.CustomerId == customer && p.Subscribes == variant, ct);
    }

    /// <summary>How often what this order was placed for is due; null: once.</summary>
    public async Task<Recurrence?> RecurrenceOfAsync(OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await db.Payments.AsNoTracking().Where(p => p.OrderId == order && p.Subscribes != null)
            .OrderByDescending(p => p.Attempt).Select(p => p.Request).FirstOrDefaultAsync(ct);
        return last is null ? null : PaymentRequest.FromJson(last).Recurrence;
    }

    /// <summary>The cart, as it was, of the last try to pay this order from one.</summary>
    public async Task<(CartId Cart, int Version)?> CartOfAsync(OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await db.Payments.AsNoTracking().Where(p => p.OrderId == order && p.CartId != null)
            .OrderByDescending(p => p.Attempt).Select(p => new { p.CartId, p.CartVersion }).FirstOrDefaultAsync(ct);
        return last is null ? null : (last.CartId!.Value, last.CartVersion);
    }

    /// <summary>All payments that take money for a cart: whoever knows the carts can tell which of them are out of date.</summary>
    public async Task<IReadOnlyList<(PaymentId Payment, CartId Cart, int CartVersion)>> LiveWithCartsAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await Live(db).Where(p => p.CartId != null).Select(p => new { p.Id, p.CartId, p.CartVersion }).ToListAsync(ct);
        return [.. rows.Select(r => (r.Id, r.CartId!.Value, r.CartVersion))];
    }

    /// <summary>The buyer's own payment by the provider's session; null when it is anybody else's.</summary>
    public async Task<Payment?> OwnAsync(CustomerId customer, string sessionReference, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.SessionReference == sessionReference && p.CustomerId == customer, ct);
    }

    /// <summary>How many tries to pay this order there have been. Joins the caller's transaction.</summary>
    public static async Task<int> AttemptsAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        await db.Payments.Where(p => p.OrderId == order).MaxAsync(p => (int?)p.Attempt, ct) ?? 0;

    /// <summary>
    /// All payments of this order by which money came, that in suspense too, locked as the first statement of the caller's
    /// transaction; the one that paid it comes first.
    /// </summary>
    public static async Task<IReadOnlyList<Payment>> LockReceivedAsync(ShopDbContext db, OrderId order, CancellationToken ct)
    {
        var received = db.Payments.Where(p => p.OrderId == order && p.State == PaymentState.Paid);
        return await received.ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version + 1), ct) == 0
            ? []
            : await received.OrderBy(p => p.InSuspense).ThenBy(p => p.Attempt).ToListAsync(ct);
    }

    /// <summary>Money may still come for this order. Joins the caller's transaction.</summary>
    public static Task<bool> IsUnsettledAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        db.Payments.AnyAsync(p => p.OrderId == order && (p.State == PaymentState.Creating || p.State == PaymentState.Open || p.State == PaymentState.Processing), ct);

    /// <summary>The last try to pay this order.</summary>
    public static Task<Payment?> LastAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        db.Payments.AsNoTracking().Where(p => p.OrderId == order).OrderByDescending(p => p.Attempt).FirstOrDefaultAsync(ct);

    private static IQueryable<Payment> Live(ShopDbContext db) =>
        db.Payments.AsNoTracking().Where(p => p.State == PaymentState.Creating || p.State == PaymentState.Open);
}
