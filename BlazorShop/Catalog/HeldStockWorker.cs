using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Catalog;

/// <summary>Tells staff, once a day for each variant, when unpaid orders hold so much of it that others may find it sold out.</summary>
public sealed class HeldStockWorker(
    IDbContextFactory<ShopDbContext> contexts, OfferService offers, IStaffNotices staff, TimeProvider time, ILogger<HeldStockWorker> logger)
    : PeriodicWorker(TimeSpan.FromMinutes(1), time, logger)
{
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var held = await StockService.MuchHeldAsync(db, ct);
        if (held.Count == 0)
            return;
        var known = await offers.GetAsync(db, [.. held.Select(s => s.VariantId)], ct);
        var day = Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var item in held)
        {
            var name = known.GetValueOrDefault(item.VariantId)?.Item.FullName ?? item.VariantId.ToString();
            await staff.TellAsync(
                new StaffNotice($"stock-held:{item.VariantId}:{day}", StaffNoticeKind.StockHeld, name, new NoticeFacts { Count = item.Reserved, Of = item.OnHand }, "/admin/products"), ct);
        }
    }
}
