using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Checkout;

/// <summary>
/// Finishes what an erased account began: the payment provider forgets the buyer, and an order that was still on its way forgets
/// their email once it has left.
/// </summary>
public sealed class ErasureWorker(
    IDbContextFactory<ShopDbContext> contexts, BuyerRecords buyers, OrderDesk orders, IShopMail mail, TimeProvider time, ILogger<ErasureWorker> logger)
    : PeriodicWorker(TimeSpan.FromMinutes(1), time, logger)
{
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        await buyers.ForgetDueAsync(ct);
        if (!await orders.HasRestAsync(ct))
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var email in await orders.ForgetRestAsync(db, Time.GetUtcNow().UtcDateTime, ct))
            await mail.ForgetAsync(db, email, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
