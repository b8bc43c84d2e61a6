using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Refunds;
using BlazorShop.Payments.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>
/// Asks the provider by itself: about payments that stayed silent too long, refunds without an answer, events that never
/// arrived, and once a day whether all the books agree. Needs neither a webhook nor a buyer who comes back.
/// </summary>
public sealed partial class ReconciliationWorker(
    IDbContextFactory<ShopDbContext> contexts,
    PaymentDesk desk,
    PaymentSettlement settlement,
    RefundDesk refunds,
    SubscriptionCommands wishes,
    PaymentInbox inbox,
    InboxWorker inboxWorker,
    IPaymentGateway gateway,
    Reconciler reconciler,
    Watermarks watermarks,
    LeaseDesk leases,
    PaymentsOptions options,
    TimeProvider time,
    ILogger<ReconciliationWorker> logger) : PeriodicWorker(options.ReconcileEvery, time, logger)
{
    private const string Pass = "reconciliation";
    private const string Events = "events";
    private static readonly TimeSpan silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan overlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan farthest = TimeSpan.FromDays(30);
    private static readonly TimeSpan booksEvery = TimeSpan.FromHours(24);

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        if (!await leases.TakeAsync(Pass, TimeSpan.FromMinutes(10), ct))
            return;
        try
        {
            await AskAboutSilentPaymentsAsync(ct);
            await refunds.SendDueAsync(ct);
            await refunds.FollowUpAsync(ct);
            await wishes.SendDueAsync(ct);
            await FetchMissedEventsAsync(ct);
            if (await watermarks.GetAsync(Reconciler.Name, ct) is not { } compared || Time.GetUtcNow().UtcDateTime - compared >= booksEvery)
                await reconciler.RunAsync(null, ct);
        }
        catch (PaymentGatewayException failure)
        {
            NotReached(logger, failure.Problem, failure);
        }
        finally
        {
            await leases.GiveBackAsync(Pass, CancellationToken.None);
        }
    }

    private async Task AskAboutSilentPaymentsAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        var patience = now - silence;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Payments.AsNoTracking()
            .Where(p => (p.State == PaymentState.Creating && p.CreatedAt < patience)
                || (p.State == PaymentState.Open && p.ExpiresAt < now)
                || p.State == PaymentState.Processing)
            .OrderBy(p => p.ExpiresAt)
            .Select(p => new { p.Id, p.SessionReference })
            .Take(200)
            .ToListAsync(ct);
        foreach (var payment in due)
        {
            try
            {
                if (payment.SessionReference is { } session)
                    await settlement.SettleAsync(session, ct);
                else
                    await desk.OpenAsync(payment.Id, ct);
            }
            catch (PaymentGatewayException failure) when (failure.Problem is GatewayProblem.Rejected or GatewayProblem.NotFound)
            {
                // One that the provider does not want must not keep it from the others.
                NotSettled(logger, payment.Id, failure.Problem);
            }
        }
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
                    Type = happened.Type,
                    ObjectId = happened.ObjectId,
                    ApiVersion = happened.ApiVersion,
                    Payload = happened.Body,
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events had never arrived and were fetched")]
    private static partial void Missed(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Payment} could not be settled ({Problem})")]
    private static partial void NotSettled(ILogger logger, PaymentId payment, GatewayProblem problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment provider could not be asked ({Problem})")]
    private static partial void NotReached(ILogger logger, GatewayProblem problem, Exception failure);
}
