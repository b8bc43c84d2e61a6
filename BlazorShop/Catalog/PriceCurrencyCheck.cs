using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Catalog;

/// <summary>
/// Refuses the start where prices are in another currency than the shop's, and where a price is no multiple of the currency's smallest coin: nobody
/// could be charged it.
/// </summary>
internal sealed class PriceCurrencyCheck(IDbContextFactory<ShopDbContext> contexts, IOptions<ShopOptions> shop) : IStartupTask
{
    public async Task RunAsync(CancellationToken ct)
    {
        var ours = shop.Value.Currency;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Variants.Where(v => v.Price.Currency != ours).Select(v => v.Price.Currency).FirstOrDefaultAsync(ct) is { } theirs)
            throw OneCurrency.Refusal(ours, "prices", theirs);
        var step = Currencies.Least(ours);
        var minor = step.Minor;
        var between = minor == 1 ? null : await db.Variants.Where(v => v.Price.Minor % minor != 0).OrderBy(v => v.Sku)
            .Select(v => new { v.Sku, v.Price }).FirstOrDefaultAsync(ct);
        if (between is not null)
            throw new InvalidOperationException($"{between.Sku} costs {between.Price}, but amounts in {ours} go in steps of {step}: set its price to a multiple of {step.Minor} minor units.");
    }
}
