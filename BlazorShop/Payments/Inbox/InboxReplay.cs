namespace BlazorShop.Payments.Inbox;

/// <summary>Has a stored event applied once more. That changes nothing where it was applied before: every effect is written once.</summary>
public sealed partial class InboxReplay(PaymentInbox inbox, InboxWorker worker, ILogger<InboxReplay> logger)
{
    /// <summary>False when there is no such event, or when it is being applied this very moment.</summary>
    public async Task<bool> ReplayAsync(string eventId, string actor, CancellationToken ct)
    {
        if (!await inbox.ReplayAsync(eventId, actor, ct))
            return false;
        Replayed(logger, eventId, actor);
        worker.Ring();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Event {Event} is applied again because {Actor} asked for it")]
    private static partial void Replayed(ILogger logger, string @event, string actor);
}
