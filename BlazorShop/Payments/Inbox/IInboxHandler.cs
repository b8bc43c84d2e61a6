namespace BlazorShop.Payments.Inbox;

/// <summary>Applies what the inbox received for a room that knows payments and that payments do not know.</summary>
public interface IInboxHandler
{
    /// <summary><see cref="SyncResult.NotOurs"/> for whatever is not this room's.</summary>
    Task<SyncResult> SyncAsync(InboxHint hint, CancellationToken ct);
}
