using BlazorShop.Payments;
using BlazorShop.Payments.Recurring;
using BlazorShop.Subscriptions;

namespace BlazorShop.Tests.Simulation;

/// <summary>Faults about what recurs.</summary>
internal sealed partial class Seeded
{
    /// <summary>It can only be found where something recurs.</summary>
    public bool Recurs { get; init; }

    public Func<ISubscriptionGateway, Universe, ISubscriptionGateway>? Recurring { get; init; }

    public Func<ISubscriptionListener, Universe, ISubscriptionListener>? Renewing { get; init; }

    public ISubscriptionGateway Subscriptions(ISubscriptionGateway inner, Universe universe) => Recurring is null ? inner : Recurring(inner, universe);

    public ISubscriptionListener Subscriptions(ISubscriptionListener inner, Universe universe) => Renewing is null ? inner : Renewing(inner, universe);
}

/// <summary>Hands every call on; a seeded fault, or a test, changes one of them.</summary>
internal class SubscriptionsInFront(ISubscriptionGateway inner) : ISubscriptionGateway
{
    public virtual Task<ProviderSubscription> GetSubscriptionAsync(string reference, CancellationToken ct) => inner.GetSubscriptionAsync(reference, ct);

    public virtual Task<ProviderInvoice> GetInvoiceAsync(string reference, CancellationToken ct) => inner.GetInvoiceAsync(reference, ct);

    public virtual Task<PaymentSession?> SessionOfSubscriptionAsync(string reference, CancellationToken ct) => inner.SessionOfSubscriptionAsync(reference, ct);

    public virtual Task<ProviderInvoice?> InvoiceOfPaymentAsync(string paymentReference, CancellationToken ct) => inner.InvoiceOfPaymentAsync(paymentReference, ct);

    public virtual Task<ProviderSubscription> ChangeSubscriptionAsync(string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct) =>
        inner.ChangeSubscriptionAsync(reference, change, idempotencyKey, ct);

    public virtual Task<ProviderSubscription> EndSubscriptionAsync(string reference, CancellationToken ct) => inner.EndSubscriptionAsync(reference, ct);

    public virtual Task<ProviderInvoice> PayInvoiceAsync(string reference, string cardReference, string idempotencyKey, CancellationToken ct) =>
        inner.PayInvoiceAsync(reference, cardReference, idempotencyKey, ct);

    public virtual Task<SubscriptionCardForm> CreateSubscriptionCardFormAsync(SubscriptionCardFormRequest request, string customerReference, string idempotencyKey, CancellationToken ct) =>
        inner.CreateSubscriptionCardFormAsync(request, customerReference, idempotencyKey, ct);

    public virtual Task<SubscriptionCardForm> GetSubscriptionCardFormAsync(string reference, CancellationToken ct) => inner.GetSubscriptionCardFormAsync(reference, ct);

    public virtual IAsyncEnumerable<ProviderInvoice> PaidInvoicesAsync(DateTime since, CancellationToken ct) => inner.PaidInvoicesAsync(since, ct);
}
