using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Mail;

/// <summary>Keeps what staff are to be told, until <see cref="StaffNoticeWorker"/> puts it into an email.</summary>
internal sealed class StaffNotices(IDbContextFactory<ShopDbContext> contexts, StaffNoticeWorker worker, TimeProvider time) : IStaffNotices
{
    public async Task TellAsync(ShopDbContext db, StaffNotice notice, CancellationToken ct)
    {
        if (db.Set<StaffNoticeEntry>().Local.Any(n => n.Key == notice.Key) || await db.Set<StaffNoticeEntry>().AnyAsync(n => n.Key == notice.Key, ct))
            return;
        var now = time.GetUtcNow();
        db.Add(new StaffNoticeEntry
        {
            Id = Guid.CreateVersion7(now),
            Key = notice.Key,
            Kind = notice.Kind,
            Subject = Text.LimitWithEllipsis(notice.Subject, StaffNoticeEntry.LongestSubject),
            Details = Text.LimitWithEllipsis(notice.Details, StaffNoticeEntry.LongestDetails),
            Path = notice.Path,
            At = now.UtcDateTime,
        });
    }

    public async Task TellAsync(StaffNotice notice, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await TellAsync(db, notice, ct);
        if (!db.ChangeTracker.HasChanges())
            return;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // The unique key says whether somebody told the same a moment earlier; anything else is a real failure.
            db.ChangeTracker.Clear();
            if (!await db.Set<StaffNoticeEntry>().AnyAsync(n => n.Key == notice.Key, ct))
                throw;
        }

        Ring();
    }

    public void Ring() => worker.Ring();
}
