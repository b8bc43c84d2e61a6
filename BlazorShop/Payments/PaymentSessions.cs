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

    private async Task<Payment> GetAsync(PaymentId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Payments.AsNoTracking().SingleAsync(p => p.Id == id, ct);
    }
}
