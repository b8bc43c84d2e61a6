using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Forms that the provider made although the payment had been given up meanwhile: its answer was lost, or came too late.</summary>
public sealed partial class PaymentDesk
{
    private const int LookedForInAPass = 100;

    /// <summary>
    /// Looks for forms of payments that were given up, and closes them. Nobody was shown one, so nobody can pay by it; it is closed all the same,
    /// so that what the shop gave back is open nowhere. Looked for in each pass until such a form would have ended by itself.
    /// </summary>
    /// <exception cref="PaymentGatewayException">The provider did not answer about some; the others were looked for.</exception>
    public async Task CloseOrphansAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Payments.AsNoTracking()
            .Where(p => p.State == PaymentState.Abandoned && p.SessionReference == null && p.CustomerReference != null)
            .Where(p => p.Environment == gateway.Environment && p.ExpiresAt > now)
            .OrderBy(p => p.CreatedAt)
            .Take(LookedForInAPass)
            .ToListAsync(ct);
        PaymentGatewayException? silent = null;
        foreach (var payment in due)
        {
            try
            {
                if (await gateway.FindSessionAsync(payment.CustomerReference!, payment.Id, ct) is { State: SessionState.Open } orphan)
                    await settlement.ApplyAsync(await gateway.ExpireSessionAsync(orphan.Reference, ct), ct);
            }
            catch (PaymentGatewayException failure)
            {
                silent = failure;
            }
        }

        if (silent is not null)
            throw silent;
    }
}
