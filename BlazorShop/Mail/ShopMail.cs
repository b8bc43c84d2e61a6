using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Mail;

/// <summary>Writes email into the outbox. Whoever queues one in a transaction rings after the commit.</summary>
internal sealed class ShopMail(
    IDbContextFactory<ShopDbContext> contexts, OutboxWorker worker, LetterRenderer letters, TimeProvider time) : IShopMail
{
    public void Enqueue(ShopDbContext db, string dedupKey, string to, MailTemplate template)
    {
        if (to.Length == 0 || db.OutboxMessages.Local.Any(m => m.DedupKey == dedupKey))
            return;
        var now = time.GetUtcNow();
        var rendered = letters.Render(template);
        db.OutboxMessages.Add(new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            DedupKey = dedupKey,
            To = to,
            Subject = rendered.Subject,
            Html = rendered.Html,
            Text = rendered.Text,
            DropBodyWhenSent = template.OpensAnAccount,
            CreatedAt = now.UtcDateTime,
            NextAt = now.UtcDateTime,
        });
    }

    public async Task SendAsync(string dedupKey, string to, MailTemplate template, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        Enqueue(db, dedupKey, to, template);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // The unique key says whether this event already has its email; anything else is a real failure.
            db.ChangeTracker.Clear();
            if (!await db.OutboxMessages.AnyAsync(m => m.DedupKey == dedupKey, ct))
                throw;
        }

        Ring();
    }

    public async Task ForgetAsync(ShopDbContext db, string to, CancellationToken ct)
    {
        var theirs = db.OutboxMessages.Where(m => m.To == to);
        await theirs.Where(m => m.State == OutboxState.Queued).ExecuteUpdateAsync(s => s.SetProperty(m => m.ForgetWhenSent, true), ct);
        await OutboxMessage.ForgetAsync(theirs.Where(m => m.State != OutboxState.Queued), ct);
    }

    public void Ring() => worker.Ring();
}
