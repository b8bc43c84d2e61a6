using BlazorShop.Common;

namespace BlazorShop.Carts;

/// <summary>Forgets guests' carts whose cookie has run out.</summary>
public sealed class CartExpiryWorker(CartService carts, TimeProvider time, ILogger<CartExpiryWorker> logger)
    : PeriodicWorker(TimeSpan.FromHours(1), time, logger)
{
    public override Task RunOnceAsync(CancellationToken ct) =>
        carts.ForgetGuestsAsync(Time.GetUtcNow().UtcDateTime.AddDays(-90), ct);
}
