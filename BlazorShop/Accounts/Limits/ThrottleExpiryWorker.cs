using BlazorShop.Common;

namespace BlazorShop.Accounts.Limits;

/// <summary>Forgets counts that no longer limit anything.</summary>
internal sealed class ThrottleExpiryWorker(Throttles throttles, TimeProvider time, ILogger<ThrottleExpiryWorker> logger)
    : PeriodicWorker(TimeSpan.FromHours(1), time, logger)
{
    public override Task RunOnceAsync(CancellationToken ct) => throttles.ForgetOldAsync(ct);
}
