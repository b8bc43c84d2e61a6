using BlazorShop.Payments;
using BlazorShop.Payments.Subscriptions;

namespace BlazorShop.Tests.Simulation;

/// <summary>The simulated provider sells nothing twice by itself: it has no invoices, and knows no subscription.</summary>
internal sealed class NothingRecurs : ISubscriptionGateway
{
    public Task<ProviderSubscription> GetSubscriptionAsync(string reference, CancellationToken ct) => throw Unknown(reference);

    public Task<ProviderInvoice> GetInvoiceAsync(string reference, CancellationToken ct) => throw Unknown(reference);

    public Task<PaymentSession?> SessionOfSubscriptionAsync(string reference, CancellationToken ct) => throw Unknown(reference);

    public Task<ProviderInvoice?> InvoiceOfPaymentAsync(string paymentReference, CancellationToken ct) => Task.FromResult<ProviderInvoice?>(null);

    public Task<ProviderSubscription> ChangeSubscriptionAsync(string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct) =>
        throw Unknown(reference);

    public Task<ProviderSubscription> EndSubscriptionAsync(string reference, CancellationToken ct) => throw Unknown(reference);

    public Task<ProviderInvoice> PayInvoiceAsync(string reference, string cardReference, string idempotencyKey, CancellationToken ct) => throw Unknown(reference);

    public Task<SubscriptionCardForm> CreateSubscriptionCardFormAsync(SubscriptionCardFormRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        throw Unknown(customerReference);

    public Task<SubscriptionCardForm> GetSubscriptionCardFormAsync(string reference, CancellationToken ct) => throw Unknown(reference);

    public IAsyncEnumerable<ProviderInvoice> PaidInvoicesAsync(DateTime since, CancellationToken ct) => AsyncEnumerable.Empty<ProviderInvoice>();

    private static PaymentGatewayException Unknown(string reference) => new(GatewayProblem.NotFound, $"There is no {reference} here.");
}
