using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Localization;
using BlazorShop.Mail.Letters;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Mail;

/// <summary>
/// Puts what staff are to be told into one email, at most one in a quarter of an hour: the first notice goes at once, what comes
/// soon after it goes together. Without an address nobody is written to, and the admin's badges are all there is.
/// </summary>
internal sealed partial class StaffNoticeWorker(
    IDbContextFactory<ShopDbContext> contexts,
    IShopMail mail,
    IOptions<ShopOptions> shop,
    TimeProvider time,
    ILogger<StaffNoticeWorker> logger,
    IReaderLanguages readers,
    IServer? server = null)
    : PeriodicWorker(TimeSpan.FromMinutes(1), time, logger)
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waiting = await db.Set<StaffNoticeEntry>().Where(n => n.EmailedAt == null).OrderBy(n => n.At).ThenBy(n => n.Id).ToListAsync(ct);
        if (waiting.Count == 0)
            return;
        var last = await db.Set<StaffNoticeEntry>().MaxAsync(n => n.EmailedAt, ct);
        if (last > now - Pause)
            return;
        if (shop.Value.StaffEmail is { Length: > 0 } to)
        {
            // Named by the email before it: of two instances that make the next one at the same moment, the unique key lets one.
            mail.Enqueue(db, string.Create(CultureInfo.InvariantCulture, $"staff:{last?.Ticks ?? 0}"), to, Letter(waiting, await readers.OfAsync(to, ct)));
        }

        foreach (var notice in waiting)
            notice.EmailedAt = now;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure)
        {
            // Another instance has just written it, or the database is down: the next pass knows.
            NotQueued(logger, waiting.Count, failure);
            return;
        }

        mail.Ring();
    }

    private MailTemplate Letter(List<StaffNoticeEntry> notices, Language language)
    {
        var site = Site();
        return new MailTemplate(
            typeof(StaffNoticesLetter),
            new Dictionary<string, object?>
            {
                [nameof(StaffNoticesLetter.Link)] = site + "/admin",
                [nameof(StaffNoticesLetter.Site)] = site,
                [nameof(StaffNoticesLetter.Notices)] = notices,
            },
            language);
    }

    /// <summary>The shop's public address; a shop under development has none, and is where it listens.</summary>
    private string Site() => shop.Value.PublicBase ?? OwnAddress.Of(server);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} notices to staff could not be put into an email; the next pass tries again")]
    private static partial void NotQueued(ILogger logger, int count, Exception failure);
}
