using BlazorShop.Data;
using BlazorShop.Payments.Inbox;

namespace BlazorShop.Payments.Reconciliation;

/// <summary>Events that the provider has and that never arrived here: they are stored as if they had.</summary>
public sealed partial class MissedEvents(IPaymentGateway gateway, PaymentInbox inbox, InboxWorker worker, Watermarks watermarks, TimeProvider time, ILogger<MissedEvents> logger)
{
    private const string Mark = "events";
    private static readonly TimeSpan overlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan farthest = TimeSpan.FromDays(30);

    public async Task FetchAsync(CancellationToken ct)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var since = await watermarks.GetAsync(Mark, ct) is { } last ? last - overlap : started - farthest;
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

        await watermarks.SetAsync(Mark, started, ct);
        if (missed == 0)
            return;
        Missed(logger, missed);
        worker.Ring();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events had never arrived and were fetched")]
    private static partial void Missed(ILogger logger, int count);
}
