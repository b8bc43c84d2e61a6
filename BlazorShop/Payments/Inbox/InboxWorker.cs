using BlazorShop.Common;

namespace BlazorShop.Payments.Inbox;

/// <summary>Applies stored events: at once when the endpoint rings, and every few seconds what is due again.</summary>
public sealed class InboxWorker(PaymentInbox inbox, TimeProvider time, ILogger<InboxWorker> logger)
    : PeriodicWorker(TimeSpan.FromSeconds(5), time, logger)
{
    public override Task RunOnceAsync(CancellationToken ct) => inbox.ApplyDueAsync(ct);
}
