using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;

namespace BlazorShop.Tests.Simulation;

/// <summary>What recurs goes the same way, and meets with the same: as at Stripe, one gateway does both.</summary>
internal sealed partial class SimulatedGateway : ISubscriptionGateway
{
    public Task<ProviderSubscription> GetSubscriptionAsync(string reference, CancellationToken ct) =>
        CallAsync("get " + reference, () => SimulatedProvider.Say(provider.FindSubscription(reference)));

    public Task<ProviderInvoice> GetInvoiceAsync(string reference, CancellationToken ct) =>
        CallAsync("get " + reference, () => SimulatedProvider.Say(provider.FindInvoice(reference)));

    public Task<PaymentSession?> SessionOfSubscriptionAsync(string reference, CancellationToken ct) =>
        CallAsync<PaymentSession?>(
            "session of " + reference, () => provider.Subscriptions.Find(s => s.Reference == reference) is { } found ? SimulatedProvider.Say(found.Session) : null);

    public Task<ProviderInvoice?> InvoiceOfPaymentAsync(string paymentReference, CancellationToken ct) =>
        // In a universe without subscriptions nobody is asked.
        universe.Recurring
            ? CallAsync<ProviderInvoice?>("invoice of " + paymentReference, () => provider.Invoices.Find(i => i.Charge?.Intent == paymentReference) is { } found ? SimulatedProvider.Say(found) : null)
            : Task.FromResult<ProviderInvoice?>(null);

    public Task<ProviderSubscription> ChangeSubscriptionAsync(string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct) =>
        CallAsync($"{change.GetType().Name} {reference}", () =>
        {
            MayFailUnder(idempotencyKey);
            return provider.Change(reference, change, idempotencyKey);
        });

    public Task<ProviderSubscription> EndSubscriptionAsync(string reference, CancellationToken ct) =>
        CallAsync("end " + reference, () =>
        {
            var subscription = provider.FindSubscription(reference);
            provider.End(subscription);
            return SimulatedProvider.Say(subscription);
        });

    public async Task<ProviderInvoice> PayInvoiceAsync(string reference, string cardReference, string idempotencyKey, CancellationToken ct)
    {
        var (invoice, problem) = await CallAsync("pay " + reference, () =>
        {
            MayFailUnder(idempotencyKey);
            return provider.PayInvoice(reference, cardReference, idempotencyKey);
        });
        return invoice.State == InvoiceState.Paid ? invoice : throw new PaymentGatewayException(GatewayProblem.Rejected, problem);
    }

    public Task<SubscriptionCardForm> CreateSubscriptionCardFormAsync(SubscriptionCardFormRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        CallAsync("create card form", () =>
        {
            MayFailUnder(idempotencyKey);
            return provider.CreateCardForm(request, customerReference, idempotencyKey);
        });

    public Task<SubscriptionCardForm> GetSubscriptionCardFormAsync(string reference, CancellationToken ct) => universe.Recurring
        // A form that takes money is a form, too, and says of no subscription that it is its own.
        ? CallAsync("get " + reference, () => provider.Sessions.Find(s => s.Reference == reference) is { } other
            ? new SubscriptionCardForm { Reference = reference, State = other.State }
            : SimulatedProvider.Say(provider.FindCardForm(reference)))
        : throw new PaymentGatewayException(GatewayProblem.NotFound, $"There is no {reference} here.");

    public IAsyncEnumerable<ProviderInvoice> PaidInvoicesAsync(DateTime since, CancellationToken ct) => !universe.Recurring
        ? AsyncEnumerable.Empty<ProviderInvoice>()
        : ListAsync(
            "paid invoices",
            () => provider.Invoices
                .Where(i => i.State == InvoiceState.Paid && i.PaidAt >= since && i.CreatedAt >= since.AddDays(-30) && Listed(i.PaidAt!.Value)).Select(SimulatedProvider.Say),
            ct);

    /// <summary>A failure is remembered under its key like any other answer.</summary>
    private void MayFailUnder(string key)
    {
        if (!universe.Chance(universe.Odds.Fault / 4))
            return;
        provider.FailUnder(key);
        universe.Trace($"  {key} fails for as long as keys live");
    }
}
