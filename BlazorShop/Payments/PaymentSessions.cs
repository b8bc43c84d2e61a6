using System.Runtime.ExceptionServices;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Opens and closes the ways to pay an order.</summary>
public sealed partial class PaymentSessions(
    IDbContextFactory<ShopDbContext> contexts, IPaymentGateway gateway, PaymentSync sync, TimeProvider time)
{
    public string Environment => gateway.Environment;

    public IPaymentProvider Provider => gateway.Provider;

    /// <summary>Adds a try to pay, with its key and its exact request, to the caller's transaction.</summary>
    public Payment Begin(ShopDbContext db, PaymentRequest request, CartId? cart, int cartVersion)
    {
        if (request.Lines.FirstOrDefault(l => !Currencies.IsOnStep(l.UnitPrice)) is { } between)
            throw new InvalidOperationException($"{between.Item.Name} of order {request.OrderNumber} costs {between.UnitPrice}, which is no multiple of {Currencies.Least(between.UnitPrice.Currency)}: it cannot be charged.");
        if (request.Quote.Total != request.Total)
            throw new InvalidOperationException($"Order {request.OrderNumber} was quoted at {request.Quote.Total}, and {request.Total} would be asked for.");
        var payment = new Payment
        {
            Id = request.Payment,
            Provider = gateway.Provider.Key,
            OrderId = request.Order,
            Attempt = request.Attempt,
            CustomerId = request.Customer,
            CartId = cart,
            CartVersion = cartVersion,
            Subscribes = request.Recurrence is null ? null : request.Lines[0].Item.Variant,
            Amount = request.Total,
            State = PaymentState.Creating,
            IdempotencyKey = $"order-{request.Order}-attempt-{request.Attempt}",
            Request = request.ToJson(),
            Environment = gateway.Environment,
            CreatedAt = time.GetUtcNow().UtcDateTime,
            ExpiresAt = request.ExpiresAt,
        };
        db.Payments.Add(payment);
        return payment;
    }

    /// <summary>
    /// The provider's form for this payment, opened now or before: asking again gives the same form, also after a crash between
    /// the provider's answer and ours. A refusal for good abandons the payment.
    /// </summary>
    public async Task<PaymentSession> OpenAsync(PaymentId id, CancellationToken ct)
    {
        var payment = await GetAsync(id, ct);
        if (payment.SessionReference is { } reference)
        {
            var known = await KnownAsync(id, () => gateway.GetSessionAsync(reference, ct), ct);
            await sync.ApplyAsync(known, ct);
            return await GuardTotalAsync(payment, known, ct);
        }

        var request = PaymentRequest.FromJson(payment.Request);
        if (request.WasRefused)
        {
            await sync.AbandonAsync(id, KindText.Of(GivenUpBecause.OldRequest), ct);
            throw GivenUp(null);
        }

        if (time.GetUtcNow().UtcDateTime - payment.CreatedAt >= FormTimes.Margin)
            return await FindOrGiveUpAsync(payment, ct);

        try
        {
            var customer = payment.CustomerReference ?? await FixCustomerAsync(payment, request, ct);
            PaymentSession session;
            try
            {
                session = await CreateAsync(payment, request, customer, ct);
            }
            catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
            {
                // Another tab may have asked by the deleted name just before, and not heard the answer: by another name that form would not be
                // found any more. So this try stays with its name, and the next one has another.
                await ForgetReferenceAsync(customer, ct);
                await sync.AbandonAsync(id, KindText.Of(GivenUpBecause.BuyerUnknownThere), ct);
                throw GivenUp(unknown);
            }

            await sync.ApplyAsync(session, ct);
            await CloseIfGivenUpAsync(id, session, ct);
            return await GuardTotalAsync(payment, session, ct);
        }
        catch (PaymentGatewayException refused) when (refused.Problem == GatewayProblem.Rejected)
        {
            await sync.AbandonAsync(id, KindText.Of(GivenUpBecause.Refused, refused.Message), ct);
            throw;
        }
    }

    /// <summary>
    /// A request that has waited so long would ask for a form that ends too soon for the provider, which refuses it. It may have made one before,
    /// and its answer got lost: that one is shown. Else the payment is given up.
    /// </summary>
    private async Task<PaymentSession> FindOrGiveUpAsync(Payment payment, CancellationToken ct)
    {
        if (payment.CustomerReference is { } customer && await gateway.FindSessionAsync(customer, payment.Id, ct) is { } made)
        {
            var session = await gateway.GetSessionAsync(made.Reference, ct);
            await sync.ApplyAsync(session, ct);
            await CloseIfGivenUpAsync(payment.Id, session, ct);
            return await GuardTotalAsync(payment, session, ct);
        }

        await sync.AbandonAsync(payment.Id, KindText.Of(GivenUpBecause.TooLate), ct);
        throw GivenUp(null);
    }

    private static PaymentGatewayException GivenUp(Exception? inner) =>
        new(GatewayProblem.Unavailable, "This try to pay was given up: the next one asks again.", inner) { IsGivenUp = true };

    /// <summary>What the provider says of a form; one that it does not know is looked at again, and then ended.</summary>
    private async Task<PaymentSession> KnownAsync(PaymentId id, Func<Task<PaymentSession>> ask, CancellationToken ct)
    {
        try
        {
            return await ask();
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
        {
            if (await sync.UnknownAsync(id, ct))
                throw new PaymentGatewayException(GatewayProblem.Unavailable, "The payment provider does not know this form any more: the next try to pay asks for another.", unknown);
            throw;
        }
    }

    /// <summary>
    /// The provider no longer knows this name of a buyer: the next call makes another, under another key. False where the name is
    /// nobody's, or its buyer asked to be forgotten.
    /// </summary>
    internal async Task<bool> ForgetReferenceAsync(string reference, CancellationToken ct)
    {
        var key = "customer-again-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PaymentCustomers.Of(gateway.Provider).Where(c => c.Reference == reference && c.Environment == gateway.Environment && c.ForgetAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Reference, (string?)null).SetProperty(c => c.IdempotencyKey, key), ct) > 0;
    }

    private async Task<PaymentSession> CreateAsync(Payment payment, PaymentRequest request, string customer, CancellationToken ct)
    {
        await gateway.UpdateCustomerAsync(customer, request.Email, request.ShippingAddress, ct);
        return await AskForFormAsync(payment, request, customer, ct);
    }

    /// <summary>
    /// An error that the provider remembers stands under this payment's key. Nobody was shown a form of it, so it is given up at once
    /// and the next attempt asks under the next key; should there be a form all the same, it is found and shown, or closed unseen.
    /// </summary>
    private async Task<PaymentSession> AskForFormAsync(Payment payment, PaymentRequest request, string customer, CancellationToken ct)
    {
        try
        {
            return await gateway.CreateSessionAsync(request, customer, payment.IdempotencyKey, ct);
        }
        catch (PaymentGatewayException failure) when (failure.IsRemembered)
        {
            try
            {
                if (await gateway.FindSessionAsync(customer, payment.Id, ct) is { } made)
                    return await gateway.GetSessionAsync(made.Reference, ct);
            }
            catch (PaymentGatewayException)
            {
                // It does not say either: whatever form there is will be looked for again.
            }

            await sync.AbandonAsync(payment.Id, KindText.Of(GivenUpBecause.ProviderFailed, failure.Message), ct);
            throw;
        }
    }

    /// <summary>Somebody else gave this payment up while its form was being made: its goods are gone, so nobody gets to see the form.</summary>
    private async Task CloseIfGivenUpAsync(PaymentId id, PaymentSession session, CancellationToken ct)
    {
        if (session.State != SessionState.Open || (await GetAsync(id, ct)).State != PaymentState.Abandoned)
            return;
        await sync.ApplyAsync(await gateway.ExpireSessionAsync(session.Reference, ct), ct);
        throw new PaymentGatewayException(GatewayProblem.Unavailable, "The form came after it had been given up, and is closed.");
    }

    /// <summary>
    /// Makes sure that no money can come by this payment any more, and answers what became of it: it may just have been paid.
    /// </summary>
    /// <exception cref="PaymentGatewayException">The provider does not answer, or leaves the form open.</exception>
    public async Task<PaymentState> CloseAsync(PaymentId id, CancellationToken ct)
    {
        var payment = await GetAsync(id, ct);
        if (!payment.IsLive)
            return payment.State;
        if (payment.SessionReference is null)
        {
            // Nobody was shown a form of it: given up at once, whoever is about to get one finds that, and closes it unseen.
            await sync.AbandonAsync(id, KindText.Of(GivenUpBecause.Closed), ct);
            payment = await GetAsync(id, ct);
            if (!payment.IsLive)
                return payment.State;
        }

        try
        {
            await sync.ApplyAsync(await gateway.ExpireSessionAsync(payment.SessionReference!, ct), ct);
        }
        catch (PaymentGatewayException unknown) when (unknown.Problem == GatewayProblem.NotFound)
        {
            // Nobody can pay by what the provider does not know; asked once, it may only be slow to know it.
            if (!await sync.UnknownAsync(id, ct))
                throw;
        }

        payment = await GetAsync(id, ct);
        return payment.IsLive
            ? throw new PaymentGatewayException(GatewayProblem.Unavailable, $"The provider does not close form {payment.SessionReference}.")
            : payment.State;
    }

    /// <summary>Forms that have taken money for as long as their buyers were told, oldest first.</summary>
    public async Task<IReadOnlyList<PaymentId>> OverdueAsync(CancellationToken ct)
    {
        var due = time.GetUtcNow().UtcDateTime + FormTimes.Margin;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).Of(gateway.Provider).Where(p => p.Environment == gateway.Environment && p.ExpiresAt <= due).OrderBy(p => p.ExpiresAt).Select(p => p.Id).ToListAsync(ct);
    }

    /// <summary>
    /// From when on this customer may open another form, where <paramref name="most"/> were opened within 24 hours and not paid; null: now. Joins the
    /// caller's transaction.
    /// </summary>
    public async Task<DateTime?> NextFormAsync(ShopDbContext db, CustomerId customer, int most, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now - TimeSpan.FromDays(1);
        var last = await db.Payments
            .Where(p => p.CustomerId == customer && p.Environment == gateway.Environment && p.CreatedAt > since && p.SessionReference != null && p.InvoiceReference == null)
            .Where(p => p.State == PaymentState.Open || p.State == PaymentState.Expired || p.State == PaymentState.Failed)
            .OrderByDescending(p => p.CreatedAt).Skip(most - 1).Select(p => (DateTime?)p.CreatedAt).FirstOrDefaultAsync(ct);
        return last?.AddDays(1);
    }

    /// <summary>This customer's payments for which goods may be held. Joins the caller's transaction.</summary>
    public static Task<List<PaymentId>> HoldingAsync(ShopDbContext db, CustomerId customer, CancellationToken ct) => db.Payments
        .Where(p => p.CustomerId == customer && (p.State == PaymentState.Creating || p.State == PaymentState.Open || p.State == PaymentState.Processing))
        .Select(p => p.Id).ToListAsync(ct);

    /// <summary>The payment that can take money for this cart now, or null.</summary>
    public async Task<Payment?> LiveForCartAsync(CartId cart, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).FirstOrDefaultAsync(p => p.CartId == cart, ct);
    }

    public async Task<Payment?> LiveForOrderAsync(OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).FirstOrDefaultAsync(p => p.OrderId == order, ct);
    }

    /// <summary>The payment by which this customer is about to subscribe to it, or null.</summary>
    public async Task<Payment?> LiveForSubscriptionAsync(CustomerId customer, VariantId variant, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Live(db).FirstOrDefaultAsync(p => p.CustomerId == customer && p.Subscribes == variant, ct);
    }

    /// <summary>How often what this order was placed for is due; null: once.</summary>
    public async Task<Recurrence?> RecurrenceOfAsync(OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await db.Payments.AsNoTracking().Where(p => p.OrderId == order && p.Subscribes != null)
            .OrderByDescending(p => p.Attempt).Select(p => p.Request).FirstOrDefaultAsync(ct);
        return last is null ? null : PaymentRequest.FromJson(last).Recurrence;
    }

    /// <summary>The cart, as it was, of the last try to pay this order from one.</summary>
    public async Task<(CartId Cart, int Version)?> CartOfAsync(OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await db.Payments.AsNoTracking().Where(p => p.OrderId == order && p.CartId != null)
            .OrderByDescending(p => p.Attempt).Select(p => new { p.CartId, p.CartVersion }).FirstOrDefaultAsync(ct);
        return last is null ? null : (last.CartId!.Value, last.CartVersion);
    }

    /// <summary>All payments that take money for a cart: whoever knows the carts can tell which of them are out of date.</summary>
    public async Task<IReadOnlyList<(PaymentId Payment, CartId Cart, int CartVersion)>> LiveWithCartsAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await Live(db).Where(p => p.CartId != null).Select(p => new { p.Id, p.CartId, p.CartVersion }).ToListAsync(ct);
        return [.. rows.Select(r => (r.Id, r.CartId!.Value, r.CartVersion))];
    }

    /// <summary>The buyer's own payment by the provider's session; null when it is anybody else's.</summary>
    public async Task<Payment?> OwnAsync(CustomerId customer, string sessionReference, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.SessionReference == sessionReference && p.CustomerId == customer, ct);
    }

    /// <summary>How many tries to pay this order there have been. Joins the caller's transaction.</summary>
    public static async Task<int> AttemptsAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        await db.Payments.Where(p => p.OrderId == order).MaxAsync(p => (int?)p.Attempt, ct) ?? 0;

    /// <summary>
    /// All payments of this order by which money came, that in suspense too, locked as the first statement of the caller's
    /// transaction; the one that paid it comes first.
    /// </summary>
    public static async Task<IReadOnlyList<Payment>> LockReceivedAsync(ShopDbContext db, OrderId order, CancellationToken ct)
    {
        var received = db.Payments.Where(p => p.OrderId == order && p.State == PaymentState.Paid);
        return await received.ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version + 1), ct) == 0
            ? []
            : await received.OrderBy(p => p.InSuspense).ThenBy(p => p.Attempt).ToListAsync(ct);
    }

    /// <summary>Money may still come for this order. Joins the caller's transaction.</summary>
    public static Task<bool> IsUnsettledAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        db.Payments.AnyAsync(p => p.OrderId == order && (p.State == PaymentState.Creating || p.State == PaymentState.Open || p.State == PaymentState.Processing), ct);

    /// <summary>The last try to pay this order.</summary>
    public static Task<Payment?> LastAsync(ShopDbContext db, OrderId order, CancellationToken ct) =>
        db.Payments.AsNoTracking().Where(p => p.OrderId == order).OrderByDescending(p => p.Attempt).FirstOrDefaultAsync(ct);

    private static IQueryable<Payment> Live(ShopDbContext db) =>
        db.Payments.AsNoTracking().Where(p => p.State == PaymentState.Creating || p.State == PaymentState.Open);

    private async Task<Payment> GetAsync(PaymentId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Payments.AsNoTracking().SingleAsync(p => p.Id == id, ct);
    }

    /// <summary>Writes the provider's name for the buyer into the payment before the first call: a repeated call must be the same call.</summary>
    private async Task<string> FixCustomerAsync(Payment payment, PaymentRequest request, CancellationToken ct)
    {
        var reference = await CustomerAsync(payment.CustomerId, request.Email, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Payments.Where(p => p.Id == payment.Id && p.CustomerReference == null)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.CustomerReference, reference), ct);
        return await db.Payments.Where(p => p.Id == payment.Id).Select(p => p.CustomerReference).SingleAsync(ct)
            ?? throw new InvalidOperationException($"Payment {payment.Id} lost its customer.");
    }

    /// <summary>The provider's name for the buyer, made once: the row with the key is committed before the provider is asked.</summary>
    internal async Task<string> CustomerAsync(CustomerId customer, string email, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mine = db.PaymentCustomers.Of(gateway.Provider).Where(c => c.CustomerId == customer && c.Environment == gateway.Environment);
        var row = await mine.AsNoTracking().FirstOrDefaultAsync(ct);
        if (row is null)
        {
            row = new PaymentCustomer
            {
                CustomerId = customer,
                Provider = gateway.Provider.Key,
                Environment = gateway.Environment,
                IdempotencyKey = $"customer-{customer}",
                Email = email,
                CreatedAt = time.GetUtcNow().UtcDateTime,
            };
            db.PaymentCustomers.Add(row);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException failure) when (Collision.Is(failure))
            {
                // Another tab was first; its row holds the key.
                db.ChangeTracker.Clear();
                row = await mine.AsNoTracking().SingleOrDefaultAsync(ct);
                if (row is null)
                    ExceptionDispatchInfo.Throw(failure);
            }
        }

        if (row.Reference is { } known)
            return known;
        try
        {
            var reference = await gateway.CreateCustomerAsync(customer, row.Email, row.IdempotencyKey, ct);
            // Meanwhile the name may have been deleted there, and another tab may have got the next one.
            await mine.Where(c => c.IdempotencyKey == row.IdempotencyKey && c.Reference == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.Reference, reference), ct);
            return await mine.Select(c => c.Reference).SingleAsync(ct)
                ?? throw new PaymentGatewayException(GatewayProblem.Unavailable, "The payment provider no longer knows the buyer: the next try makes another name.");
        }
        catch (PaymentGatewayException failure) when (failure.IsRemembered)
        {
            var next = "customer-again-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
            await mine.Where(c => c.IdempotencyKey == row.IdempotencyKey && c.Reference == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.IdempotencyKey, next), ct);
            throw;
        }
    }
}
