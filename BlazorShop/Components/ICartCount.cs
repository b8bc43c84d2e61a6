namespace BlazorShop.Components;

/// <summary>The number beside the word Cart. Asked once for every page, so a visitor without a cart should cost no query.</summary>
public interface ICartCount
{
    ValueTask<int> CountAsync(HttpContext http, CancellationToken ct);
}

/// <summary>What the badge says where no room keeps carts.</summary>
internal sealed class NoCart : ICartCount
{
    public ValueTask<int> CountAsync(HttpContext http, CancellationToken ct) => ValueTask.FromResult(0);
}
