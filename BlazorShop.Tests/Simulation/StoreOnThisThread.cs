using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Simulation;

/// <summary>What the shop's writer does for a batch, for one event and without a thread of its own: a schedule must replay.</summary>
internal sealed class StoreOnThisThread(IDbContextFactory<ShopDbContext> contexts) : IInboxStore
{
    public async Task<bool> StoreAsync(InboxEvent received, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.InboxEvents.Add(received);
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await db.InboxEvents.AnyAsync(e => e.Id == received.Id, ct))
                return false;
            throw;
        }
    }
}
