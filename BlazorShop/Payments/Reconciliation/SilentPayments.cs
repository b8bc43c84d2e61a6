using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Payments of which nothing was heard for too long: the provider is asked what became of each.</summary>
public sealed partial class SilentPayments(
    IDbContextFactory<ShopDbContext> contexts, PaymentSessions sessions, PaymentSync sync, IPaymentGateway gateway, Alarms alarms, TimeProvider time, ILogger<SilentPayments> logger)
{
    private static readonly TimeSpan silence = TimeSpan.FromSeconds(30);
    private readonly Rounds<PaymentId> silent = new();

    /// <param name="lookAgainIn">Called when an answer needs a second look, with the time to wait for it.</param>
    public async Task AskAsync(Action<TimeSpan> lookAgainIn, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
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
                    await SyncAsync(id, session, lookAgainIn, ct);
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

    private async Task SyncAsync(PaymentId id, string session, Action<TimeSpan> lookAgainIn, CancellationToken ct)
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
                lookAgainIn(PaymentSync.SecondLook);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Payment} could not be synced ({Problem})")]
    private static partial void NotSynced(ILogger logger, PaymentId payment, GatewayProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payment {Payment} could not be booked; the next pass tries again")]
    private static partial void NotBooked(ILogger logger, PaymentId payment, Exception failure);
}
