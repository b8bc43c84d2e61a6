using System.Globalization;
using BlazorShop.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorShop.Orders.Pages;

/// <summary>
/// A part of a page that shows orders as they are: it reads, listens, and reads again when the feed says that something changed.
/// A slow look at the clock catches what happened on another server.
/// </summary>
public abstract class LiveOrders : ComponentBase, IAsyncDisposable
{
    protected static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly TimeSpan elsewhere = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource closing = new();
    private CustomerId? customer;
    private IDisposable? subscription;
    private ITimer? timer;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    private OrderStatusFeed Feed { get; set; } = null!;

    [Inject]
    private IOpenPage Page { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        Page.WentOn -= CatchUp;
        subscription?.Dispose();
        if (timer is not null)
            await timer.DisposeAsync();
        await closing.CancelAsync();
        closing.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads what is shown, as this customer.</summary>
    protected abstract Task ReadAsync(CustomerId customer, CancellationToken ct);

    protected override async Task OnInitializedAsync()
    {
        customer = (await Authentication.GetAuthenticationStateAsync()).User.CustomerId();
        if (customer is not { } me)
            return;
        if (RendererInfo.IsInteractive)
        {
            // Before the first read, so that nothing can happen in between.
            subscription = Feed.Watch(me, ReadAgainAsync);
            Page.WentOn += CatchUp;
            timer = Clock.CreateTimer(_ => _ = ReadAgainAsync(), null, elsewhere, elsewhere);
        }

        await ReadAsync(me, closing.Token);
    }

    private void CatchUp() => _ = ReadAgainAsync();

    private async Task ReadAgainAsync()
    {
        try
        {
            await InvokeAsync(async () =>
            {
                if (closing.IsCancellationRequested || Page.IsOver || customer is not { } me)
                    return;
                await ReadAsync(me, closing.Token);
                StateHasChanged();
            });
        }
        catch (Exception gone) when (gone is ObjectDisposedException or OperationCanceledException)
        {
            // The page was closed while it read.
        }
    }
}
