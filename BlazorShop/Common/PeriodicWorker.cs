namespace BlazorShop.Common;

/// <summary>
/// The one loop of all background work: a pass, a pause on the shop's clock or until somebody rings, again.
/// A pass that fails is logged and the next one tries again; tests call <see cref="RunOnceAsync"/> themselves.
/// </summary>
public abstract partial class PeriodicWorker(TimeSpan period, TimeProvider time, ILogger logger) : BackgroundService
{
    private readonly SemaphoreSlim bell = new(0, 1);

    /// <summary>The shop's clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>One pass over what is due. Safe to call from several places at once.</summary>
    public abstract Task RunOnceAsync(CancellationToken ct);

    /// <summary>Ends the pause: there is work now.</summary>
    public void Ring()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already rung: one pass sees all the work there is.
        }
    }

    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(period, Time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var rung = bell.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A worker outlives any failure of a single pass.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                PassFailed(logger, GetType().Name, failure);
            }

            try
            {
                await Task.WhenAny(tick, rung);
                if (tick.IsCompleted)
                {
                    await tick;
                    tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                }

                if (rung.IsCompleted)
                {
                    await rung;
                    rung = bell.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Worker}: a pass failed; the next one tries again")]
    private static partial void PassFailed(ILogger logger, string worker, Exception failure);
}
