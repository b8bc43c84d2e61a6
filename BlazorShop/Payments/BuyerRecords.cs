using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>A payment as its buyer may read it.</summary>
public sealed record BuyerPayment(
    OrderId Order, int Attempt, Money Amount, PaymentState State, string? Session, string? Reference, DateTime CreatedAt, DateTime? SettledAt, string? Problem,
    IReadOnlyList<BuyerRefund> Refunds);

public sealed record BuyerRefund(Money Amount, RefundState State, RefundReason Because, string Reason, DateTime CreatedAt);

/// <summary>
/// What payments know of a buyer: shown to them, and forgotten when they ask. The provider is asked to forget them by a request that is
/// committed first and repeated until it has answered.
/// </summary>
public sealed partial class BuyerRecords(
    IDbContextFactory<ShopDbContext> contexts, IPaymentGateway gateway, TimeProvider time, ILogger<BuyerRecords> logger)
{
    private static readonly Backoff pauses = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6));
    private readonly Rounds<CustomerId> unforgotten = new(portion: 50);

    /// <summary>Every try to pay, oldest first, and the provider's names for the buyer.</summary>
    public async Task<(IReadOnlyList<BuyerPayment> Payments, IReadOnlyList<string> Names)> TellAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var payments = await db.Payments.AsNoTracking().Where(p => p.CustomerId == customer).OrderBy(p => p.CreatedAt).ToListAsync(ct);
        var ids = payments.Select(p => p.Id).ToList();
        var refunds = (await db.Set<Refund>().AsNoTracking().Where(r => ids.Contains(r.PaymentId)).OrderBy(r => r.CreatedAt).ToListAsync(ct)).ToLookup(r => r.PaymentId);
        var names = await db.PaymentCustomers.Where(c => c.CustomerId == customer && c.Reference != null).Select(c => c.Reference!).ToListAsync(ct);
        return ([.. payments.Select(p => new BuyerPayment(
            p.OrderId, p.Attempt, p.Amount, p.State, p.SessionReference, p.Reference, p.CreatedAt, p.SettledAt, p.Problem,
            [.. refunds[p.Id].Select(r => new BuyerRefund(r.Amount, r.State, r.Because, r.Reason, r.CreatedAt))]))], names);
    }

    /// <summary>The buyer's forms that still take money.</summary>
    public async Task<IReadOnlyList<PaymentId>> LiveAsync(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Payments.Where(p => p.CustomerId == customer && (p.State == PaymentState.Creating || p.State == PaymentState.Open)).Select(p => p.Id).ToListAsync(ct);
    }

    /// <summary>Money may still come, or a bank is working on it. Joins the caller's transaction.</summary>
    public static Task<bool> IsUnsettledAsync(ShopDbContext db, CustomerId customer, CancellationToken ct) => db.Payments.AnyAsync(
        p => p.CustomerId == customer && (p.State == PaymentState.Creating || p.State == PaymentState.Open || p.State == PaymentState.Processing), ct);

    /// <summary>
    /// Asks for the buyer to be forgotten, and takes from the requests what only the provider needed: the email, and the address where nothing was
    /// paid. Joins the caller's transaction.
    /// </summary>
    public async Task ForgetAsync(ShopDbContext db, CustomerId customer, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await db.PaymentCustomers.Where(c => c.CustomerId == customer && c.ForgottenAt == null && c.ForgetAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.ForgetAt, now), ct);
        foreach (var payment in await db.Payments.Where(p => p.CustomerId == customer).ToListAsync(ct))
        {
            var request = PaymentRequest.FromJson(payment.Request);
            var address = payment.State == PaymentState.Paid ? request.ShippingAddress with { Phone = null } : new Address { Country = request.ShippingAddress.Country };
            payment.Request = (request with { Email = "", ShippingAddress = address }).ToJson();
        }
    }

    /// <summary>Buyers whose names at the provider were asked for since then, and whom it need not forget yet.</summary>
    public async Task<IReadOnlyList<CustomerId>> RememberedSinceAsync(DateTime since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PaymentCustomers.Where(c => c.ForgetAt == null && c.CreatedAt >= since).Select(c => c.CustomerId).Distinct().ToListAsync(ct);
    }

    /// <summary>Asks for buyers to be forgotten whose accounts are gone.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<CustomerId> gone, CancellationToken ct)
    {
        if (gone.Count == 0)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.PaymentCustomers.Where(c => gone.Contains(c.CustomerId) && c.ForgetAt == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.ForgetAt, now), ct);
    }

    /// <summary>Asks the provider to forget those who asked for it; who could not be forgotten now is asked for again, ever more rarely.</summary>
    public async Task ForgetDueAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var due = await db.PaymentCustomers.AsNoTracking().Of(gateway.Provider)
            .Where(c => c.ForgottenAt == null && c.ForgetAt != null && c.ForgetAt <= now && c.Environment == gateway.Environment)
            .OrderBy(c => c.ForgetAt).ToDictionaryAsync(c => c.CustomerId, ct);
        await unforgotten.RunAsync(due.Keys, async id =>
        {
            var buyer = due[id];
            var mine = db.PaymentCustomers.Of(gateway.Provider).Where(c => c.CustomerId == buyer.CustomerId && c.Environment == buyer.Environment);
            try
            {
                // Where the provider's answer never came, the same key tells its name.
                var reference = buyer.Reference ?? await gateway.CreateCustomerAsync(buyer.CustomerId, buyer.Email, buyer.IdempotencyKey, ct);
                await gateway.DeleteCustomerAsync(reference, ct);
                await mine.ExecuteUpdateAsync(s => s.SetProperty(c => c.ForgottenAt, now).SetProperty(c => c.Reference, reference).SetProperty(c => c.Email, ""), ct);
                Forgotten(logger, buyer.CustomerId);
            }
            catch (PaymentGatewayException failure)
            {
                var next = now + pauses.After(buyer.ForgetAttempts + 1);
                var key = buyer.Reference is null && failure.IsRemembered ? PaymentCustomer.NextKey(time) : buyer.IdempotencyKey;
                await mine.ExecuteUpdateAsync(
                    s => s.SetProperty(c => c.ForgetAt, next).SetProperty(c => c.ForgetAttempts, c => c.ForgetAttempts + 1).SetProperty(c => c.IdempotencyKey, key), ct);
                NotForgotten(logger, buyer.CustomerId, failure.Problem, next);
                throw;
            }
        }, (id, failure) =>
        {
            if (failure is not PaymentGatewayException)
                NotWritten(logger, id, failure);
            return Task.CompletedTask;
        }, ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The payment provider has forgotten customer {Customer}")]
    private static partial void Forgotten(ILogger logger, CustomerId customer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Customer {Customer} could not be forgotten at the payment provider ({Problem}); next try at {Next:O}")]
    private static partial void NotForgotten(ILogger logger, CustomerId customer, GatewayProblem problem, DateTime next);

    [LoggerMessage(Level = LogLevel.Error, Message = "Customer {Customer} could not be forgotten; the next pass tries again")]
    private static partial void NotWritten(ILogger logger, CustomerId customer, Exception failure);
}
