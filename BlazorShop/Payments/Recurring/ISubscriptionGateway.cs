using BlazorShop.Common;
using BlazorShop.Pricing;

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

public enum SubscriptionStatus
{
    /// <summary>The first payment is not there yet.</summary>
    Incomplete,

    Active,

    /// <summary>A renewal could not be collected; the provider tries again.</summary>
    PastDue,

    /// <summary>A renewal could not be collected, and the provider has given up trying by itself.</summary>
    Unpaid,

    /// <summary>The provider has stopped it.</summary>
    Paused,

    /// <summary>Over, for good.</summary>
    Cancelled,
}

/// <summary>One thing to be changed about a subscription.</summary>
public abstract record SubscriptionChange
{
    public sealed record Pause : SubscriptionChange;

    public sealed record Resume : SubscriptionChange;

    public sealed record CancelAtPeriodEnd : SubscriptionChange;

    /// <summary>It is not cancelled after all.</summary>
    public sealed record KeepRunning : SubscriptionChange;

    public sealed record UseCard(string CardReference) : SubscriptionChange;
}

/// <summary>What the provider says of a subscription, read just now.</summary>
public sealed record ProviderSubscription
{
    public required string Reference { get; init; }

    /// <summary>Which of ours it is, by what we wrote on it; null when it is none.</summary>
    public SubscriptionId? Ours { get; init; }

    public string? CustomerReference { get; init; }

    public required SubscriptionStatus Status { get; init; }

    /// <summary>Until when it is paid, and when the next payment is due.</summary>
    public DateTime? PeriodEnd { get; init; }

    public required bool CancelAtPeriodEnd { get; init; }

    public required bool CollectionPaused { get; init; }

    /// <summary>"Visa ending in 4242".</summary>
    public string? PaidWith { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? EndedAt { get; init; }
}

public enum InvoiceState
{
    Draft,

    /// <summary>To be paid.</summary>
    Open,

    Paid,

    /// <summary>Void or given up: nobody owes it any more.</summary>
    Closed,
}

/// <summary>What the provider says of an invoice, read just now.</summary>
public sealed record ProviderInvoice
{
    public required string Reference { get; init; }

    /// <summary>Which of our subscriptions it is for; null when it is for none.</summary>
    public SubscriptionId? Subscription { get; init; }

    public string? SubscriptionReference { get; init; }

    public string? CustomerReference { get; init; }

    /// <summary>It began the subscription: its money belongs to the order that was placed then.</summary>
    public required bool IsFirst { get; init; }

    public required InvoiceState State { get; init; }

    public required Money Due { get; init; }

    /// <summary>All that was collected for it, wherever.</summary>
    public required Money Paid { get; init; }

    /// <summary>The part of <see cref="Paid"/>, in its minor units, that did not come through the provider.</summary>
    public long PaidOutside { get; init; }

    /// <summary>Why it is not what the subscription costs, as far as the provider says.</summary>
    public IReadOnlyList<Charge> Adjustments { get; init; } = [];

    /// <summary>How often the provider has tried to collect it by itself.</summary>
    public required int Attempts { get; init; }

    public DateTime? NextAttempt { get; init; }

    /// <summary>The provider's name for the money.</summary>
    public string? PaymentReference { get; init; }

    public string? PaidWith { get; init; }

    /// <summary>What the provider kept for itself; null until it says so.</summary>
    public Money? Fee { get; init; }

    /// <summary>Why the last try failed; null where none did.</summary>
    public DeclineReason? Decline { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? PaidAt { get; init; }

    /// <summary>Until when it pays the subscription, and so when the next one is due; null where it does not say.</summary>
    public DateTime? Until { get; init; }
}

/// <summary>A form that takes a card for a subscription, as we ask for it: the same request twice is the same form.</summary>
public sealed record SubscriptionCardFormRequest(SubscriptionId Subscription, string Currency, string ReturnUrl, string Locale)
{
    /// <summary>As the form that began it; null in requests that are older than this.</summary>
    public PaymentLook? Look { get; init; }

    /// <summary>Which billing details are asked for; null in older requests.</summary>
    public Cards.CardRules? Cards { get; init; }

    /// <summary>When the provider closes it; null in older requests, for which the provider chooses.</summary>
    public DateTime? ExpiresAt { get; init; }
}

/// <summary>What the provider says of such a form, read just now.</summary>
public sealed record SubscriptionCardForm
{
    public required string Reference { get; init; }

    /// <summary>Opens the form in the buyer's browser. Handed on, never stored, never logged.</summary>
    public string? ClientSecret { get; init; }

    public required SessionState State { get; init; }

    /// <summary>When it takes no card any more; null where the provider has not said.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>For which of our subscriptions; null when the form is another kind of form.</summary>
    public SubscriptionId? Subscription { get; init; }

    /// <summary>The provider's name for the card that was entered.</summary>
    public string? CardReference { get; init; }

    public string? Card { get; init; }

    public override string ToString() => $"{Reference} {State}";
}
