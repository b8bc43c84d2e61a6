using BlazorShop.Common;

namespace BlazorShop.Carts;

/// <summary>Forgets guests' carts that nobody touched for a week: anybody can make them, and nobody can be asked about them.</summary>
public sealed class CartExpiryWorker(CartService carts, TimeProvider time, ILogger<CartExpiryWorker> logger)
    : PeriodicWorker(TimeSpan.FromHours(1), time, logger)
{
    public override Task RunOnceAsync(CancellationToken ct) =>
        carts.ForgetGuestsAsync(Time.GetUtcNow().UtcDateTime.AddDays(-7), ct);
}
