using BlazorShop.Data;

namespace BlazorShop.Tests.Testing;

/// <summary>Who takes a lease with this is dead a moment later: nothing renews it.</summary>
internal sealed class DeadKeeper : ILeaseKeeper, IAsyncDisposable
{
    /// <summary>Somebody has taken one.</summary>
    public TaskCompletionSource Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IAsyncDisposable Keep(Func<CancellationToken, Task> renew)
    {
        Taken.TrySetResult();
        return this;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Renews as the shop does, and says each time when it has.</summary>
internal sealed class WatchedKeeper(ILeaseKeeper inner) : ILeaseKeeper
{
    public SemaphoreSlim Renewed { get; } = new(0);

    public IAsyncDisposable Keep(Func<CancellationToken, Task> renew) => inner.Keep(async ct =>
    {
        await renew(ct);
        Renewed.Release();
    });
}
