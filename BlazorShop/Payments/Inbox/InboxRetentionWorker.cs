using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Inbox;

/// <summary>
/// Events that were dealt with 90 days ago keep their names, times, result and fingerprint, and lose what they said: it may hold
/// names and addresses of people. Whoever replays one reads its object again. What waits or is in quarantine stays whole.
/// </summary>
internal sealed class InboxRetentionWorker(IDbContextFactory<ShopDbContext> contexts, TimeProvider time, ILogger<InboxRetentionWorker> logger)
    : PeriodicWorker(TimeSpan.FromHours(1), time, logger)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>So many in one statement: whoever stores new events must not wait for it.</summary>
    private const int Batch = 500;

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var before = Time.GetUtcNow().UtcDateTime - Kept;
        byte[] nothing = [];
        var after = "";
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
#pragma warning disable CA1309 // The database compares, in its own order.
            var ids = await db.InboxEvents
                .Where(e => (e.State == InboxState.Applied || e.State == InboxState.Ignored) && e.AppliedAt < before && (e.Headers != null || e.Payload != nothing)
                    && string.Compare(e.Id, after) > 0)
                .OrderBy(e => e.Id).Select(e => e.Id).Take(Batch).ToListAsync(ct);
#pragma warning restore CA1309
            if (ids.Count == 0)
                break;
            await using (await WriteGate.EnterAsync(db, ct))
            {
                await db.InboxEvents.Where(e => ids.Contains(e.Id) && (e.State == InboxState.Applied || e.State == InboxState.Ignored))
                    .ExecuteUpdateAsync(s => s.SetProperty(e => e.Payload, nothing).SetProperty(e => e.Headers, (string?)null), ct);
            }

            after = ids[^1];
        }

        // Every pass of the comparison leaves a row; the last ones say how it goes.
        await using var runs = await contexts.CreateDbContextAsync(ct);
        await runs.Set<ReconciliationRun>().Where(r => r.StartedAt < before).ExecuteDeleteAsync(ct);
    }
}
