using BlazorShop.Common;
using BlazorShop.Data;
using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Mail;

/// <summary>
/// Sends what the outbox holds. Each row is leased with a conditional update before it is sent, outside any transaction, so
/// that any number of instances may run; the lease is renewed while the server takes its time; whoever dies while sending leaves one that runs out, and the email goes again
/// under the same Message-ID.
/// </summary>
internal sealed partial class OutboxWorker(
    IDbContextFactory<ShopDbContext> contexts, IMailTransport transport, ILeaseKeeper keeper, TimeProvider time, ILogger<OutboxWorker> logger)
    : PeriodicWorker(TimeSpan.FromSeconds(10), time, logger)
{
    private const int BatchSize = 20;

    private static readonly TimeSpan attemptTimeout = TimeSpan.FromSeconds(60);
    private static readonly Backoff pauses = new(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
    private static readonly TimeSpan patience = TimeSpan.FromHours(72);

    private readonly TimeProvider clock = time;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public override async Task RunOnceAsync(CancellationToken ct)
    {
        while (await DueAsync(ct) is { Count: > 0 } due)
        {
            foreach (var id in due)
            {
                if (await ClaimAsync(id, ct) is { } claimed)
                    await DeliverAsync(claimed.Mail, claimed.Claim, ct);
            }
        }
    }

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        var now = Now;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.OutboxMessages
            .Where(m => m.State == OutboxState.Queued && m.NextAt <= now && (m.LeaseUntil == null || m.LeaseUntil < now))
            .OrderBy(m => m.NextAt)
            .Select(m => m.Id)
            .Take(BatchSize)
            .ToListAsync(ct);
    }

    private async Task<(OutboxMessage Mail, string Claim)?> ClaimAsync(Guid id, CancellationToken ct)
    {
        var now = Now;
        var until = now + LeaseKeeper.Length;
        var claim = Guid.NewGuid().ToString("N");
        await using var db = await contexts.CreateDbContextAsync(ct);
        var claimed = await db.OutboxMessages
            .Where(m => m.Id == id && m.State == OutboxState.Queued && m.NextAt <= now && (m.LeaseUntil == null || m.LeaseUntil < now))
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.LeaseOwner, claim).SetProperty(m => m.LeaseUntil, until), ct);
        return claimed == 0 ? null : (await db.OutboxMessages.AsNoTracking().SingleAsync(m => m.Id == id, ct), claim);
    }

    private async Task DeliverAsync(OutboxMessage mail, string claim, CancellationToken ct)
    {
        string? error = null;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(attemptTimeout);
            await using (keeper.Keep(stop => ExtendAsync(mail.Id, claim, stop)))
                await transport.SendAsync(mail, limit.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever went wrong with one mail, the others still go; it is written down and tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            error = Describe(failure);
        }

        // Written down even while the shop stops: what was sent must not be sent again.
        await RecordAsync(mail, claim, error, CancellationToken.None);
    }

    private async Task ExtendAsync(Guid id, string claim, CancellationToken ct)
    {
        var until = Now + LeaseKeeper.Length;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.OutboxMessages.Where(m => m.Id == id && m.LeaseOwner == claim).ExecuteUpdateAsync(s => s.SetProperty(m => m.LeaseUntil, until), ct);
    }

    private async Task RecordAsync(OutboxMessage mail, string claim, string? error, CancellationToken ct)
    {
        var now = Now;
        var attempts = mail.Attempts + 1;
        var state = error is null ? OutboxState.Sent : now - mail.CreatedAt >= patience ? OutboxState.Quarantined : OutboxState.Queued;
        var next = now + pauses.After(attempts);
        DateTime? sentAt = error is null ? now : null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.OutboxMessages.Where(m => m.Id == mail.Id && m.LeaseOwner == claim).ExecuteUpdateAsync(
            s => s.SetProperty(m => m.State, state)
                .SetProperty(m => m.Attempts, attempts)
                .SetProperty(m => m.NextAt, next)
                .SetProperty(m => m.SentAt, sentAt)
                .SetProperty(m => m.LastError, error)
                .SetProperty(m => m.LeaseOwner, (string?)null)
                .SetProperty(m => m.LeaseUntil, (DateTime?)null),
            ct);
        if (state is not OutboxState.Queued)
        {
            await OutboxMessage.ForgetAsync(db.OutboxMessages.Where(m => m.Id == mail.Id && m.ForgetWhenSent), ct);
            // Whoever reads a backup must not find a link that opens an account.
            if (mail.DropBodyWhenSent)
                await OutboxMessage.DropBodiesAsync(db.OutboxMessages.Where(m => m.Id == mail.Id), ct);
        }

        switch (state)
        {
            case OutboxState.Sent:
                Sent(logger, mail.Id, attempts);
                break;
            case OutboxState.Quarantined:
                Quarantined(logger, mail.Id, attempts, error);
                break;
            default:
                Failed(logger, mail.Id, attempts, error, next);
                break;
        }
    }

    /// <summary>What a server answers often repeats the address: only its kind and number are kept.</summary>
    private static string Describe(Exception failure) => failure switch
    {
        SmtpCommandException smtp => $"{smtp.ErrorCode} {(int)smtp.StatusCode}",
        _ => failure.GetType().Name,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail {Mail} was sent at attempt {Attempt}")]
    private static partial void Sent(ILogger logger, Guid mail, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} was not taken at attempt {Attempt} ({Error}); next try at {Next:O}")]
    private static partial void Failed(ILogger logger, Guid mail, int attempt, string? error, DateTime next);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Mail} is given up after {Attempts} attempts ({Error}): somebody must look")]
    private static partial void Quarantined(ILogger logger, Guid mail, int attempts, string? error);
}
