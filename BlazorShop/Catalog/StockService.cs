using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Catalog;

/// <summary>
/// Promises and takes items of stock, by conditional updates that cannot oversell on any provider. All methods join the
/// caller's transaction, touch the rows in the order of their ids, and are safe to repeat.
/// </summary>
public sealed class StockService(TimeProvider time) : IHold
{
    public async Task<IReadOnlyList<QuoteProblem>> HoldAsync(ShopDbContext db, PaymentId payment, Quote wanted, CancellationToken ct)
    {
        var missing = new List<QuoteProblem>();
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var (variant, quantity) in Items(wanted))
        {
            if (!await HoldAsync(db, variant, quantity, ct))
            {
                var left = Math.Max(0, await db.StockItems.Where(s => s.VariantId == variant).Select(s => s.OnHand - s.Reserved).FirstOrDefaultAsync(ct));
                missing.Add(new QuoteProblem(left == 0 ? QuoteProblemKind.SoldOut : QuoteProblemKind.TooFewLeft, variant, quantity, left));
                continue;
            }

            db.Reservations.Add(new Reservation { PaymentId = payment, VariantId = variant, Quantity = quantity, ChangedAt = now });
        }

        return missing;
    }

    /// <summary>How much of each variant is promised to these payments.</summary>
    public static Task<Dictionary<VariantId, int>> HeldAsync(ShopDbContext db, IReadOnlyCollection<PaymentId> payments, CancellationToken ct) => db.Reservations
        .Where(r => payments.Contains(r.PaymentId) && r.State == ReservationState.Held)
        .GroupBy(r => r.VariantId).Select(g => new { g.Key, Quantity = g.Sum(r => r.Quantity) })
        .ToDictionaryAsync(g => g.Key, g => g.Quantity, ct);

    /// <summary>Variants of which a fifth, and ten at least, is promised to orders that are not paid.</summary>
    public static async Task<IReadOnlyList<StockItem>> MuchHeldAsync(ShopDbContext db, CancellationToken ct) =>
        await db.StockItems.AsNoTracking().Where(s => s.Reserved >= 10 && s.Reserved * 5 >= s.OnHand).ToListAsync(ct);

    public async Task<bool> TakeAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
    {
        var reservations = await ForAsync(db, payment, ct);
        // The money came after we had given up on it: promise the items again, as far as they are still there.
        if (!await HoldAgainAsync(db, payment, reservations, ct))
            return false;

        foreach (var reservation in reservations)
        {
            var quantity = reservation.Quantity;
            if (await MoveAsync(db, reservation, ReservationState.Held, ReservationState.Taken, ct))
            {
                await db.StockItems.Where(s => s.VariantId == reservation.VariantId).ExecuteUpdateAsync(
                    s => s.SetProperty(i => i.OnHand, i => i.OnHand - quantity).SetProperty(i => i.Reserved, i => i.Reserved - quantity), ct);
            }
        }

        return true;
    }

    public async Task<bool> HoldAgainAsync(ShopDbContext db, PaymentId payment, CancellationToken ct) =>
        await HoldAgainAsync(db, payment, await ForAsync(db, payment, ct), ct);

    private async Task<bool> HoldAgainAsync(ShopDbContext db, PaymentId payment, List<Reservation> reservations, CancellationToken ct)
    {
        foreach (var reservation in reservations.Where(r => r.State == ReservationState.Released))
        {
            if (await HoldAsync(db, reservation.VariantId, reservation.Quantity, ct))
            {
                await MoveAsync(db, reservation, ReservationState.Released, ReservationState.Held, ct);
                continue;
            }

            await ReleaseAsync(db, payment, ct);
            return false;
        }

        return true;
    }

    /// <remarks>What is no longer in the catalogue has no stock to take from.</remarks>
    public async Task RecallAsync(ShopDbContext db, PaymentId payment, Quote bought, CancellationToken ct)
    {
        var items = Items(bought);
        var wanted = items.Select(i => i.Variant).ToList();
        var known = await db.StockItems.Where(s => wanted.Contains(s.VariantId)).Select(s => s.VariantId).ToListAsync(ct);
        foreach (var (variant, quantity) in items.Where(i => known.Contains(i.Variant)))
        {
            db.Reservations.Add(new Reservation
            {
                PaymentId = payment,
                VariantId = variant,
                Quantity = quantity,
                State = ReservationState.Released,
                ChangedAt = time.GetUtcNow().UtcDateTime,
            });
        }
    }

    public async Task ReleaseAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
    {
        foreach (var reservation in await ForAsync(db, payment, ct))
        {
            var quantity = reservation.Quantity;
            if (await MoveAsync(db, reservation, ReservationState.Held, ReservationState.Released, ct))
            {
                await db.StockItems.Where(s => s.VariantId == reservation.VariantId)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.Reserved, i => i.Reserved - quantity), ct);
            }
        }
    }

    public async Task RestoreAsync(ShopDbContext db, PaymentId payment, CancellationToken ct)
    {
        foreach (var reservation in await ForAsync(db, payment, ct))
        {
            var quantity = reservation.Quantity;
            if (await MoveAsync(db, reservation, ReservationState.Taken, ReservationState.Released, ct))
            {
                await db.StockItems.Where(s => s.VariantId == reservation.VariantId)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, i => i.OnHand + quantity), ct);
            }
        }
    }

    /// <summary>In the order of their ids, in which all transactions touch them.</summary>
    private static List<(VariantId Variant, int Quantity)> Items(Quote quote) =>
        [.. quote.Lines.GroupBy(l => l.Item.Variant).OrderBy(g => g.Key.Value).Select(g => (g.Key, g.Sum(l => l.Quantity)))];

    private static async Task<bool> HoldAsync(ShopDbContext db, VariantId variant, int quantity, CancellationToken ct) =>
        await db.StockItems.Where(s => s.VariantId == variant && s.OnHand - s.Reserved >= quantity)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.Reserved, i => i.Reserved + quantity), ct) == 1;

    private static Task<List<Reservation>> ForAsync(ShopDbContext db, PaymentId payment, CancellationToken ct) =>
        db.Reservations.AsNoTracking().Where(r => r.PaymentId == payment).OrderBy(r => r.VariantId).ToListAsync(ct);

    private async Task<bool> MoveAsync(ShopDbContext db, Reservation reservation, ReservationState from, ReservationState to, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return await db.Reservations
            .Where(r => r.PaymentId == reservation.PaymentId && r.VariantId == reservation.VariantId && r.State == from)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, to).SetProperty(r => r.ChangedAt, now), ct) == 1;
    }
}
