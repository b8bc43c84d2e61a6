using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Reconciliation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace BlazorShop.Payments.Inbox;

/// <summary>Stores each event once, and applies it once.</summary>
public sealed partial class PaymentInbox(
    IDbContextFactory<ShopDbContext> contexts,
    IInboxStore writer,
    IInboxReader reader,
    InboxSync sync,
    IPaymentGateway gateway,
    Alarms alarms,
    ILeaseKeeper keeper,
    TimeProvider time,
    ILogger<PaymentInbox> logger)
{
    /// <summary>About a day, as the pauses grow; staff may replay it after that.</summary>
    public const int MostAttempts = 30;

    /// <summary>How long whoever took an event has it for themselves, unless they are still at it then.</summary>
    public static readonly TimeSpan Lease = LeaseKeeper.Length;

    /// <summary>Minimum attempts before an old event may be quarantined: it may have waited for a shop that was off. A killed attempt counts too.</summary>
    public const int FewAttempts = 10;

    private const int Batch = 50;
    private static readonly string stoppedEachTime = KindText.Of(InboxResult.StoppedEachTime);
    private static readonly TimeSpan patience = TimeSpan.FromHours(72);
    private static readonly Backoff pauses = new(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
    private static readonly TimeSpan fresh = TimeSpan.FromMinutes(1);

    /// <summary>False when this event is there already. Returns only when the row is durable.</summary>
    public Task<bool> StoreAsync(InboxEvent received, CancellationToken ct) => writer.StoreAsync(received, ct);

    /// <summary>Applies what is due, oldest first. Answers how many events it tried.</summary>
    public async Task<int> ApplyDueAsync(CancellationToken ct)
    {
        var taken = 0;
        while (true)
        {
            var due = await DueAsync(ct);
            var ignored = await IgnoreAsync(due, ct);
            var tried = 0;
            foreach (var head in await HeadsAsync(due, ct))
            {
                if (await ClaimAsync(head, ct) is { } claimed)
                {
                    await ApplyAsync(claimed, ct);
                    tried++;
                }
            }

            taken += tried + ignored;
            // Whatever is due and was not ours to take is in somebody else's hands.
            if (tried + ignored == 0)
                return taken;
        }
    }

    /// <summary>Staff want it applied again, whatever became of it. False while somebody is at it, or when there is no such event.</summary>
    public async Task<bool> ReplayAsync(string id, string actor, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var who = KindText.Of(InboxResult.Replayed, actor, now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        return await UpdateAsync(
            db => Theirs(db).Where(e => e.Id == id && (e.LeaseUntil == null || e.LeaseUntil < now)),
            s => s.SetProperty(e => e.State, InboxState.New).SetProperty(e => e.Attempts, 0).SetProperty(e => e.NextAt, now)
                .SetProperty(e => e.AppliedAt, (DateTime?)null).SetProperty(e => e.LeaseUntil, (DateTime?)null).SetProperty(e => e.Result, who),
            ct) == 1;
    }

    /// <summary>What is due and in nobody's hands, oldest first.</summary>
    private async Task<List<InboxEvent>> DueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Theirs(db).AsNoTracking()
            .Where(e => e.State == InboxState.New && e.NextAt <= now && (e.LeaseUntil == null || e.LeaseUntil < now)
                && (e.ObjectId == null || !db.InboxEvents.Any(o => o.Provider == e.Provider && o.ObjectId == e.ObjectId && o.State == InboxState.New && o.LeaseUntil >= now)))
            .OrderBy(e => e.NextAt).ThenBy(e => e.Id)
            .Take(Batch)
            .ToListAsync(ct);
    }

    /// <summary>Most of what a provider sends changes nothing here: put aside together, in one write for each reason.</summary>
    private async Task<int> IgnoreAsync(List<InboxEvent> due, CancellationToken ct)
    {
        var ignored = 0;
        foreach (var reason in due.Select(e => (e.Id, Why: WhyNothing(e))).Where(e => e.Why is not null).GroupBy(e => e.Why).ToList())
        {
            var now = time.GetUtcNow().UtcDateTime;
            var ids = reason.Select(e => e.Id).ToList();
            ignored += await UpdateAsync(
                db => Theirs(db).Where(e => ids.Contains(e.Id) && e.State == InboxState.New && (e.LeaseUntil == null || e.LeaseUntil < now)),
                s => s.SetProperty(e => e.State, InboxState.Ignored).SetProperty(e => e.AppliedAt, now).SetProperty(e => e.Result, reason.Key),
                ct);
            due.RemoveAll(e => ids.Contains(e.Id));
        }

        return ignored;
    }

    private string? WhyNothing(InboxEvent stored)
    {
        try
        {
            return reader.Read(stored) is InboxHint.Nothing nothing ? KindText.Of(nothing.Why, nothing.Arguments) : null;
        }
#pragma warning disable CA1031 // Applying it will fail in the same way, and be noted.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>
    /// Of everything that waits about an object of which something is due: the oldest. Also while the oldest is only due later:
    /// the younger one says that something has changed, and would not be applied before it.
    /// </summary>
    private async Task<List<Head>> HeadsAsync(List<InboxEvent> due, CancellationToken ct)
    {
        var objects = due.Select(e => e.ObjectId).OfType<string>().Distinct().ToList();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waiting = objects.Count == 0
            ? []
            : await Theirs(db).Where(e => objects.Contains(e.ObjectId!) && e.State == InboxState.New)
                .OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id)
                .Select(e => new { e.ObjectId, Head = new Head(e.Id, e.Attempts) })
                .ToListAsync(ct);
        var oldest = waiting.GroupBy(e => e.ObjectId!).ToDictionary(g => g.Key, g => g.First().Head);
        return [.. due.Select(e => e.ObjectId is { } about ? oldest.GetValueOrDefault(about) : new Head(e.Id, e.Attempts)).OfType<Head>().Distinct()];
    }

    /// <summary>Null when somebody was quicker. The attempt counts from here, so that one which kills the shop runs out of them too.</summary>
    private async Task<InboxEvent?> ClaimAsync(Head head, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var until = now + Lease;
        var me = $"{Environment.ProcessId}-{Guid.NewGuid():N}";
        if (head.Attempts >= MostAttempts)
        {
            var putAside = await UpdateAsync(
                db => Theirs(db).Where(e => e.Id == head.Id && e.State == InboxState.New && e.Attempts == head.Attempts && (e.LeaseUntil == null || e.LeaseUntil < now)),
                s => s.SetProperty(e => e.State, InboxState.Quarantined).SetProperty(e => e.Result, e => e.Result ?? stoppedEachTime),
                ct);
            if (putAside == 1)
            {
                await using var aside = await contexts.CreateDbContextAsync(ct);
                await alarms.EventFailedAsync(await Theirs(aside).AsNoTracking().SingleAsync(e => e.Id == head.Id, ct), failure: null, ct);
            }

            return null;
        }

#pragma warning disable CA1309 // The database compares, in its own order: any order will do that is always the same.
        var mine = await UpdateAsync(
            db => Theirs(db).Where(e => e.Id == head.Id && e.State == InboxState.New && e.Attempts == head.Attempts
                && (e.LeaseUntil == null || e.LeaseUntil < now)
                && (e.ObjectId == null || !db.InboxEvents.Any(o => o.Provider == e.Provider && o.ObjectId == e.ObjectId && o.State == InboxState.New && o.Id != e.Id
                    && (o.LeaseUntil >= now || o.ReceivedAt < e.ReceivedAt || (o.ReceivedAt == e.ReceivedAt && string.Compare(o.Id, e.Id) < 0))))),
            s => s.SetProperty(e => e.LeaseOwner, me).SetProperty(e => e.LeaseUntil, until).SetProperty(e => e.Attempts, head.Attempts + 1),
            ct);
#pragma warning restore CA1309
        if (mine == 0)
            return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Theirs(db).AsNoTracking().SingleAsync(e => e.Id == head.Id, ct);
    }

    private async Task ApplyAsync(InboxEvent stored, CancellationToken ct)
    {
        try
        {
            switch (reader.Read(stored))
            {
                case InboxHint.Nothing nothing:
                    await FinishAsync(stored, InboxState.Ignored, KindText.Of(nothing.Why, nothing.Arguments), ct);
                    break;
                case var hint:
                    SyncResult settled;
                    await using (keeper.Keep(stop => ExtendAsync(stored, stop)))
                        settled = await sync.SyncAsync(hint, ct);
                    await FinishAsync(stored, settled == SyncResult.NotOurs ? InboxState.Ignored : InboxState.Applied, KindText.Of(ToResult(settled)), ct);
                    await alarms.ProviderAnsweredAsync(ct);
                    await alarms.EventAppliedAsync(stored, ct);
                    break;
            }
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
        {
            // What it has only just made, the provider may itself not find everywhere yet.
            if (stored.CreatedAtProvider > time.GetUtcNow().UtcDateTime - fresh)
            {
                await LaterAsync(stored, ct);
                return;
            }

            await FinishAsync(stored, InboxState.Ignored, KindText.Of(InboxResult.UnknownThere), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The shop is closing: whoever runs next need not wait for our lease to end.
            await UpdateAsync(
                Mine(stored),
                s => s.SetProperty(e => e.LeaseUntil, (DateTime?)null).SetProperty(e => e.Attempts, stored.Attempts - 1),
                CancellationToken.None);
            throw;
        }
#pragma warning disable CA1031 // Whatever goes wrong with one event must not stop the others; it stays visible and is tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await PostponeAsync(stored, failure, ct);
        }
    }

    private static InboxResult ToResult(SyncResult settled) => settled switch
    {
        SyncResult.NotOurs => InboxResult.NotOurs,
        SyncResult.Unchanged => InboxResult.Known,
        _ => InboxResult.Applied,
    };

    private Task<int> ExtendAsync(InboxEvent stored, CancellationToken ct)
    {
        var until = time.GetUtcNow().UtcDateTime + Lease;
        return UpdateAsync(Mine(stored), s => s.SetProperty(e => e.LeaseUntil, until), ct);
    }

    private Task<int> FinishAsync(InboxEvent stored, InboxState state, string result, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return UpdateAsync(
            Mine(stored),
            s => s.SetProperty(e => e.State, state).SetProperty(e => e.AppliedAt, now).SetProperty(e => e.Result, result)
                .SetProperty(e => e.LeaseUntil, (DateTime?)null),
            ct);
    }

    /// <summary>Tried again as after a failure, but nobody needs to hear of it.</summary>
    private Task<int> LaterAsync(InboxEvent stored, CancellationToken ct)
    {
        var next = time.GetUtcNow().UtcDateTime + pauses.After(stored.Attempts);
        return UpdateAsync(Mine(stored), s => s.SetProperty(e => e.NextAt, next).SetProperty(e => e.LeaseUntil, (DateTime?)null), ct);
    }

    private async Task PostponeAsync(InboxEvent stored, Exception failure, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var next = now + pauses.After(stored.Attempts);
        var state = stored.Attempts >= MostAttempts || (stored.Attempts >= FewAttempts && now - stored.ReceivedAt > patience) ? InboxState.Quarantined : InboxState.New;
        var why = failure switch
        {
            PaymentGatewayException { Problem: GatewayProblem.Unavailable, Answer: null } => KindText.Of(InboxResult.NoAnswer),
            PaymentGatewayException { Answer: { } said } => Text.Limit(said, 900),
            _ => Text.Limit(failure.Message, 900),
        };
        NotApplied(logger, stored.Id, stored.Type, stored.Attempts, failure);
        if (state == InboxState.Quarantined)
            PutAside(logger, stored.Id, stored.Type, stored.Attempts);
        var still = await UpdateAsync(
            Mine(stored),
            s => s.SetProperty(e => e.State, state).SetProperty(e => e.NextAt, next).SetProperty(e => e.Result, why)
                .SetProperty(e => e.LeaseUntil, (DateTime?)null),
            ct);
        // The younger ones about the same object wait for it; they would only have it tried without a pause.
        if (still == 1 && state == InboxState.New && stored.ObjectId is { } about)
        {
            await UpdateAsync(
                db => Theirs(db).Where(e => e.ObjectId == about && e.State == InboxState.New && e.NextAt < next),
                s => s.SetProperty(e => e.NextAt, next),
                ct);
        }

        await alarms.EventFailedAsync(stored, failure, ct);
    }

    private Func<ShopDbContext, IQueryable<InboxEvent>> Mine(InboxEvent claimed) =>
        db => Theirs(db).Where(e => e.Id == claimed.Id && e.LeaseOwner == claimed.LeaseOwner && e.State == InboxState.New);

    /// <summary>What this provider sent: of another one's events its own gateway knows what they mean.</summary>
    private IQueryable<InboxEvent> Theirs(ShopDbContext db) => db.InboxEvents.Of(gateway.Provider);

    private async Task<int> UpdateAsync(
        Func<ShopDbContext, IQueryable<InboxEvent>> which, Action<UpdateSettersBuilder<InboxEvent>> change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var turn = await WriteGate.EnterAsync(db, ct);
        return await which(db).ExecuteUpdateAsync(change, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Event} ({Type}) could not be applied, attempt {Attempt}")]
    private static partial void NotApplied(ILogger logger, string @event, string type, int attempt, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {Event} ({Type}) is put aside after {Attempts} attempts: somebody must look")]
    private static partial void PutAside(ILogger logger, string @event, string type, int attempts);

    private sealed record Head(string Id, int Attempts);
}
