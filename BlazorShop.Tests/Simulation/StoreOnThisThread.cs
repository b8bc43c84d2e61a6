using BlazorShop.Payments.Inbox;

namespace BlazorShop.Tests.Simulation;

/// <summary>The statement by which the shop's writer stores a batch, for one event and without a thread of its own: a schedule must replay.</summary>
internal sealed class StoreOnThisThread(Universe universe, ShopProcess process) : IInboxStore
{
    public async Task<bool> StoreAsync(InboxEvent received, CancellationToken ct)
    {
        universe.Gate(process, "store");
        var stored = await universe.Inbox.RunAsync([received], 0);
        // It is durable, and nobody has been told.
        universe.Gate(process, "stored");
        return stored[0];
    }
}
