using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>
/// Compares what we booked with what the provider has, object by object. What can be mended without judgement is mended: a
/// payment, refund or dispute that we missed is booked, an order that we lost is made again. The rest is listed for people.
/// </summary>
public sealed partial class Reconciler(
    IDbContextFactory<ShopDbContext> contexts,
    IPaymentGateway gateway,
    PaymentSync sync,
    RefundService refunds,
    DisputeService disputes,
    IEnumerable<IReconciled> others,
    IPaymentListener listener,
    ShopInstance instance,
    Watermarks watermarks,
    Leases leases,
    Alarms alarms,
    ForeignPayments foreign,
    TimeProvider time,
    ILogger<Reconciler> logger) : IReconcileNow
{
    public const string Name = "books";

    /// <summary>When everything was compared last, from the first payment on.</summary>
    public const string Whole = "books-whole";

    /// <summary>Objects may be listed by the provider later than they were made.</summary>
    private static readonly TimeSpan overlap = TimeSpan.FromHours(1);

    /// <summary>A form may be open for a day before it is paid, and is listed by the time it was made.</summary>
    private static readonly TimeSpan longestForm = TimeSpan.FromHours(25);

    private static readonly TimeSpan farthest = TimeSpan.FromDays(30);
    private static readonly TimeSpan wholeEvery = TimeSpan.FromHours(24);

    public async Task<ReconciliationRun> RunAsync(DateTime? since, CancellationToken ct)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var last = await watermarks.GetAsync(Name, ct);
        var whole = since is null && (last is null || await watermarks.GetAsync(Whole, ct) is not { } then || started - then >= wholeEvery);
        var from = since ?? (whole ? await BeginningAsync(started, last, ct) : last!.Value - overlap);
        var run = new ReconciliationRun { Id = Guid.CreateVersion7(time.GetUtcNow()), StartedAt = started, Since = from, IsWhole = whole };
        await using (var mine = await leases.HoldAsync(Name, ct))
        {
            if (mine is null)
            {
                run.Problem = KindText.Of(RunProblem.Busy);
                return run;
            }

            await CompareAndMarkAsync(run, since is null || since <= last, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        run.Open = await db.Set<ReconciliationBreak>().CountAsync(b => b.ResolvedAt == null, ct);
        db.Add(run);
        await db.SaveChangesAsync(ct);
        Finished(logger, run.Matched, run.Repaired, run.Open);
        return run;
    }

    /// <param name="isGapless">It begins where the last one ended, or before: whoever asks about a shorter time leaves a part uncompared.</param>
    private async Task CompareAndMarkAsync(ReconciliationRun run, bool isGapless, CancellationToken ct)
    {
        try
        {
            await CompareAsync(run, ct);
            run.FinishedAt = time.GetUtcNow().UtcDateTime;
            await alarms.ProviderAnsweredAsync(ct);
            // What could not be booked must be met again.
            if (run.Failed == 0 && isGapless)
                await watermarks.SetAsync(Name, run.StartedAt, ct);
            if (run.Failed == 0 && run.IsWhole)
                await watermarks.SetAsync(Whole, run.StartedAt, ct);
        }
        catch (PaymentGatewayException failure)
        {
            run.Problem = RunProblems.Of(failure);
            Stopped(logger, failure.Problem, failure);
            await alarms.ProviderFailedAsync(failure, ct);
        }
    }

    /// <summary>
    /// The first payment there ever was here; of a shop that has none, or lost them, the last month, and never less than what has
    /// passed since the last comparison.
    /// </summary>
    private async Task<DateTime> BeginningAsync(DateTime now, DateTime? last, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var first = await db.Payments.MinAsync(p => (DateTime?)p.CreatedAt, ct) - overlap;
        return new[] { first ?? now, last - overlap ?? now, now - farthest }.Min();
    }

    private async Task CompareAsync(ReconciliationRun run, CancellationToken ct)
    {
        var streak = new Streak(await alarms.OpenAsync(ct));
        var tried = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var session in gateway.CompletedSessionsAsync(run.Since - longestForm, ct))
        {
            tried.Add(session.PaymentReference ?? session.Reference);
            await RepairAsync(run, streak, session.Reference, session.Payment, () => SyncOrRestoreAsync(session, ct), ct);
        }

        foreach (var other in others)
        {
            await foreach (var theirs in other.SinceAsync(run.Since, ct))
                await RepairAsync(run, streak, theirs.Reference, null, () => BookAsync(theirs, ct), ct);
        }

        await foreach (var refund in gateway.RefundsAsync(run.Since, ct))
            await RepairAsync(run, streak, refund.Reference, refund.Payment, async () => await refunds.ApplyAsync(refund, ct) == SyncResult.Changed, ct);
        await foreach (var dispute in gateway.DisputesAsync(run.Since, ct))
        {
            await RepairAsync(run, streak, dispute.Reference, dispute.Payment, async () => await disputes.ApplyAsync(dispute, ct) == SyncResult.Changed, ct);
            await CompareAsync(dispute, ct);
        }

        await RestoreMissingAsync(run, streak, tried, ct);
        await foreign.LookAgainAsync(ct);

        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var theirs in gateway.PaymentsAsync(run.Since, ct))
        {
            seen.Add(theirs.Reference);
            await CompareAsync(run, theirs, ct);
        }

        await LookAgainAsync(run, streak, seen, ct);
        // Nothing went well after it: that is no single object's trouble.
        if (streak.Last is { } outage)
            ExceptionDispatchInfo.Throw(outage);
    }

    /// <summary>
    /// One object that cannot be booked must not keep the comparison from the others; it is counted, and met again by the next
    /// one. A provider that does not answer about five of them one after the other ends the comparison.
    /// </summary>
    private async Task RepairAsync(
        ReconciliationRun run, Streak streak, string reference, PaymentId? payment, Func<Task<bool>> repair, CancellationToken ct)
    {
        try
        {
            if (await repair())
                run.Repaired++;
            await alarms.BookedAsync(reference, payment, streak.Stuck, ct);
            (streak.Length, streak.Last) = (0, null);
        }
        catch (PaymentGatewayException nobody) when (nobody.Problem is GatewayProblem.Unavailable or GatewayProblem.NotAllowed)
        {
            run.Failed++;
            streak.Last = nobody;
            if (++streak.Length == Rounds.MostInARow)
                throw;
            NotRepaired(logger, reference, nobody);
        }
#pragma warning disable CA1031 // Whatever is wrong with this one, the others are compared.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            run.Failed++;
            NotRepaired(logger, reference, failure);
            await alarms.FailedAsync(reference, payment, failure, ct);
        }
    }

    /// <param name="Stuck">What could not be booked before.</param>
    private sealed record Streak(IReadOnlySet<string> Stuck)
    {
        /// <summary>About so many objects one after the other the provider did not answer.</summary>
        public int Length { get; set; }

        public Exception? Last { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The books were compared: {Matched} agree, {Repaired} repaired, {Open} differ")]
    private static partial void Finished(ILogger logger, int matched, int repaired, int open);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reference} could not be booked")]
    private static partial void NotRepaired(ILogger logger, string reference, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The comparison of the books stopped ({Problem})")]
    private static partial void Stopped(ILogger logger, GatewayProblem problem, Exception failure);
}
