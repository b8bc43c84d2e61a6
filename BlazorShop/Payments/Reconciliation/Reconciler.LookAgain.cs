using BlazorShop.Data;
using BlazorShop.Payments.Journal;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>What is compared again although it is not new.</summary>
public sealed partial class Reconciler
{
    /// <summary>
    /// What the list of new money does not hold: payments from before on which money moved since, those the provider should have
    /// and does not, and every difference that is still open.
    /// </summary>
    private async Task LookAgainAsync(ReconciliationRun run, Streak streak, HashSet<string> seen, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        // What was paid just now may not be listed there yet.
        var settledBefore = run.StartedAt - TimeSpan.FromMinutes(1);
        var moved = await db.Payments.Of(gateway.Provider)
            .Where(p => p.State == PaymentState.Paid && p.Reference != null && p.Environment == gateway.Environment && p.SettledAt < settledBefore
                && (p.SettledAt >= run.Since || db.Set<JournalEntry>().Any(e => e.PaymentId == p.Id && e.At >= run.Since)))
            .Select(p => p.Reference!)
            .ToListAsync(ct);
        var open = await db.Set<ReconciliationBreak>().Of(gateway.Provider).Where(b => b.ResolvedAt == null).Select(b => b.Reference).ToListAsync(ct);
        foreach (var reference in moved.Union(open).Where(r => !seen.Contains(r)))
        {
            await RepairAsync(run, streak, reference, null, async () =>
            {
                await LookAgainAsync(db, run, reference, ct);
                return false;
            }, ct);
        }
    }

    private async Task LookAgainAsync(ShopDbContext db, ReconciliationRun run, string reference, CancellationToken ct)
    {
        if (await gateway.GetPaymentAsync(reference, ct) is { } theirs)
        {
            await CompareAsync(run, theirs, ct);
            return;
        }

        var here = await db.Payments.Of(gateway.Provider).Where(p => p.Reference == reference)
            .Select(p => new { p.OrderId, p.Received, p.Amount.Currency, p.Environment }).FirstOrDefaultAsync(ct);
        if (here is not null && here.Environment != gateway.Environment)
            return;
        if (here is not null)
            await ReportAsync(db, reference, BreakKind.MissingThere, here.OrderId, here.Received, 0, here.Currency, ct);
        else if (await DisputeAsync(reference, ct) is { } dispute)
            await CompareAsync(dispute, ct);
        else
            await ResolveAsync(db, reference, ct);
    }

    private async Task<ProviderDispute?> DisputeAsync(string reference, CancellationToken ct)
    {
        try
        {
            return await gateway.GetDisputeAsync(reference, ct);
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
        {
            return null;
        }
    }
}
