namespace BlazorShop.Payments.Inbox;

/// <summary>Makes events durable, each once. The simulation, which runs on one thread, has another than the shop's writer.</summary>
public interface IInboxStore
{
    /// <summary>False when this event is there already. Returns only when the row is durable.</summary>
    Task<bool> StoreAsync(InboxEvent received, CancellationToken ct);
}
