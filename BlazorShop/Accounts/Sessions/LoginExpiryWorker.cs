using BlazorShop.Common;

namespace BlazorShop.Accounts.Sessions;

/// <summary>Forgets logins that have been over for a month.</summary>
internal sealed class LoginExpiryWorker(Logins logins, TimeProvider time, ILogger<LoginExpiryWorker> logger)
    : PeriodicWorker(TimeSpan.FromHours(1), time, logger)
{
    public override Task RunOnceAsync(CancellationToken ct) => logins.ForgetOldAsync(ct);
}
