using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments;

namespace BlazorShop.Checkout;

/// <summary>The buyer comes back from the payment: settles it, if nobody has yet, and hands them their own order.</summary>
public sealed partial class CheckoutReturns(
    PaymentSessions payments, PaymentSync sync, OrderService orders, TimeProvider time, ILogger<CheckoutReturns> logger)
{
    /// <summary>Null when the session is not one of this customer's.</summary>
    public async Task<Order?> ReturnAsync(CustomerId customer, string session, CancellationToken ct)
    {
        if (await payments.OwnAsync(customer, session, ct) is not { } payment)
            return null;
        try
        {
            await sync.SyncAsync(session, ct);
        }
        catch (PaymentGatewayException failure)
        {
            // The order says what we know; webhook and reconciliation tell the rest.
            NotSynced(logger, payment.Id, failure.Problem);
        }

        return await orders.FindAsync(customer, payment.OrderId, ct);
    }

    /// <summary>
    /// How the payment stands whose form somebody has open; null when it is not theirs. The provider is asked only where its time
    /// is over: until then what we were told is enough.
    /// </summary>
    public async Task<PaymentState?> LookAsync(CustomerId customer, string session, CancellationToken ct)
    {
        if (await payments.OwnAsync(customer, session, ct) is not { } payment)
            return null;
        if (!payment.IsLive || time.GetUtcNow().UtcDateTime < payment.ExpiresAt)
            return payment.State;
        try
        {
            await sync.SyncAsync(session, ct);
        }
        catch (PaymentGatewayException failure)
        {
            NotSynced(logger, payment.Id, failure.Problem);
        }

        return (await payments.OwnAsync(customer, session, ct))?.State;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Payment} could not be settled on the buyer's return ({Problem})")]
    private static partial void NotSynced(ILogger logger, PaymentId payment, GatewayProblem problem);
}
