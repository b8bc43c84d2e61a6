using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Privacy;

/// <summary>
/// Finishes what an erased account began: the payment provider forgets the buyer, and an order that was still on its way forgets
/// their email once it has left.
/// </summary>
internal sealed class ErasureWorker(
    IDbContextFactory<ShopDbContext> contexts, IEnumerable<IErasureRest> rests, IEnumerable<IPersonalData> rooms, ICustomerRegister customers, TimeProvider time,
    ILogger<ErasureWorker> logger)
    : PeriodicWorker(TimeSpan.FromMinutes(1), time, logger)
{
    /// <summary>Longer than any request or circuit command runs that began before its account was erased.</summary>
    private static readonly TimeSpan longestRequest = TimeSpan.FromDays(1);

    private readonly IErasureRest[] rests = [.. rests];
    private readonly IPersonalData[] rooms = [.. rooms];

    /// <summary>The first pass looks at all: the process that was asked to erase may be gone.</summary>
    private DateTime lookedAt;

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        await FindLateAsync(ct);
        foreach (var rest in rests)
            await rest.TellOthersAsync(ct);
        foreach (var rest in rests)
        {
            if (await rest.HasRestAsync(ct))
                await EraseRestAsync(rest, ct);
        }
    }

    private async Task EraseRestAsync(IErasureRest rest, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var email in await rest.EraseRestAsync(db, ct))
        {
            foreach (var room in rooms)
                await room.EraseEmailAsync(db, email, ct);
        }

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
        foreach (var rest in rests)
        {
            foreach (var some in (await rest.WrittenSinceAsync(lookedAt, ct)).Chunk(500))
                await rest.EraseLateAsync(await customers.GoneAsync(some, ct), ct);
        }

        lookedAt = now - longestRequest;
    }
}
