using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Mail;

/// <summary>
/// What was sent 90 days ago keeps no body: that it was sent, to whom and what about stays, and so each event stays one email.
/// Notices to staff go whole. What could not be sent keeps its body, for somebody may send it again.
/// </summary>
internal sealed class MailRetentionWorker(IDbContextFactory<ShopDbContext> contexts, TimeProvider time, ILogger<MailRetentionWorker> logger)
    : PeriodicWorker(TimeSpan.FromHours(1), time, logger)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var before = Time.GetUtcNow().UtcDateTime - Kept;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await OutboxMessage.DropBodiesAsync(
            db.OutboxMessages.Where(m => m.State == OutboxState.Sent && m.SentAt < before && (m.Html != "" || m.Text != "")), ct);
        await db.Set<StaffNoticeEntry>().Where(n => n.EmailedAt < before).ExecuteDeleteAsync(ct);
    }
}
