using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>
/// Asks the provider by itself: about payments that stayed silent too long, refunds without an answer, events that never
/// arrived, and whether the books agree: what is new in each pass, and all of it once a day. Needs neither a webhook nor a buyer who comes back.
/// </summary>
public sealed partial class ReconciliationWorker(
    IDbContextFactory<ShopDbContext> contexts,
    PaymentSessions sessions,
    PaymentSync sync,
    RefundService refunds,
    ISubscriptionCommands subscriptions,
    SilentPayments silent,
    MissedEvents missed,
    IPaymentGateway gateway,
    Reconciler reconciler,
    Alarms alarms,
    ShopInstance instance,
    Leases leases,
    PaymentsOptions options,
    TimeProvider time,
    ILogger<ReconciliationWorker> logger) : PeriodicWorker(options.ReconcileEvery, time, logger)
{
    private const string Pass = "reconciliation";

    /// <summary>A bank may take so long over a debit.</summary>
    private static readonly TimeSpan longestBank = TimeSpan.FromDays(14);

    private readonly Rounds<PaymentId> elsewhere = new();
    private bool begun;
    private bool isAccountKnown;
    private ITimer? again;

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var mine = await leases.HoldAsync(Pass, ct);
        if (mine is null)
        {
            LookAgainSoon();
            return;
        }

        begun = true;
        // What one question meets with must not keep the pass from the next.
        await TryAsync(CompareAccountAsync, ct);
        await TryAsync(stop => silent.AskAsync(LookAgainIn, stop), ct);
        await TryAsync(CloseElsewhereAsync, ct);
        await TryAsync(sessions.CloseOrphansAsync, ct);
        await TryAsync(refunds.AskAgainAsync, ct);
        await TryAsync(refunds.SendDueAsync, ct);
        await TryAsync(refunds.FollowUpAsync, ct);
        await TryAsync(subscriptions.SendDueAsync, ct);
        await TryAsync(missed.FetchAsync, ct);
        // What is new since the last comparison; once a day everything.
        await TryAsync(stop => reconciler.RunAsync(null, stop), ct);
    }

    /// <summary>
    /// At a start somebody who was killed may still seem to be at it. What they left undone does not wait for a whole pause; once
    /// this process has had its turn, somebody at work is another instance, which does what there is to do.
    /// </summary>
    private void LookAgainSoon()
    {
        if (!begun)
            LookAgainIn(Leases.Length);
    }

    private void LookAgainIn(TimeSpan pause)
    {
        again?.Dispose();
        again = Time.CreateTimer(_ => Ring(), null, pause + TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
    }

    public override void Dispose()
    {
        again?.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task TryAsync(Func<CancellationToken, Task> question, CancellationToken ct)
    {
        try
        {
            await question(ct);
        }
        catch (PaymentGatewayException failure)
        {
            NotReached(logger, failure.Problem, failure);
            await alarms.ProviderFailedAsync(failure, ct);
        }
#pragma warning disable CA1031 // A bug in one question is loud, and must not silence the others.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            NotAsked(logger, failure);
        }
    }

    /// <summary>Once after each start: with the keys of another account the shop knows nothing of what it asks about.</summary>
    private async Task CompareAccountAsync(CancellationToken ct)
    {
        if (isAccountKnown)
            return;
        if (await gateway.AccountAsync(ct) is { } account && await instance.NoteAccountAsync(gateway.Environment, account, ct) is { } before)
            OtherAccount(logger, before, account);
        isAccountKnown = true;
    }

    /// <summary>Payments that were opened where the shop no longer takes any: closed here once their time is over.</summary>
    private async Task CloseElsewhereAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        var banks = now - longestBank;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Payments.AsNoTracking()
            .Where(p => p.Environment != gateway.Environment)
            .Where(p => ((p.State == PaymentState.Creating || p.State == PaymentState.Open) && p.ExpiresAt < now) || (p.State == PaymentState.Processing && p.ExpiresAt < banks))
            .OrderBy(p => p.ExpiresAt)
            .ToDictionaryAsync(p => p.Id, p => p.Environment, ct);
        await elsewhere.RunAsync(due.Keys, id => sync.CloseElsewhereAsync(id, due[id], ct), (id, failure) =>
        {
            NotBooked(logger, id, failure);
            return Task.CompletedTask;
        }, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment provider's keys belong to account {Account}, and used to belong to {Before}: payments, customers and cards of the old one are unknown there")]
    private static partial void OtherAccount(ILogger logger, string before, string account);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payment {Payment} could not be booked; the next pass tries again")]
    private static partial void NotBooked(ILogger logger, PaymentId payment, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of the reconciliation failed; the next pass tries again")]
    private static partial void NotAsked(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment provider could not be asked ({Problem})")]
    private static partial void NotReached(ILogger logger, GatewayProblem problem, Exception failure);
}
