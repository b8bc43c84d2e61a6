using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Orders;

/// <summary>Refuses the start where orders were placed in another currency than the shop's. A cart holds no amounts of its own.</summary>
internal sealed class OrderCurrencyCheck(IDbContextFactory<ShopDbContext> contexts, IOptions<ShopOptions> shop) : IStartupTask
{
    public async Task RunAsync(CancellationToken ct)
    {
        var ours = shop.Value.Currency;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Orders.Where(o => o.Total.Currency != ours).Select(o => o.Total.Currency).FirstOrDefaultAsync(ct) is { } theirs)
            throw OneCurrency.Refusal(ours, "orders", theirs);
    }
}
