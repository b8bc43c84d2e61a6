using System.Runtime.CompilerServices;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Refunds;
using BlazorShop.Payments.StripeGateway;

namespace BlazorShop.Tests.Simulation;

/// <summary>The way from one process of the shop to the provider: each call may fail, lose its answer, come late or be overtaken.</summary>
internal sealed partial class SimulatedGateway(Universe universe, ShopProcess process) : IPaymentGateway
{
    private readonly SimulatedProvider provider = universe.Provider;

    public IPaymentProvider Provider => StripeProvider.Instance;

    public string Environment => "sandbox";

    public Task<string?> AccountAsync(CancellationToken ct) => Task.FromResult<string?>(null);

    public Task<string> CreateCustomerAsync(CustomerId customer, string email, string idempotencyKey, CancellationToken ct) =>
        CallAsync("create customer", () =>
        {
            universe.Weather.Refuse("create customer");
            universe.Weather.Break("create customer", idempotencyKey, () => provider.Unheard.Add(provider.CreateCustomer(customer, email, idempotencyKey)));
            return provider.CreateCustomer(customer, email, idempotencyKey);
        });

    public Task UpdateCustomerAsync(string customerReference, string email, Address shipping, CancellationToken ct) =>
        CallAsync("update customer", () =>
        {
            universe.Weather.Delete(customerReference);
            return provider.MustKnow(customerReference);
        });

    public Task DeleteCustomerAsync(string customerReference, CancellationToken ct) =>
        CallAsync("delete customer", () => provider.DeleteCustomer(customerReference));

    public Task<PaymentSession> CreateSessionAsync(PaymentRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        CallAsync("create session", () =>
        {
            // A failure is remembered under its key like any other answer.
            if (universe.Chance(universe.Odds.Fault / 4))
            {
                provider.FailUnder(idempotencyKey);
                universe.Trace($"  {idempotencyKey} fails for as long as keys live");
            }

            universe.Weather.Refuse("create session");
            universe.Weather.Break("create session", idempotencyKey, () => provider.CreateSession(request, customerReference, idempotencyKey));
            var other = universe.Chance(universe.Odds.Amount) ? request.Total with { Minor = request.Total.Minor + 1 } : (Money?)null;
            return provider.CreateSession(request, customerReference, idempotencyKey, other);
        });

    public Task<PaymentSession> GetSessionAsync(string sessionReference, CancellationToken ct) =>
        CallAsync("get " + sessionReference, () =>
        {
            var now = provider.Get(sessionReference);
            universe.Weather.Miss("get " + sessionReference, now.CreatedAt);
            return universe.Chance(universe.Odds.Stale) && universe.Before(sessionReference) is { } earlier ? earlier : now;
        });

    public Task<PaymentSession?> FindSessionAsync(string customerReference, PaymentId payment, CancellationToken ct) =>
        CallAsync("find session", () => provider.Sessions.Find(s => s.Customer == customerReference && s.Request.Payment == payment) is { } found ? SimulatedProvider.Say(found) : null);

    public Task<PaymentSession> ExpireSessionAsync(string sessionReference, CancellationToken ct) =>
        CallAsync("expire " + sessionReference, () =>
        {
            universe.Weather.Miss("expire " + sessionReference, provider.Find(sessionReference).CreatedAt);
            return provider.Close(sessionReference);
        });

    public Task<ProviderRefund> CreateRefundAsync(string paymentReference, Guid refund, Money amount, string idempotencyKey, CancellationToken ct) =>
        CallAsync("create refund", () =>
        {
            universe.Weather.Refuse("create refund");
            universe.Weather.Break("create refund", idempotencyKey, () => provider.CreateRefund(paymentReference, refund, amount.Minor, idempotencyKey, pending: true));
            return provider.CreateRefund(paymentReference, refund, amount.Minor, idempotencyKey, universe.Chance(0.4));
        });

    public Task<ProviderRefund> GetRefundAsync(string refundReference, CancellationToken ct) =>
        CallAsync("get " + refundReference, () => Known(provider.GetRefund(refundReference), r => r.Reference, r => r.CreatedAt));

    public Task<IReadOnlyList<ProviderRefund>> RefundsOfAsync(string paymentReference, CancellationToken ct) =>
        CallAsync<IReadOnlyList<ProviderRefund>>("refunds of " + paymentReference, () => [.. provider.RefundsOf(paymentReference).Select(SimulatedProvider.Say)]);

    public Task<ProviderDispute> GetDisputeAsync(string disputeReference, CancellationToken ct) =>
        CallAsync("get " + disputeReference, () => Known(provider.GetDispute(disputeReference), d => d.Reference, d => d.CreatedAt));

    public IAsyncEnumerable<ProviderEvent> EventsAsync(DateTime since, CancellationToken ct) => ListAsync(
        "events",
        () => provider.Events.Where(e => e.CreatedAt >= since && Listed(e.CreatedAt))
            .Select(e => new ProviderEvent(e.Id, e.Type, e.ObjectId, null, e.Body, e.CreatedAt)),
        ct);

    public IAsyncEnumerable<PaymentSession> CompletedSessionsAsync(DateTime since, CancellationToken ct) => ListAsync(
        "completed sessions",
        () => provider.Sessions.Where(s => s.State == SessionState.Complete && s.CreatedAt >= since && Listed(s.PaidAt)).Select(SimulatedProvider.Say),
        ct);

    public Task<PaymentRequest?> RecallAsync(string sessionReference, CancellationToken ct) =>
        CallAsync<PaymentRequest?>("recall " + sessionReference, () => provider.Find(sessionReference).Request);

    public IAsyncEnumerable<ProviderPayment> PaymentsAsync(DateTime since, CancellationToken ct) => ListAsync(
        "payments",
        () => provider.Charges.Where(s => s.Captured > 0 && s.PaidAt >= since && Listed(s.PaidAt)).Select(provider.Booked),
        ct);

    public Task<ProviderPayment?> GetPaymentAsync(string paymentReference, CancellationToken ct) =>
        CallAsync("get " + paymentReference, () => provider.Charges.FirstOrDefault(s => s.Intent == paymentReference) is { } found ? provider.Booked(found) : null);

    public Task<BlazorShop.Payments.Foreign.ForeignBasket> ForeignBasketAsync(string sessionReference, CancellationToken ct) => throw new NotSupportedException();

    public Task<string?> PaymentOfChargeAsync(string chargeReference, CancellationToken ct) =>
        CallAsync<string?>("get " + chargeReference, () => null);

    public Task<PaymentSession?> SessionOfPaymentAsync(string paymentReference, CancellationToken ct) =>
        CallAsync("session of " + paymentReference, () => provider.Sessions.Find(s => s.Intent == paymentReference && s.Invoice is null) is { } found ? SimulatedProvider.Say(found) : null);

    public IAsyncEnumerable<ProviderRefund> RefundsAsync(DateTime since, CancellationToken ct) => ListAsync(
        "refunds", () => provider.Refunds.Where(r => r.CreatedAt >= since && Listed(r.CreatedAt)).Select(SimulatedProvider.Say), ct);

    public IAsyncEnumerable<ProviderDispute> DisputesAsync(DateTime since, CancellationToken ct) => ListAsync(
        "disputes", () => provider.Disputes.Where(d => d.CreatedAt >= since && Listed(d.CreatedAt)).Select(SimulatedProvider.Say), ct);

    /// <summary>As it is now, as it was when it was asked for first, or not known yet.</summary>
    private T Known<T>(T now, Func<T, string> reference, Func<T, DateTime> made)
        where T : notnull
    {
        universe.Weather.Miss("get " + reference(now), made(now));
        // That it came back is never kept from us: meanwhile more would be on its way back than was received, by the provider's own word.
        return now is ProviderRefund { State: RefundState.Failed } ? now : universe.Weather.Earlier(reference(now), now);
    }

    private static PaymentGatewayException Unavailable(string call) => new(GatewayProblem.Unavailable, call + ": no answer.");

    /// <summary>What is just made may be listed a moment later.</summary>
    private bool Listed(DateTime made) => !universe.Lagging || provider.Now - made > TimeSpan.FromSeconds(30);

    private Task<T> CallAsync<T>(string call, Func<T> effect)
    {
        Begin(call);
        if (universe.Chance(universe.Odds.Fault))
        {
            universe.Trace($"  {call}: fails before it is done");
            throw Unavailable(call);
        }

        var answer = effect();
        if (universe.Chance(universe.Odds.Fault))
        {
            universe.Trace($"  {call}: done, but the answer is lost");
            universe.Clock.Advance(TimeSpan.FromSeconds(10));
            throw Unavailable(call);
        }

        if (universe.Chance(universe.Odds.Slow))
            universe.Clock.Advance(TimeSpan.FromSeconds(universe.Pick(2, 70)));
        // From here on the answer may be overtaken.
        universe.Gate(process, "answered " + call);
        return Task.FromResult(answer);
    }

    private async IAsyncEnumerable<T> ListAsync<T>(string call, Func<IEnumerable<T>> list, [EnumeratorCancellation] CancellationToken ct)
    {
        Begin(call);
        provider.Tick();
        var found = list().ToList();
        universe.Gate(process, "listed " + call);
        var breaks = universe.Chance(universe.Odds.Fault) ? universe.Pick(0, found.Count + 1) : -1;
        for (var i = 0; i <= found.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            if (i == breaks)
            {
                universe.Trace($"  {call}: the list breaks off after {i}");
                throw Unavailable(call);
            }

            if (i < found.Count)
                yield return found[i];
        }

        await Task.CompletedTask;
    }

    private void Begin(string call)
    {
        if (universe.InTransaction)
            throw universe.Break("no call in a transaction", call);
        universe.Gate(process, call);
        universe.Calls++;
        universe.Weather.Strike(call);
    }
}
