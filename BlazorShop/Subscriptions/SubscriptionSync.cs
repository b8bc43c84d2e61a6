using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Subscriptions;

/// <summary>
/// The one place where a subscription changes because of what the provider says, and where each invoice it collected becomes
/// one payment and one order: webhook, page, form and reconciliation all end here, in any order and however often.
/// </summary>
public sealed partial class SubscriptionSync(
    IDbContextFactory<ShopDbContext> contexts,
    ISubscriptionGateway gateway,
    PaymentSync payments,
    RecurringPayments recurring,
    IPaymentProvider provider,
    ISubscriptionListener meaning,
    TimeProvider time,
    ILogger<SubscriptionSync> logger)
{
    /// <summary>
    /// Reads the subscription again and takes over how it stands. Unlike money, it goes back and forth; so what was read is
    /// taken only where nobody has changed the row since before it was read.
    /// </summary>
    public async Task<SyncResult> SyncAsync(string reference, CancellationToken ct) =>
        await Collision.RetryAsync(
            async () => await SyncOnceAsync(reference, ct) ?? throw new DbUpdateConcurrencyException($"Subscription {reference} changes faster than it can be read."), ct);

    public async Task<SyncResult> SyncInvoiceAsync(string reference, CancellationToken ct) =>
        await ApplyInvoiceAsync(await gateway.GetInvoiceAsync(reference, ct), ct);

    /// <summary>Applies what was just read. A paid invoice is paid for good; an older answer changes nothing.</summary>
    public async Task<SyncResult> ApplyInvoiceAsync(ProviderInvoice invoice, CancellationToken ct)
    {
        if (invoice is not { Subscription: { } id, SubscriptionReference: { } reference })
            return SyncResult.NotOurs;
        // The first one belongs to the order that was placed at the checkout, whoever is heard of first.
        if (invoice.IsFirst)
            return await StartAsync(reference, ct);
        if (!await IsKnownAsync(id, ct) && await StartAsync(reference, ct) == SyncResult.NotOurs)
            return SyncResult.NotOurs;
        return await Collision.RetryAsync(async () =>
        {
            var settled = await ApplyInvoiceOnceAsync(id, invoice, ct);
            if (settled == SyncResult.Changed)
                await SyncAsync(reference, ct);
            return settled;
        }, ct);
    }

    /// <summary>First statement of a transaction: a write on the subscription's row, which makes everybody else wait.</summary>
    internal static async Task<Subscription?> LockAsync(ShopDbContext db, SubscriptionId id, CancellationToken ct) =>
        await db.Subscriptions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Version, r => r.Version + 1), ct) == 0
            ? null
            : await db.Subscriptions.SingleAsync(s => s.Id == id, ct);

    private async Task<bool> IsKnownAsync(SubscriptionId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Subscriptions.AnyAsync(s => s.Id == id, ct);
    }

    /// <summary>Settles the form by which it began.</summary>
    private async Task<SyncResult> StartAsync(string reference, CancellationToken ct) =>
        await gateway.SessionOfSubscriptionAsync(reference, ct) is { } session ? await payments.ApplyAsync(session, ct) : SyncResult.NotOurs;

    /// <summary>Null when somebody changed the row meanwhile.</summary>
    private async Task<SyncResult?> SyncOnceAsync(string reference, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var known = await db.Subscriptions.AsNoTracking().Of(provider).Where(s => s.Reference == reference).Select(s => new { s.Id, s.Version }).FirstOrDefaultAsync(ct);
        if (known is null)
            return await StartAsync(reference, ct);
        var theirs = await gateway.GetSubscriptionAsync(reference, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Subscriptions.Where(s => s.Id == known.Id && s.Version == known.Version)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Version, r => r.Version + 1), ct);
        if (mine == 0)
            return null;
        var subscription = await db.Subscriptions.SingleAsync(s => s.Id == known.Id, ct);
        var ends = theirs.Status is SubscriptionStatus.Cancelled && !subscription.IsOver;
        (subscription.Status, subscription.PeriodEnd, subscription.CancelAtPeriodEnd, subscription.CollectionPaused, subscription.EndedAt) =
            (theirs.Status, theirs.PeriodEnd ?? subscription.PeriodEnd, theirs.CancelAtPeriodEnd, theirs.CollectionPaused, theirs.EndedAt);
        subscription.PaidWith = theirs.PaidWith ?? subscription.PaidWith;
        if (!db.ChangeTracker.HasChanges())
            return SyncResult.Unchanged;
        // Nothing is sent for it any more, so we ask for nothing; whoever pays it at the provider all the same gets an order.
        if (ends)
        {
            Forgive(subscription);
            meaning.Ended(db, subscription, await FirstAsync(db, subscription, ct));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Moved(logger, subscription.Id, subscription.Status);
        meaning.Committed(subscription);
        return SyncResult.Changed;
    }

    private async Task<SyncResult> ApplyInvoiceOnceAsync(SubscriptionId id, ProviderInvoice invoice, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var subscription = await LockAsync(db, id, ct)
            ?? throw new InvalidOperationException($"Invoice {invoice.Reference} is for subscription {id}, whose beginning is not settled yet.");
        var booked = await RecurringPayments.IsBookedAsync(db, subscription.Provider, invoice.Reference, ct);
        Payment? payment = null;
        switch (invoice.State)
        {
            case InvoiceState.Paid:
                payment = booked ? null : await RenewAsync(db, subscription, invoice, ct);
                Clear(subscription, invoice);
                break;
            case InvoiceState.Open when invoice.Attempts > 0 && !booked && !subscription.IsOver:
                if (subscription.OpenInvoice == invoice.Reference && subscription.OpenAttempts >= invoice.Attempts)
                    return SyncResult.Unchanged;
                (subscription.OpenInvoice, subscription.OpenAmount, subscription.OpenAttempts) = (invoice.Reference, invoice.Due.Minor, invoice.Attempts);
                subscription.Problem = invoice.Decline?.ToString();
                meaning.PastDue(db, subscription, await FirstAsync(db, subscription, ct), invoice);
                break;
            case InvoiceState.Closed:
                Clear(subscription, invoice);
                break;
        }

        if (!db.ChangeTracker.HasChanges() && payment is null)
            return SyncResult.Unchanged;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Invoiced(logger, subscription.Id, invoice.Reference, invoice.State);
        if (payment is not null)
            recurring.Committed(payment);
        meaning.Committed(subscription);
        return SyncResult.Changed;
    }

    private async Task<Payment> RenewAsync(ShopDbContext db, Subscription subscription, ProviderInvoice invoice, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var request = await meaning.RenewAsync(db, subscription, await FirstAsync(db, subscription, ct), Id.New<PaymentId>(time), invoice, ct);
        return await recurring.BookAsync(db, request, invoice, subscription.CustomerId, subscription.Provider, subscription.Environment, now, ct);
    }

    private static void Clear(Subscription subscription, ProviderInvoice invoice)
    {
        if (subscription.OpenInvoice == invoice.Reference)
            Forgive(subscription);
    }

    private static void Forgive(Subscription subscription) =>
        (subscription.OpenInvoice, subscription.OpenAmount, subscription.OpenAttempts, subscription.Problem) = (null, 0, 0, null);

    private static Task<PaymentRequest> FirstAsync(ShopDbContext db, Subscription subscription, CancellationToken ct) =>
        RecurringPayments.RequestOfAsync(db, subscription.FirstPayment, ct);

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscription {Subscription} is now {Status}")]
    private static partial void Moved(ILogger logger, SubscriptionId subscription, SubscriptionStatus status);

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscription {Subscription}: invoice {Invoice} is {State}")]
    private static partial void Invoiced(ILogger logger, SubscriptionId subscription, string invoice, InvoiceState state);
}
