using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Refunds;

/// <summary>
/// A refund that nobody decided the amount of is owed until it has arrived: what the provider refused is asked for again, as
/// much as is still left of it, under a key of its own.
/// </summary>
public sealed partial class RefundService
{
    /// <summary>How often the provider is asked for one payment before it is for people alone: some three days.</summary>
    public const int MostAsked = 10;

    /// <summary>Between a refund's first key and the number of the next one for the same debt.</summary>
    private const string Next = "-again-";

    private static readonly Backoff pauses = new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(12));

    private readonly Rounds<PaymentId> refusals = new(portion: 100);

    /// <summary>Asks again for what was refused some time ago and is still owed.</summary>
    public async Task AskAgainAsync(CancellationToken ct)
    {
        List<(PaymentId Payment, int Asked, DateTime Last)> refused;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var rows = await db.Set<Refund>().AsNoTracking()
                .Where(r => r.State == RefundState.Refused && !r.IsOutside && (r.IdempotencyKey.StartsWith(Refund.AllKey) || r.IdempotencyKey.StartsWith(Refund.CancelKey))
                    && !db.Set<Refund>().Any(later => later.PaymentId == r.PaymentId && !later.IsOutside && later.CreatedAt >= r.CreatedAt
                        && (later.State == RefundState.Requested || later.State == RefundState.Pending || later.State == RefundState.Succeeded)))
                .Select(r => new { r.PaymentId, r.ChangedAt })
                .ToListAsync(ct);
            refused = [.. rows.GroupBy(r => r.PaymentId).Select(p => (p.Key, p.Count(), p.Max(r => r.ChangedAt)))];
        }

        var now = time.GetUtcNow().UtcDateTime;
        var due = refused.Where(r => r.Asked < MostAsked && now - r.Last >= pauses.After(r.Asked)).OrderBy(r => r.Last).ToList();
        var asked = due.ToDictionary(r => r.Payment, r => r.Asked);
        await refusals.RunAsync([.. due.Select(r => r.Payment)], payment => AskAgainAsync(payment, asked[payment], ct), (payment, failure) =>
        {
            if (failure is PaymentGatewayException { Problem: var problem })
                NotAskedAgain(logger, payment, problem);
            else
                NotWritten(logger, payment, failure);
            return Task.CompletedTask;
        }, ct);
    }

    private async Task AskAgainAsync(PaymentId id, int asked, CancellationToken ct)
    {
        Refund? again;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Payments.Where(p => p.Id == id).Select(p => p.Reference).SingleAsync(ct) is { } reference)
                await SyncAllOfAsync(reference, ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await PaymentSync.LockAsync(db, id, ct) is not { } payment)
                return;
            var refused = await db.Set<Refund>().Where(r => r.PaymentId == id && r.State == RefundState.Refused && !r.IsOutside)
                .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).FirstAsync(ct);
            again = await AddAgainAsync(db, payment, refused, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        if (again is null)
            return;
        AskedAgain(logger, id, again.Amount, asked + 1);
        await SendAsync(again.Id, ct);
    }

    /// <summary>What is left of a refused refund's payment, requested again; null where nothing is, or where a bank decides first.</summary>
    private async Task<Refund?> AddAgainAsync(ShopDbContext db, Payment payment, Refund refused, CancellationToken ct)
    {
        var room = await RefundRoom.OfAsync(db, payment, ct);
        if (room.AtProvider == 0 || room.IsDisputed)
            return null;
        var asked = await db.Set<Refund>().CountAsync(r => r.PaymentId == payment.Id && !r.IsOutside, ct);
        var first = refused.IdempotencyKey.Split(Next)[0];
        return requests.Add(
            db, payment, Guid.CreateVersion7(time.GetUtcNow()), new Money(room.AtProvider, room.Currency), refused.Because, refused.Reason, refused.RequestedBy, $"{first}{Next}{asked + 1}");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Amount} of payment {Payment} is asked for again, in attempt {Attempt}")]
    private static partial void AskedAgain(ILogger logger, PaymentId payment, Money amount, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A refused refund of payment {Payment} could not be asked for again ({Problem})")]
    private static partial void NotAskedAgain(ILogger logger, PaymentId payment, GatewayProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "A refused refund of payment {Payment} could not be asked for again; the next pass tries it")]
    private static partial void NotWritten(ILogger logger, PaymentId payment, Exception failure);
}
