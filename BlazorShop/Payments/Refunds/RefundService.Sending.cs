using BlazorShop.Common;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Refunds;

/// <summary>What was committed goes to the provider, with the same key until there is an answer.</summary>
public sealed partial class RefundService
{
    private static readonly TimeSpan keysAreGood = TimeSpan.FromHours(20);
    private readonly Rounds<Guid> unsent = new(portion: 100);

    /// <summary>Sends what was committed and has no answer yet.</summary>
    public async Task SendDueAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Set<Refund>().AsNoTracking().Where(r => r.State == RefundState.Requested)
            .OrderBy(r => r.CreatedAt).Select(r => r.Id).ToListAsync(ct);
        await unsent.RunAsync(due, id => SendAsync(id, ct), (id, failure) =>
        {
            if (failure is PaymentGatewayException { Problem: var problem })
                NotSent(logger, id, problem);
            else
                NotBooked(logger, id, failure);
            return Task.CompletedTask;
        }, ct);
    }

    private async Task SendAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refund = await db.Set<Refund>().AsNoTracking().SingleAsync(r => r.Id == id, ct);
        if (refund.State != RefundState.Requested)
            return;
        if (refund.IsOutside)
        {
            await ApplyAsync(Outside(refund), ct);
            return;
        }

        var reference = await db.Payments.Where(p => p.Id == refund.PaymentId).Select(p => p.Reference).SingleAsync(ct)
            ?? throw new InvalidOperationException($"Payment {refund.PaymentId} has no reference to give money back on.");
        try
        {
            await ApplyAsync(await FindSentAsync(reference, refund, ct) ?? await gateway.CreateRefundAsync(reference, id, refund.Amount, refund.IdempotencyKey, ct), ct);
        }
        catch (PaymentGatewayException refused) when (refused.Problem == GatewayProblem.Rejected)
        {
            NotSent(logger, id, refused.Problem);
            // Money that went back by another hand may be why: our books must know of it before anybody is told, or asked again.
            if (refund.IsAutomatic)
                await SyncAllOfAsync(reference, ct);
            await RefuseAsync(refund, refused.Message, ct);
        }
    }

    /// <summary>Refunded the way it came: nobody has to be asked, so it is done when it is written down.</summary>
    private static ProviderRefund Outside(Refund refund) => new()
    {
        Reference = "outside_" + refund.Id.ToString("N"),
        Payment = refund.PaymentId,
        Ours = refund.Id,
        Amount = refund.Amount,
        State = RefundState.Succeeded,
        CreatedAt = refund.CreatedAt,
    };

    /// <summary>
    /// The provider will not give this money back: whoever waits for it must hear so, and staff find another way. Where less was
    /// left than was asked for, and the amount was nobody's decision, what is left is asked for at once.
    /// </summary>
    private async Task RefuseAsync(Refund sent, string why, CancellationToken ct)
    {
        Refund? again = null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await PaymentSync.LockAsync(db, sent.PaymentId, ct) is not { } payment)
            return;
        var refund = await db.Set<Refund>().SingleAsync(r => r.Id == sent.Id, ct);
        if (refund.State != RefundState.Requested)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        refund.State = RefundState.Refused;
        refund.Problem = Text.Limit(why, 500);
        refund.ChangedAt = now;
        await db.SaveChangesAsync(ct);
        var left = (await RefundRoom.OfAsync(db, payment, ct)).AtProvider;
        var explained = refund.IsAutomatic && left < refund.Amount.Minor;
        if (explained)
            again = await AddAgainAsync(db, payment, refund, ct);
        var total = payment.ReceivedMoney with { Minor = await BackAsync(db, payment.Id, ct) };
        await listener.AnnounceAsync(db, new PaymentEvent.Refunded(payment, now, refund, total) { Instead = explained ? refund.Amount with { Minor = left } : null }, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        listener.Committed(payment);
        if (again is not null)
            await SendAsync(again.Id, ct);
    }

    /// <summary>The provider forgets keys after a day: what was asked for long ago may be there without its answer ever having come.</summary>
    private async Task<ProviderRefund?> FindSentAsync(string paymentReference, Refund refund, CancellationToken ct) =>
        time.GetUtcNow().UtcDateTime - refund.CreatedAt < keysAreGood
            ? null
            : (await gateway.RefundsOfAsync(paymentReference, ct)).FirstOrDefault(r => r.Ours == refund.Id);

    [LoggerMessage(Level = LogLevel.Error, Message = "Refund {Refund} was sent but could not be booked; the next pass tries again")]
    private static partial void NotBooked(ILogger logger, Guid refund, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refund {Refund} could not be sent ({Problem})")]
    private static partial void NotSent(ILogger logger, Guid refund, GatewayProblem problem);
}
