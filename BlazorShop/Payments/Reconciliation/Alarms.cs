using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>
/// Money that cannot be booked cries out: after the third failed attempt of one event or one object of the provider's, its order
/// asks for attention and staff are told. A provider out of reach is one message for the outage, whatever fails because of it.
/// </summary>
public sealed partial class Alarms(
    IDbContextFactory<ShopDbContext> contexts, IPaymentProvider provider, IPaymentListener listener, ISubscriptionRecords subscriptions, IStaffNotices staff, TimeProvider time,
    ILogger<Alarms> logger)
{
    /// <summary>So many failed attempts are somebody's business.</summary>
    public const int Patience = 3;

    /// <summary>The row that counts calls without an answer.</summary>
    public const string Provider = "provider";

    private const string Page = "/admin/payments";

    /// <summary>Nobody has said yet that the provider answers.</summary>
    private volatile bool mayBeOut = true;

    /// <summary>An event was not applied; it counts its attempts itself.</summary>
    /// <param name="stored">The event.</param>
    /// <param name="failure">Null where each attempt ended with the shop's process.</param>
    /// <param name="ct">Ends the alarm with the shop.</param>
    public async Task EventFailedAsync(InboxEvent stored, Exception? failure, CancellationToken ct)
    {
        try
        {
            if ((failure is not null && await IsOutageAsync(failure, ct)) || stored.Attempts < Patience)
                return;
            var facts = failure is null
                ? new NoticeFacts { Said = Languages.InEach(() => InboxWords.Result(KindText.Of(InboxResult.StoppedEachTime))) }
                : new NoticeFacts { Text = WordsOf(failure) };
            await using var db = await contexts.CreateDbContextAsync(ct);
            var payment = await ReferenceSearch.PaymentOfAsync(db, subscriptions, stored.ObjectId, ct);
            await staff.TellAsync(
                new StaffNotice("event:" + Short(stored.Id), StaffNoticeKind.EventFailing, $"{stored.Type}, {stored.Id}", facts, $"{Page}/events/{Uri.EscapeDataString(stored.Name)}"),
                ct);
            await StickAsync(payment, stored.ObjectId ?? stored.Id, stuck: true, ct);
        }
#pragma warning disable CA1031 // An alarm that cannot be given must not stop what it is about; the log has it.
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            NotTold(logger, stored.Id, broken);
        }
    }

    /// <summary>It was applied after all.</summary>
    public Task EventAppliedAsync(InboxEvent stored, CancellationToken ct) =>
        stored.Attempts > Patience ? QuietlyAsync(stored.Id, () => CalmAsync(stored.ObjectId ?? stored.Id, null, ct)) : Task.CompletedTask;

    /// <summary>An object of the provider's could not be booked, or a call about it failed.</summary>
    public Task FailedAsync(string reference, PaymentId? payment, Exception failure, CancellationToken ct) => QuietlyAsync(reference, async () =>
    {
        if (await IsOutageAsync(failure, ct))
            return;
        var row = await CountAsync(reference, payment, failure.Message, ct);
        if (row.Attempts < Patience)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await staff.TellAsync(
            new StaffNotice(
                string.Create(CultureInfo.InvariantCulture, $"trouble:{Short(reference)}:{row.FirstAt.Ticks}"), StaffNoticeKind.PaymentFailing, reference, new NoticeFacts { Text = WordsOf(failure) }, Page),
            ct);
        await StickAsync(payment ?? await ReferenceSearch.PaymentOfAsync(db, subscriptions, reference, ct), reference, stuck: true, ct);
    });

    /// <summary>The books and the provider's differ, and did so when they were compared before. What cannot be booked is told as that, not twice.</summary>
    public Task DifferAsync(string reference, BreakKind kind, OrderId? order, DateTime foundAt, Money ours, Money theirs, CancellationToken ct) => QuietlyAsync(reference, async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Trouble>().Of(provider).AnyAsync(t => t.ResolvedAt == null && (t.Reference == reference || db.Payments.Any(p => p.Id == t.PaymentId && p.OrderId == order)), ct))
            return;
        await staff.TellAsync(
            new StaffNotice(
                string.Create(CultureInfo.InvariantCulture, $"break:{Short(reference)}:{foundAt.Ticks}"), StaffNoticeKind.BooksDiffer, reference, Facts(kind, ours, theirs), Page),
            ct);
    });

    /// <summary>It could be booked. Costs a query only where <paramref name="open"/> names it.</summary>
    public Task BookedAsync(string reference, PaymentId? payment, IReadOnlySet<string> open, CancellationToken ct) =>
        open.Contains(reference) ? QuietlyAsync(reference, () => CalmAsync(reference, payment, ct)) : Task.CompletedTask;

    /// <summary>What could not be booked so far.</summary>
    public async Task<IReadOnlySet<string>> OpenAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Set<Trouble>().Of(provider).Where(t => t.ResolvedAt == null && t.Reference != Provider).Select(t => t.Reference).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A pass could not ask the provider.</summary>
    public Task ProviderFailedAsync(PaymentGatewayException failure, CancellationToken ct) => QuietlyAsync(Provider, () => IsOutageAsync(failure, ct));

    /// <summary>The provider has answered: whatever outage there was is over.</summary>
    public Task ProviderAnsweredAsync(CancellationToken ct)
    {
        if (!mayBeOut)
            return Task.CompletedTask;
        return QuietlyAsync(Provider, async () =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            await using var db = await contexts.CreateDbContextAsync(ct);
            await db.Set<Trouble>().Of(provider).Where(t => t.Reference == Provider && t.ResolvedAt == null).ExecuteUpdateAsync(s => s.SetProperty(t => t.ResolvedAt, now), ct);
            mayBeOut = false;
        });
    }

    /// <summary>The provider's words where it has said any, else a program's.</summary>
    private static string WordsOf(Exception failure) => (failure as PaymentGatewayException)?.Answer ?? failure.Message;

    /// <summary>True where it is not this object's fault: nobody answers, or our key is refused.</summary>
    private async Task<bool> IsOutageAsync(Exception failure, CancellationToken ct)
    {
        if (failure is not PaymentGatewayException { Problem: GatewayProblem.Unavailable or GatewayProblem.NotAllowed } outage)
            return false;
        mayBeOut = true;
        var row = await CountAsync(Provider, null, failure.Message, ct);
        if (row.Attempts >= Patience)
        {
            await staff.TellAsync(
                new StaffNotice(
                    string.Create(CultureInfo.InvariantCulture, $"provider:{row.FirstAt.Ticks}"),
                    StaffNoticeKind.ProviderOutage,
                    string.Create(CultureInfo.InvariantCulture, $"{row.FirstAt:d MMMM yyyy HH:mm} UTC"),
                    new NoticeFacts { At = row.FirstAt, Text = outage.Answer ?? "" },
                    Page),
                ct);
        }

        return true;
    }

    /// <summary>One attempt more. What had been booked meanwhile begins again.</summary>
    private Task<Trouble> CountAsync(string reference, PaymentId? payment, string problem, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Collision.RetryAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var row = await db.Set<Trouble>().Of(provider).FirstOrDefaultAsync(t => t.Reference == reference, ct);
            if (row is null)
            {
                row = new Trouble { Reference = reference, Provider = provider.Key, FirstAt = now, LastAt = now, Problem = "" };
                db.Add(row);
            }
            else if (row.ResolvedAt is not null)
            {
                (row.FirstAt, row.Attempts, row.ResolvedAt) = (now, 0, null);
            }

            (row.PaymentId, row.LastAt, row.Problem) = (payment ?? row.PaymentId, now, Text.Limit(problem, TroubleConfiguration.LongestProblem));
            row.Attempts++;
            await db.SaveChangesAsync(ct);
            return row;
        }, ct);
    }

    private async Task CalmAsync(string reference, PaymentId? payment, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<Trouble>().Of(provider).Where(t => t.Reference == reference && t.ResolvedAt == null).ExecuteUpdateAsync(s => s.SetProperty(t => t.ResolvedAt, now), ct);
        await StickAsync(payment ?? await ReferenceSearch.PaymentOfAsync(db, subscriptions, reference, ct), reference, stuck: false, ct);
    }

    /// <summary>Says it to the payment's order, in a transaction of its own: the one that failed is gone.</summary>
    private async Task StickAsync(PaymentId? id, string reference, bool stuck, CancellationToken ct)
    {
        if (id is null)
            return;
        await Collision.RetryAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await PaymentSync.LockAsync(db, id.Value, ct) is not { } payment)
                return;
            await listener.AnnounceAsync(db, new PaymentEvent.Stuck(payment, time.GetUtcNow().UtcDateTime, reference, stuck), ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            listener.Committed(payment);
        }, ct);
    }

    private async Task QuietlyAsync(string about, Func<Task> alarm)
    {
        try
        {
            await alarm();
        }
#pragma warning disable CA1031 // An alarm that cannot be given must not stop what it is about; the log has it.
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            NotTold(logger, about, broken);
        }
    }

    private static NoticeFacts Facts(BreakKind kind, Money ours, Money theirs) => kind switch
    {
        BreakKind.MissingHere => new() { Other = theirs },
        BreakKind.MissingThere => new() { Amount = ours },
        _ => new() { Amount = ours, Other = theirs },
    };

    /// <summary>A provider's name may fill a column by itself; its end tells it from others.</summary>
    private static string Short(string reference) => Text.LimitToEnd(reference, 150);

    [LoggerMessage(Level = LogLevel.Error, Message = "{About} fails, and that could not be told to staff")]
    private static partial void NotTold(ILogger logger, string about, Exception failure);
}
