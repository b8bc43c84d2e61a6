using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Subscriptions;

/// <summary>Tells the provider what somebody wants changed: what was committed is sent, with the same key, until there is an answer.</summary>
public sealed partial class SubscriptionCommands(
    IDbContextFactory<ShopDbContext> contexts,
    ISubscriptionGateway gateway,
    SubscriptionSync sync,
    TimeProvider time,
    ILogger<SubscriptionCommands> logger) : ISubscriptionCommands
{
    private readonly Rounds<Guid> unsent = new(portion: 100);

    /// <summary>Adds a command to the caller's transaction.</summary>
    public static SubscriptionCommand New(SubscriptionId subscription, SubscriptionVerb verb, string actor, DateTime now, SubscriptionCardFormRequest? card = null)
    {
        var id = Guid.CreateVersion7(new DateTimeOffset(now, TimeSpan.Zero));
        return new SubscriptionCommand
        {
            Id = id,
            SubscriptionId = subscription,
            Verb = verb,
            State = verb is SubscriptionVerb.ChangeCard ? SubscriptionCommandState.AwaitsCard : SubscriptionCommandState.Pending,
            IdempotencyKey = $"subscription-{id}",
            Actor = actor,
            Request = card is null ? null : JsonSerializer.Serialize(card),
            CreatedAt = now,
            ChangedAt = now,
        };
    }

    /// <summary>
    /// Somebody wants a subscription changed: joins the caller's transaction, and takes the place of what was wanted before and not
    /// sent yet, which would undo this. Null where it has ended already.
    /// </summary>
    public static async Task<SubscriptionCommand?> RecordAsync(
        ShopDbContext db, SubscriptionId id, SubscriptionVerb verb, string actor, DateTime now, CancellationToken ct)
    {
        if (await db.Subscriptions.Where(s => s.Id == id && s.Status != SubscriptionStatus.Cancelled)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Version, r => r.Version + 1), ct) == 0)
        {
            return null;
        }

        await db.Set<SubscriptionCommand>()
            .Where(c => c.SubscriptionId == id && c.State == SubscriptionCommandState.Pending && c.Verb != SubscriptionVerb.ChangeCard && c.Verb != SubscriptionVerb.End)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, SubscriptionCommandState.Superseded).SetProperty(c => c.ChangedAt, now), ct);
        var command = New(id, verb, actor, now);
        db.Add(command);
        return command;
    }

    public async Task RecordAsync(ShopDbContext db, SubscriptionId id, SubscriptionAfterwards then, string actor, DateTime now, CancellationToken ct)
    {
        SubscriptionVerb? verb = then switch
        {
            SubscriptionAfterwards.EndsNow => SubscriptionVerb.End,
            SubscriptionAfterwards.EndsWithPeriod => SubscriptionVerb.Cancel,
            _ => null,
        };
        if (verb is { } wanted)
            await RecordAsync(db, id, wanted, actor, now, ct);
    }

    /// <summary>The form of a committed command for another card, opened now or before.</summary>
    public async Task<SubscriptionCardForm> OpenFormAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var command = await db.Set<SubscriptionCommand>().AsNoTracking().SingleAsync(c => c.Id == id, ct);
        if (command.Form is { } known)
            return await gateway.GetSubscriptionCardFormAsync(known, ct);
        var customer = await db.Subscriptions.Where(s => s.Id == command.SubscriptionId).Select(s => s.CustomerReference).SingleAsync(ct)
            ?? throw new InvalidOperationException($"Subscription {command.SubscriptionId} has no customer at the provider.");
        var request = JsonSerializer.Deserialize<SubscriptionCardFormRequest>(command.Request!)!;
        SubscriptionCardForm form;
        try
        {
            form = await gateway.CreateSubscriptionCardFormAsync(request, customer, command.IdempotencyKey, ct);
        }
        catch (PaymentGatewayException failure) when (failure.IsRemembered)
        {
            // A second form costs nothing: nobody was shown the first.
            form = await gateway.CreateSubscriptionCardFormAsync(request, customer, $"{command.IdempotencyKey}-{Guid.CreateVersion7(time.GetUtcNow()):N}", ct);
        }

        var mine = db.Set<SubscriptionCommand>().Where(c => c.Id == id);
        if (await mine.Where(c => c.Form == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.Form, form.Reference), ct) == 1)
            return form;
        // Another tab noted its form first: a card that is entered in any other would be nobody's.
        var noted = await mine.Select(c => c.Form).SingleAsync(ct);
        return noted is null || noted == form.Reference ? form : await gateway.GetSubscriptionCardFormAsync(noted, ct);
    }

    /// <summary>The provider says that a form was filled in: reads it, and goes on with the card.</summary>
    public async Task<SyncResult> SyncFormAsync(string formReference, CancellationToken ct)
    {
        var form = await gateway.GetSubscriptionCardFormAsync(formReference, ct);
        if (form.Subscription is not { } subscription)
            return SyncResult.NotOurs;
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        // The form may have been made without our having noted its name: then it is the newest that has none.
        var commands = db.Set<SubscriptionCommand>().Where(c => c.SubscriptionId == subscription && c.Verb == SubscriptionVerb.ChangeCard);
        var command = await commands.AsNoTracking().FirstOrDefaultAsync(c => c.Form == formReference, ct)
            ?? await commands.AsNoTracking().Where(c => c.Form == null && c.State == SubscriptionCommandState.AwaitsCard)
                .OrderByDescending(c => c.CreatedAt).FirstOrDefaultAsync(ct);
        if (command is null)
            return SyncResult.NotOurs;
        if (form is not { State: SessionState.Complete, CardReference: { } card })
            return SyncResult.Unchanged;
        var moved = await EnteredAsync(db, command, formReference, card, now, ct);
        await SendAsync(command.Id, ct);
        return moved ? SyncResult.Changed : SyncResult.Unchanged;
    }

    /// <summary>
    /// A card was entered, in a form that may be heard of long after a newer one: the newest command is the one that stands. False when
    /// it is known already.
    /// </summary>
    private static async Task<bool> EnteredAsync(ShopDbContext db, SubscriptionCommand command, string form, string card, DateTime now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await SubscriptionSync.LockAsync(db, command.SubscriptionId, ct);
        var entered = db.Set<SubscriptionCommand>().Where(c => c.SubscriptionId == command.SubscriptionId && c.Verb == SubscriptionVerb.ChangeCard);
        var state = await entered.AnyAsync(c => c.CardReference != null && c.CreatedAt > command.CreatedAt, ct) ? SubscriptionCommandState.Superseded : SubscriptionCommandState.Pending;
        if (await entered.Where(c => c.Id == command.Id && c.State == SubscriptionCommandState.AwaitsCard)
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.State, state).SetProperty(c => c.CardReference, card).SetProperty(c => c.Form, form).SetProperty(c => c.ChangedAt, now), ct) == 0)
        {
            return false;
        }

        if (state == SubscriptionCommandState.Pending)
        {
            await entered.Where(c => c.State == SubscriptionCommandState.Pending && c.CreatedAt < command.CreatedAt)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, SubscriptionCommandState.Superseded).SetProperty(c => c.ChangedAt, now), ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Sends what was committed and has no answer yet, the oldest first.</summary>
    public async Task SendDueAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Set<SubscriptionCommand>().AsNoTracking().Where(c => c.State == SubscriptionCommandState.Pending)
            .OrderBy(c => c.CreatedAt).Select(c => c.Id).ToListAsync(ct);
        await unsent.RunAsync(due, id => SendAsync(id, ct), (id, failure) =>
        {
            if (failure is PaymentGatewayException { Problem: var problem })
                NotSent(logger, id, problem);
            else
                NotDone(logger, id, failure);
            return Task.CompletedTask;
        }, ct);
    }

    /// <summary>Sends one command, unless it has its answer. A refusal is an answer, kept with the command.</summary>
    public async Task SendAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var command = await db.Set<SubscriptionCommand>().AsNoTracking().SingleAsync(c => c.Id == id, ct);
        if (command.State is not SubscriptionCommandState.Pending)
            return;
        var reference = await db.Subscriptions.Where(s => s.Id == command.SubscriptionId).Select(s => s.Reference).SingleAsync(ct);
        Guid? newer;
        try
        {
            if (command.Verb is SubscriptionVerb.End)
                await gateway.EndSubscriptionAsync(reference, ct);
            else
                // Done twice it is as if done once: a key of its own each time, so that no remembered error stands in the way.
                await gateway.ChangeSubscriptionAsync(reference, Change(command), $"{command.IdempotencyKey}-change-{Guid.CreateVersion7(time.GetUtcNow()):N}", ct);
            await sync.SyncAsync(reference, ct);
            if (command.CardReference is { } card && await OwedAsync(db, command.SubscriptionId, ct) is { } invoice)
                await sync.ApplyInvoiceAsync(await PayAsync(command, invoice, card, ct), ct);
            await AnswerAsync(db, command, SubscriptionCommandState.Done, null, ct);
        }
        catch (PaymentGatewayException refused) when (refused.Problem is GatewayProblem.Rejected or GatewayProblem.NotFound)
        {
            await AnswerAsync(db, command, SubscriptionCommandState.Refused, refused.Decline?.ToString() ?? refused.Message, ct);
            await sync.SyncAsync(reference, ct);
        }
        finally
        {
            // Without an answer it may have been done all the same.
            newer = await OvertakenAsync(db, command, ct);
        }

        if (newer is { } later)
            await SendAsync(later, ct);
    }

    /// <summary>
    /// While a command was on its way, a later one may have taken its place, and may have come to the provider first: then it was undone
    /// there, and is to be sent once more. Null where nothing came between.
    /// </summary>
    private async Task<Guid?> OvertakenAsync(ShopDbContext db, SubscriptionCommand sent, CancellationToken ct)
    {
        var commands = db.Set<SubscriptionCommand>();
        if (!await commands.AnyAsync(c => c.Id == sent.Id && c.State == SubscriptionCommandState.Superseded, ct))
            return null;
        var isCard = sent.Verb is SubscriptionVerb.ChangeCard;
        // A card that was declined for what is owed is in use all the same.
        var newer = await commands.Where(c => c.SubscriptionId == sent.SubscriptionId && c.CreatedAt > sent.CreatedAt && (c.Verb == SubscriptionVerb.ChangeCard) == isCard
                && (c.State == SubscriptionCommandState.Pending || c.State == SubscriptionCommandState.Done || (isCard && c.State == SubscriptionCommandState.Refused)))
            .OrderByDescending(c => c.CreatedAt).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        await commands.Where(c => c.Id == newer && c.State != SubscriptionCommandState.Pending)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, SubscriptionCommandState.Pending).SetProperty(c => c.ChangedAt, now), ct);
        return newer;
    }

    /// <summary>An invoice is paid once, under whichever key: what the provider remembers as its own error is asked for under another.</summary>
    private async Task<ProviderInvoice> PayAsync(SubscriptionCommand command, string invoice, string card, CancellationToken ct)
    {
        var key = $"{command.IdempotencyKey}-pay-{invoice}";
        try
        {
            return await gateway.PayInvoiceAsync(invoice, card, key, ct);
        }
        catch (PaymentGatewayException failure) when (failure.IsRemembered)
        {
            return await gateway.PayInvoiceAsync(invoice, card, $"{key}-{Guid.CreateVersion7(time.GetUtcNow()):N}", ct);
        }
    }

    private static SubscriptionChange Change(SubscriptionCommand command) => command.Verb switch
    {
        SubscriptionVerb.Pause => new SubscriptionChange.Pause(),
        SubscriptionVerb.Resume => new SubscriptionChange.Resume(),
        SubscriptionVerb.Cancel => new SubscriptionChange.CancelAtPeriodEnd(),
        SubscriptionVerb.Keep => new SubscriptionChange.KeepRunning(),
        SubscriptionVerb.ChangeCard when command.CardReference is { } card => new SubscriptionChange.UseCard(card),
        _ => throw new InvalidOperationException($"Command {command.Id} cannot be sent."),
    };

    private static Task<string?> OwedAsync(ShopDbContext db, SubscriptionId id, CancellationToken ct) =>
        db.Subscriptions.Where(s => s.Id == id).Select(s => s.OpenInvoice).SingleAsync(ct);

    private async Task AnswerAsync(ShopDbContext db, SubscriptionCommand command, SubscriptionCommandState state, string? why, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var problem = why is null ? null : Text.Limit(why, 500);
        var answered = await db.Set<SubscriptionCommand>().Where(c => c.Id == command.Id && c.State == SubscriptionCommandState.Pending)
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.State, state).SetProperty(c => c.Problem, problem).SetProperty(c => c.ChangedAt, now), ct);
        if (answered == 1)
            Answered(logger, command.SubscriptionId, command.Verb, command.Actor, state);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscription {Subscription}: {Verb}, asked for by {Actor}, is {State}")]
    private static partial void Answered(ILogger logger, SubscriptionId subscription, SubscriptionVerb verb, string actor, SubscriptionCommandState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Command {Command} for a subscription could not be sent ({Problem})")]
    private static partial void NotSent(ILogger logger, Guid command, GatewayProblem problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Command {Command} for a subscription was sent but could not be booked; the next pass tries again")]
    private static partial void NotDone(ILogger logger, Guid command, Exception failure);
}
