namespace BlazorShop.Data;

/// <summary>Renews what somebody holds alone for as long as they work on it. So leases are short, and nothing waits long for a process that was killed.</summary>
public interface ILeaseKeeper
{
    /// <summary>Calls <paramref name="renew"/> every now and then until the answer is disposed; once that returns, it is called no more.</summary>
    IAsyncDisposable Keep(Func<CancellationToken, Task> renew);
}

internal sealed partial class LeaseKeeper(TimeProvider time, ILogger<LeaseKeeper> logger) : ILeaseKeeper
{
    /// <summary>How long a lease lasts without being renewed: so long everybody else waits for a process that was killed.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    /// <summary>Two renewals may fail before a lease is lost.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2.5);

    public IAsyncDisposable Keep(Func<CancellationToken, Task> renew) => new Kept(Every, time, renew, logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A lease could not be renewed; somebody else may take the work over")]
    private static partial void NotRenewed(ILogger logger, Exception failure);

    private sealed class Kept : IAsyncDisposable
    {
        private readonly CancellationTokenSource done = new();
        private readonly Task renewals;

        public Kept(TimeSpan every, TimeProvider time, Func<CancellationToken, Task> renew, ILogger logger) =>
            renewals = RenewAsync(new PeriodicTimer(every, time), renew, logger);

        public async ValueTask DisposeAsync()
        {
            await done.CancelAsync();
            await renewals;
            done.Dispose();
        }

        private async Task RenewAsync(PeriodicTimer timer, Func<CancellationToken, Task> renew, ILogger logger)
        {
            using (timer)
            {
                while (!done.IsCancellationRequested)
                {
                    try
                    {
                        await timer.WaitForNextTickAsync(done.Token);
                        await renew(done.Token);
                    }
                    catch (OperationCanceledException) when (done.IsCancellationRequested)
                    {
                        return;
                    }
#pragma warning disable CA1031 // The work goes on; should the lease be lost, whatever two do is still done once.
                    catch (Exception failure)
#pragma warning restore CA1031
                    {
                        NotRenewed(logger, failure);
                    }
                }
            }
        }
    }
}
