using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Forms that the provider made although the payment had been given up meanwhile: its answer was lost, or came too late.</summary>
public sealed partial class PaymentSessions
{
    private readonly Rounds<PaymentId> orphans = new(portion: 100);

    /// <summary>
    /// Looks for forms of payments that were given up, and closes them. Nobody was shown one, so nobody can pay by it; it is closed all the same,
    /// so that what the shop gave back is open nowhere. Looked for in each pass until such a form would have ended by itself.
    /// </summary>
    /// <exception cref="PaymentGatewayException">The provider does not answer; what is left is looked for next time.</exception>
    public async Task CloseOrphansAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Payments.AsNoTracking()
            .Where(p => p.State == PaymentState.Abandoned && p.SessionReference == null && p.CustomerReference != null)
            .Where(p => p.Environment == gateway.Environment && p.ExpiresAt > now)
            .OrderBy(p => p.CreatedAt)
            .ToDictionaryAsync(p => p.Id, p => p.CustomerReference!, ct);
        var outage = await orphans.RunAsync(
            due.Keys,
            async id =>
            {
                if (await gateway.FindSessionAsync(due[id], id, ct) is { State: SessionState.Open } orphan)
                    await sync.ApplyAsync(await gateway.ExpireSessionAsync(orphan.Reference, ct), ct);
            },
            (_, _) => Task.CompletedTask,
            ct);
        if (outage is not null)
            ExceptionDispatchInfo.Throw(outage);
    }
}
