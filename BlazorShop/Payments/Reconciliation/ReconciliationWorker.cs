using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
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
    PaymentInbox inbox,
    InboxWorker inboxWorker,
    IPaymentGateway gateway,
    Reconciler reconciler,
    Alarms alarms,
    Watermarks watermarks,
    ShopInstance instance,
    Leases leases,
    PaymentsOptions options,
    TimeProvider time,
    ILogger<ReconciliationWorker> logger) : PeriodicWorker(options.ReconcileEvery, time, logger)
{
    private const string Pass = "reconciliation";
    private const string Events = "events";
    private static readonly TimeSpan silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan overlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan farthest = TimeSpan.FromDays(30);

    /// <summary>A bank may take so long over a debit.</summary>
    private static readonly TimeSpan longestBank = TimeSpan.FromDays(14);

    private readonly Rounds<PaymentId> silent = new();
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
        await TryAsync(AskAboutSilentPaymentsAsync, ct);
        await TryAsync(CloseElsewhereAsync, ct);
        await TryAsync(sessions.CloseOrphansAsync, ct);
        await TryAsync(refunds.AskAgainAsync, ct);
        await TryAsync(refunds.SendDueAsync, ct);
        await TryAsync(refunds.FollowUpAsync, ct);
        await TryAsync(subscriptions.SendDueAsync, ct);
        await TryAsync(FetchMissedEventsAsync, ct);
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

    private async Task AskAboutSilentPaymentsAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        var patience = now - silence;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Payments.AsNoTracking()
            .Where(p => p.Environment == gateway.Environment)
            .Where(p => (p.State == PaymentState.Creating && p.CreatedAt < patience)
                || (p.State == PaymentState.Open && p.ExpiresAt < now)
                || p.State == PaymentState.Processing)
            .OrderBy(p => p.ExpiresAt)
            .Select(p => new { p.Id, p.SessionReference })
            .ToListAsync(ct);
        if (due.Count == 0)
            return;
        var stuck = await alarms.OpenAsync(ct);
        var forms = due.ToDictionary(p => p.Id, p => p.SessionReference);
        var outage = await silent.RunAsync(
            [.. due.Select(p => p.Id)],
            async id =>
            {
                if (forms[id] is { } session)
                    await SyncAsync(id, session, ct);
                else
                    await sessions.OpenAsync(id, ct);
                await alarms.BookedAsync(forms[id] ?? id.ToString(), id, stuck, ct);
            },
            async (id, failure) =>
            {
                if (failure is PaymentGatewayException { Problem: var problem })
                {
                    NotSynced(logger, id, problem);
                    return;
                }

                NotBooked(logger, id, failure);
                await alarms.FailedAsync(forms[id] ?? id.ToString(), id, failure, ct);
            },
            ct);
        if (outage is not null)
            ExceptionDispatchInfo.Throw(outage);
    }

    private async Task SyncAsync(PaymentId id, string session, CancellationToken ct)
    {
        try
        {
            await sync.SyncAsync(session, ct);
        }
        catch (PaymentGatewayException failure) when (failure.Problem == GatewayProblem.NotFound)
        {
            // An answer, too. Asked once, the provider may only be slow to know it.
            NotSynced(logger, id, failure.Problem);
            if (!await sync.UnknownAsync(id, ct))
                LookAgainIn(PaymentSync.SecondLook);
        }
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

    private async Task FetchMissedEventsAsync(CancellationToken ct)
    {
        var started = Time.GetUtcNow().UtcDateTime;
        var since = await watermarks.GetAsync(Events, ct) is { } last ? last - overlap : started - farthest;
        var missed = 0;
        await foreach (var happened in gateway.EventsAsync(since, ct))
        {
            var stored = await inbox.StoreAsync(
                new InboxEvent
                {
                    Id = happened.Id,
                    Provider = gateway.Provider.Key,
                    Type = happened.Type,
                    ObjectId = happened.ObjectId,
                    ApiVersion = happened.ApiVersion,
                    Payload = happened.Body,
                    Livemode = gateway.Environment == "live",
                    CreatedAtProvider = happened.CreatedAt,
                    Source = "reconcile",
                    ReceivedAt = started,
                    NextAt = started,
                },
                ct);
            missed += stored ? 1 : 0;
        }

        await watermarks.SetAsync(Events, started, ct);
        if (missed == 0)
            return;
        Missed(logger, missed);
        inboxWorker.Ring();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment provider's keys belong to account {Account}, and used to belong to {Before}: payments, customers and cards of the old one are unknown there")]
    private static partial void OtherAccount(ILogger logger, string before, string account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events had never arrived and were fetched")]
    private static partial void Missed(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Payment} could not be settled ({Problem})")]
    private static partial void NotSynced(ILogger logger, PaymentId payment, GatewayProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payment {Payment} could not be booked; the next pass tries again")]
    private static partial void NotBooked(ILogger logger, PaymentId payment, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of the reconciliation failed; the next pass tries again")]
    private static partial void NotAsked(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment provider could not be asked ({Problem})")]
    private static partial void NotReached(ILogger logger, GatewayProblem problem, Exception failure);
}
