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
            Subject = Limit(notice.Subject, StaffNoticeEntry.LongestSubject),
            Details = Limit(notice.Details, StaffNoticeEntry.LongestDetails),
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
        catch (DbUpdateException)
        {
            // The unique key says whether somebody told the same a moment earlier; anything else is a real failure.
            db.ChangeTracker.Clear();
            if (!await db.Set<StaffNoticeEntry>().AnyAsync(n => n.Key == notice.Key, ct))
                throw;
        }

        Ring();
    }

    public void Ring() => worker.Ring();

    /// <summary>Cut where a character ends: half of a pair is no text to a database.</summary>
    private static string Limit(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return text[..end] + "…";
    }
}
