using BlazorShop.Common;

namespace BlazorShop.Payments.Recurring;

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
