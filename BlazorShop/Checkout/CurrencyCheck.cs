using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Checkout;

/// <summary>
/// A shop counts in one currency. Prices and orders in another (a cart holds none of its own) would add up to nothing a buyer could pay, so a start with
/// another <c>Shop__Currency</c> than a filled shop's own is refused. So is a price that nobody can be charged, since it is no multiple of the
/// currency's smallest coin.
/// </summary>
internal sealed class CurrencyCheck(IDbContextFactory<ShopDbContext> contexts, IOptions<ShopOptions> shop) : IStartupTask
{
    public async Task RunAsync(CancellationToken ct)
    {
        var ours = shop.Value.Currency;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (what, other) =
            await db.Variants.Where(v => v.Price.Currency != ours).Select(v => v.Price.Currency).FirstOrDefaultAsync(ct) is { } price ? ("prices", price)
            : await db.Orders.Where(o => o.Total.Currency != ours).Select(o => o.Total.Currency).FirstOrDefaultAsync(ct) is { } order ? ("orders", order)
            : ("", null);
        if (other is not null)
            throw new InvalidOperationException($"Shop__Currency is {ours}, but this shop has {what} in {other}: set it back to {other}, or start with an empty database.");
        var step = Currencies.Least(ours);
        var minor = step.Minor;
        var between = minor == 1 ? null : await db.Variants.Where(v => v.Price.Minor % minor != 0).OrderBy(v => v.Sku)
            .Select(v => new { v.Sku, v.Price }).FirstOrDefaultAsync(ct);
        if (between is not null)
            throw new InvalidOperationException($"{between.Sku} costs {between.Price}, but amounts in {ours} go in steps of {step}: set its price to a multiple of {step.Minor} minor units.");
    }
}
