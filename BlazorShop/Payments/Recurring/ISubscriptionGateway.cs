namespace BlazorShop.Payments.Recurring;

/// <summary>What the provider does again and again by itself, in our words. Calls go over the network, as all to a provider.</summary>
/// <exception cref="PaymentGatewayException">The provider could not be reached, or refused.</exception>
public interface ISubscriptionGateway
{
    Task<ProviderSubscription> GetSubscriptionAsync(string reference, CancellationToken ct);

    Task<ProviderInvoice> GetInvoiceAsync(string reference, CancellationToken ct);

    /// <summary>The form by which a subscription began; null when it began otherwise.</summary>
    Task<PaymentSession?> SessionOfSubscriptionAsync(string reference, CancellationToken ct);

    /// <summary>The invoice that this money paid; null when it paid none.</summary>
    Task<ProviderInvoice?> InvoiceOfPaymentAsync(string paymentReference, CancellationToken ct);

    /// <summary>Changes how it goes on. The same key makes the same change.</summary>
    Task<ProviderSubscription> ChangeSubscriptionAsync(string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct);

    /// <summary>Ends it now: nothing is collected any more. One that has ended stays so.</summary>
    Task<ProviderSubscription> EndSubscriptionAsync(string reference, CancellationToken ct);

    /// <summary>Tries to collect an open invoice from this card now. The same key tries once.</summary>
    Task<ProviderInvoice> PayInvoiceAsync(string reference, string cardReference, string idempotencyKey, CancellationToken ct);

    /// <summary>Opens a form that takes a card and no money. The same key gives the same form.</summary>
    Task<SubscriptionCardForm> CreateSubscriptionCardFormAsync(SubscriptionCardFormRequest request, string customerReference, string idempotencyKey, CancellationToken ct);

    Task<SubscriptionCardForm> GetSubscriptionCardFormAsync(string reference, CancellationToken ct);

    /// <summary>Invoices of our subscriptions that were paid since then.</summary>
    IAsyncEnumerable<ProviderInvoice> PaidInvoicesAsync(DateTime since, CancellationToken ct);
}
