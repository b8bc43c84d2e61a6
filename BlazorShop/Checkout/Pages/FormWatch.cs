using BlazorShop.Common;
using BlazorShop.Orders;

namespace BlazorShop.Checkout.Pages;

/// <summary>Has an open form looked at whenever something happens to its buyer's orders, and now and then for what happens on another server.</summary>
internal sealed class FormWatch : IDisposable
{
    private static readonly TimeSpan elsewhere = TimeSpan.FromSeconds(15);

    private readonly Func<Task> look;
    private readonly IDisposable feed;
    private readonly ITimer timer;

    public FormWatch(OrderStatusFeed changes, TimeProvider clock, CustomerId customer, Func<Task> look)
    {
        this.look = look;
        feed = changes.Watch(customer, LookAsync);
        timer = clock.CreateTimer(_ => _ = LookAsync(), null, elsewhere, elsewhere);
    }

    public void Dispose()
    {
        feed.Dispose();
        timer.Dispose();
    }

    private async Task LookAsync()
    {
        try
        {
            await look();
        }
        catch (Exception gone) when (gone is ObjectDisposedException or OperationCanceledException)
        {
            // The page was closed while it looked.
        }
    }
}
