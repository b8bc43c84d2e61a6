using BlazorShop.Common;
using BlazorShop.Customers;
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
    IDbContextFactory<ShopDbContext> contexts, BuyerRecords buyers, CustomerService customers, OrderDesk orders, IShopMail mail, TimeProvider time,
    ILogger<ErasureWorker> logger)
    : PeriodicWorker(TimeSpan.FromMinutes(1), time, logger)
{
    /// <summary>Longer than any request or circuit command runs that began before its account was erased.</summary>
    private static readonly TimeSpan longestRequest = TimeSpan.FromDays(1);

    /// <summary>The first pass looks at all: the process that was asked to erase may be gone.</summary>
    private DateTime lookedAt;

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        await FindLateAsync(ct);
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

    /// <summary>
    /// Another tab may be paying while the account is erased: the provider's name that it then asks for is written after the erasure has
    /// looked, by a transaction that the erasure could not see.
    /// </summary>
    private async Task FindLateAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        foreach (var some in (await buyers.RememberedSinceAsync(lookedAt, ct)).Chunk(500))
            await buyers.ForgetAsync(await customers.GoneAsync(some, ct), ct);
        lookedAt = now - longestRequest;
    }
}
