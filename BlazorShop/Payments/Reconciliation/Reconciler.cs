using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Refunds;
using BlazorShop.Payments.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>
/// Compares what we booked with what the provider has, object by object. What can be mended without judgement is mended: a
/// payment, refund or dispute that we missed is settled, an order that we lost is made again. The rest is listed for people.
/// </summary>
public sealed partial class Reconciler(
    IDbContextFactory<ShopDbContext> contexts,
    IPaymentGateway gateway,
    PaymentSettlement settlement,
    RefundDesk refunds,
    DisputeDesk disputes,
    SubscriptionSettlement subscriptions,
    ISubscriptionGateway recurring,
    IPaymentListener listener,
    ShopInstance instance,
    Watermarks watermarks,
    LeaseDesk leases,
    TimeProvider time,
    ILogger<Reconciler> logger) : IReconcileNow
{
    public const string Name = "books";
    private const int LongestProblem = 500;
    private const string Busy = "Another comparison is running.";

    /// <summary>Objects may be listed by the provider later than they were made.</summary>
    private static readonly TimeSpan overlap = TimeSpan.FromHours(1);

    private static readonly TimeSpan farthest = TimeSpan.FromDays(30);

    public async Task<ReconciliationRun> RunAsync(DateTime? since, CancellationToken ct)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var last = await watermarks.GetAsync(Name, ct);
        var from = since ?? (last is { } before ? before - overlap : started - farthest);
        var run = new ReconciliationRun { Id = Guid.CreateVersion7(time.GetUtcNow()), StartedAt = started, Since = from };
        if (!await leases.TakeAsync(Name, TimeSpan.FromMinutes(10), ct))
        {
            run.Problem = Busy;
            return run;
        }

        try
        {
            await CompareAsync(run, ct);
            run.FinishedAt = time.GetUtcNow().UtcDateTime;
            // Whoever asked about a shorter time has left a part uncompared.
            if (since is null || since <= last)
                await watermarks.SetAsync(Name, started, ct);
        }
        catch (PaymentGatewayException failure)
        {
            var why = failure.Problem == GatewayProblem.NotAllowed
                ? "The payment provider refuses our key, or lets it not do this: " + failure.Message
                : "The payment provider does not answer: " + failure.Message;
            run.Problem = why.Length <= LongestProblem ? why : why[..LongestProblem];
            Stopped(logger, failure.Problem, failure);
        }
        finally
        {
            await leases.GiveBackAsync(Name, CancellationToken.None);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        run.Open = await db.Set<ReconciliationBreak>().CountAsync(b => b.ResolvedAt == null, ct);
        db.Add(run);
        await db.SaveChangesAsync(ct);
        Finished(logger, run.Matched, run.Repaired, run.Open);
        return run;
    }

    private async Task CompareAsync(ReconciliationRun run, CancellationToken ct)
    {
        await foreach (var session in gateway.CompletedSessionsAsync(run.Since, ct))
        {
            if (await RepairAsync(session.Reference, () => SettleOrRestoreAsync(session, ct)))
                run.Repaired++;
        }

        await foreach (var invoice in recurring.PaidInvoicesAsync(run.Since, ct))
        {
            if (await RepairAsync(invoice.Reference, async () => await SettleInvoiceAsync(invoice, ct) == Settled.Changed))
                run.Repaired++;
        }

        await foreach (var refund in gateway.RefundsAsync(run.Since, ct))
        {
            if (await RepairAsync(refund.Reference, async () => await refunds.ApplyAsync(refund, ct) == Settled.Changed))
                run.Repaired++;
        }

        await foreach (var dispute in gateway.DisputesAsync(run.Since, ct))
        {
            if (await RepairAsync(dispute.Reference, async () => await disputes.ApplyAsync(dispute, ct) == Settled.Changed))
                run.Repaired++;
            await CompareAsync(dispute, ct);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var theirs in gateway.PaymentsAsync(run.Since, ct))
        {
            seen.Add(theirs.Reference);
            await CompareAsync(run, theirs, ct);
        }

        await LookAgainAsync(run, seen, ct);
    }

    /// <summary>One object that cannot be booked must not keep the comparison from the others: the amounts will tell.</summary>
    private async Task<bool> RepairAsync(string reference, Func<Task<bool>> repair)
    {
        try
        {
            return await repair();
        }
        catch (Exception failure) when (failure is InvalidOperationException or DbUpdateException)
        {
            NotRepaired(logger, reference, failure);
            return false;
        }
    }

    /// <summary>Most are known. Of one that is not, the whole is read; and where its subscription is not known either, that is made again first.</summary>
    private async Task<Settled> SettleInvoiceAsync(ProviderInvoice invoice, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Payments.AnyAsync(p => p.InvoiceReference == invoice.Reference, ct))
                return Settled.Unchanged;
            if (!await db.Subscriptions.AnyAsync(s => s.Id == invoice.Subscription, ct)
                && await recurring.SessionOfSubscriptionAsync(invoice.SubscriptionReference!, ct) is { } began)
            {
                await SettleOrRestoreAsync(began, ct);
            }
        }

        return await subscriptions.SettleInvoiceAsync(invoice.Reference, ct);
    }

    /// <summary>True when something had to be mended.</summary>
    private async Task<bool> SettleOrRestoreAsync(PaymentSession session, CancellationToken ct)
    {
        switch (await settlement.ApplyAsync(session, ct))
        {
            case Settled.Changed:
                return true;
            case Settled.Unchanged:
                return false;
        }

        // Marked as ours, and unknown here: an order that was lost, or another shop's on the same account.
        if (await gateway.RecallAsync(session.Reference, ct) is not { } lost || lost.Shop != await instance.IdAsync(ct))
            return false;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Payments.AnyAsync(p => p.Id == lost.Payment, ct))
                return false;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            db.Payments.Add(new Payment
            {
                Id = lost.Payment,
                OrderId = lost.Order,
                Attempt = lost.Attempt,
                CustomerId = lost.Customer,
                Subscribes = lost is { Recurrence: not null, Lines: [var line, ..] } ? line.Variant : null,
                Amount = lost.Total,
                State = PaymentState.Open,
                IdempotencyKey = $"order-{lost.Order}-attempt-{lost.Attempt}",
                Request = lost.ToJson(),
                CustomerReference = session.CustomerReference,
                SessionReference = session.Reference,
                Environment = gateway.Environment,
                CreatedAt = session.CreatedAt,
                ExpiresAt = session.ExpiresAt,
            });
            await listener.RestoreAsync(db, lost, session.CreatedAt, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        await settlement.ApplyAsync(session, ct);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The books were compared: {Matched} agree, {Repaired} repaired, {Open} differ")]
    private static partial void Finished(ILogger logger, int matched, int repaired, int open);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reference} could not be booked")]
    private static partial void NotRepaired(ILogger logger, string reference, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The comparison of the books stopped ({Problem})")]
    private static partial void Stopped(ILogger logger, GatewayProblem problem, Exception failure);
}
