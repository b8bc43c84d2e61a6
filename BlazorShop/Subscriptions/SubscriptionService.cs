using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Cards;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Subscriptions;

/// <summary>A customer's subscriptions. Whose they are is part of every query: somebody else's is not found.</summary>
public sealed partial class SubscriptionService(
    IDbContextFactory<ShopDbContext> contexts,
    SubscriptionCommands commands,
    CardRules cards,
    FormSettings forms,
    IPaymentProvider provider,
    IOptions<ShopOptions> shop,
    TimeProvider time,
    ILogger<SubscriptionService> logger)
{
    private const int Most = 100;

    /// <summary>The customer's subscriptions, those that run before those that have ended, newest first.</summary>
    public async Task<IReadOnlyList<Subscription>> ListAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mine = await db.Subscriptions.AsNoTracking().Where(s => s.CustomerId == customer)
            .OrderByDescending(s => s.CreatedAt).Take(Most).ToListAsync(ct);
        return [.. mine.OrderBy(s => s.IsOver)];
    }

    public async Task<Subscription?> FindAsync(CustomerId customer, SubscriptionId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Subscriptions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.CustomerId == customer, ct);
    }

    /// <summary>Where the customer reads email today: what runs for years must not write to where they were.</summary>
    public async Task ReachAtAsync(CustomerId customer, string email, CancellationToken ct)
    {
        var address = email.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Subscriptions.Where(s => s.CustomerId == customer && s.Email != address && s.Status != SubscriptionStatus.Cancelled)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Email, address).SetProperty(r => r.Version, r => r.Version + 1), ct);
    }

    /// <summary>Pause, resume, cancel at the end of what is paid, or not after all.</summary>
    public Task<SubscriptionChanged> AskAsync(CustomerId customer, SubscriptionId id, SubscriptionVerb verb, CancellationToken ct) =>
        verb is SubscriptionVerb.Pause or SubscriptionVerb.Resume or SubscriptionVerb.Cancel or SubscriptionVerb.Keep
            ? RecordAndSendAsync(id, customer, verb, Actor.Customer, ct)
            : throw new ArgumentOutOfRangeException(nameof(verb), verb, "Not a customer's to ask for.");

    /// <summary>Staff end it now. The caller has checked who asks.</summary>
    internal Task<SubscriptionChanged> EndAsync(SubscriptionId id, string actor, CancellationToken ct) =>
        RecordAndSendAsync(id, null, SubscriptionVerb.End, actor, ct);

    /// <summary>Something is still collected from them. Joins the caller's transaction.</summary>
    public static Task<bool> IsRunningAsync(ShopDbContext db, CustomerId customer, CancellationToken ct) =>
        db.Subscriptions.AnyAsync(s => s.CustomerId == customer && s.Status != SubscriptionStatus.Cancelled, ct);

    /// <summary>Where an erased customer was written and sent to. Joins the caller's transaction.</summary>
    public static async Task ForgetAsync(ShopDbContext db, CustomerId customer, CancellationToken ct)
    {
        foreach (var subscription in await db.Subscriptions.Where(s => s.CustomerId == customer).ToListAsync(ct))
        {
            subscription.Email = "";
            subscription.ShippingAddress = new Address { Country = subscription.ShippingAddress.Country };
        }
    }

    /// <summary>A form for another card, with which whatever is owed is paid. The one that is open already, where it is young enough. Null: not theirs.</summary>
    public async Task<SubscriptionCardForm?> OpenCardFormAsync(CustomerId customer, SubscriptionId id, string baseUrl, string locale, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (young, inTime) = (now - FormTimes.Freshness, now - FormTimes.Margin);
        Guid? open;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var subscription = await db.Subscriptions.AsNoTracking()
                .FirstOrDefaultAsync(s => s.Id == id && s.CustomerId == customer && s.Status != SubscriptionStatus.Cancelled, ct);
            if (subscription is null)
                return null;
            // Of one whose form never came, the request is too old by then for the provider to take it.
            open = await db.Set<SubscriptionCommand>()
                .Where(c => c.SubscriptionId == id && c.State == SubscriptionCommandState.AwaitsCard && c.CreatedAt > (c.Form == null ? inTime : young))
                .OrderByDescending(c => c.CreatedAt).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(ct);
            if (open is { } known && await commands.OpenFormAsync(known, ct) is { State: SessionState.Open } form)
                return form;
            var back = $"{shop.Value.BaseOr(baseUrl)}/subscriptions/{id.Value}?form={provider.FormTemplate}";
            var command = SubscriptionCommands.New(
                id, SubscriptionVerb.ChangeCard, Actor.Customer, now, new SubscriptionCardFormRequest(id, subscription.UnitPrice.Currency, back, locale)
                {
                    Look = PaymentLook.Of(shop.Value, forms),
                    Cards = cards,
                    ExpiresAt = FormTimes.EndOf(time.GetUtcNow()),
                });
            db.Add(command);
            await db.SaveChangesAsync(ct);
            open = command.Id;
        }

        return await commands.OpenFormAsync(open.Value, ct);
    }

    /// <summary>The customer comes back from the form: does what it is for, if nobody has yet.</summary>
    public async Task<SubscriptionChanged> CardEnteredAsync(CustomerId customer, string formReference, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mine = await (
            from command in db.Set<SubscriptionCommand>()
            join subscription in db.Subscriptions on command.SubscriptionId equals subscription.Id
            where command.Form == formReference && subscription.CustomerId == customer
            select (Guid?)command.Id).FirstOrDefaultAsync(ct);
        if (mine is not { } id)
            return new SubscriptionChanged.NotFound();
        try
        {
            await commands.SyncFormAsync(formReference, ct);
        }
        catch (PaymentGatewayException failure)
        {
            NotDone(logger, id, failure.Problem);
        }

        return await AnswerAsync(id, ct);
    }

    /// <param name="customer">Whose it must be; null: staff ask, for anybody.</param>
    private async Task<SubscriptionChanged> RecordAndSendAsync(
        SubscriptionId id, CustomerId? customer, SubscriptionVerb verb, string actor, CancellationToken ct)
    {
        SubscriptionCommand? command;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if ((customer is { } owner && !await db.Subscriptions.AnyAsync(s => s.Id == id && s.CustomerId == owner, ct))
                || (command = await SubscriptionCommands.RecordAsync(db, id, verb, actor, time.GetUtcNow().UtcDateTime, ct)) is null)
            {
                return new SubscriptionChanged.NotFound();
            }

            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        try
        {
            await commands.SendAsync(command.Id, ct);
        }
        catch (PaymentGatewayException failure)
        {
            // It is committed: the next pass sends it again with the same key.
            NotDone(logger, command.Id, failure.Problem);
        }

        return await AnswerAsync(command.Id, ct);
    }

    private async Task<SubscriptionChanged> AnswerAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var command = await db.Set<SubscriptionCommand>().AsNoTracking().SingleAsync(c => c.Id == id, ct);
        return command.State switch
        {
            SubscriptionCommandState.Done => new SubscriptionChanged.Done(),
            SubscriptionCommandState.Refused => new SubscriptionChanged.Refused(command.Problem),
            _ => new SubscriptionChanged.Later(),
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Command {Command} for a subscription waits for the provider ({Problem})")]
    private static partial void NotDone(ILogger logger, Guid command, GatewayProblem problem);
}
