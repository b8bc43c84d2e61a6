using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Payments.Recurring;
using Stripe;
using Stripe.Checkout;
using SubscriptionStatus = BlazorShop.Payments.Recurring.SubscriptionStatus;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Subscriptions and their card forms, between our words and Stripe's.</summary>
internal static partial class StripeSessions
{
    private const string SubscriptionKey = "subscription_id";

    /// <summary>Everything that is needed to know how a subscription stands.</summary>
    public static readonly List<string> ExpandSubscription = ["default_payment_method"];

    public static readonly List<string> ExpandCardForm = ["setup_intent.payment_method"];

    /// <summary>Which of our subscriptions it is, by what we wrote on it.</summary>
    public static SubscriptionId? SubscriptionOf(IReadOnlyDictionary<string, string>? metadata) =>
        Guid.TryParse(metadata?.GetValueOrDefault(SubscriptionKey), CultureInfo.InvariantCulture, out var id) ? new SubscriptionId(id) : null;

    public static ProviderSubscription ToSubscription(Stripe.Subscription subscription) => new()
    {
        Reference = subscription.Id,
        Ours = SubscriptionOf(subscription.Metadata),
        CustomerReference = subscription.CustomerId,
        Status = subscription.Status switch
        {
            "active" or "trialing" => SubscriptionStatus.Active,
            "past_due" => SubscriptionStatus.PastDue,
            "unpaid" => SubscriptionStatus.Unpaid,
            "canceled" or "incomplete_expired" => SubscriptionStatus.Cancelled,
            "paused" => SubscriptionStatus.Paused,
            _ => SubscriptionStatus.Incomplete,
        },
        // Since basil the period stands on the item.
        PeriodEnd = subscription.Items?.Data is [var item, ..] ? item.CurrentPeriodEnd : null,
        CancelAtPeriodEnd = subscription.CancelAtPeriodEnd || subscription.CancelAt is not null,
        CollectionPaused = subscription.PauseCollection is not null,
        PaidWith = CardText(subscription.DefaultPaymentMethod),
        CreatedAt = subscription.Created,
        EndedAt = subscription.EndedAt,
    };

    public static SubscriptionCardForm ToCardForm(Session session) => new()
    {
        Reference = session.Id,
        ClientSecret = session.ClientSecret,
        State = StateOf(session),
        ExpiresAt = session.ExpiresAt,
        Subscription = session.Mode == "setup" ? SubscriptionOf(session.Metadata) : null,
        CardReference = session.SetupIntent?.PaymentMethodId,
        Card = CardText(session.SetupIntent?.PaymentMethod),
    };

    public static SessionCreateOptions ToOptions(SubscriptionCardFormRequest request, string customer) => new()
    {
        Mode = "setup",
        UiMode = "embedded_page",
        Customer = customer,
        Currency = ToStripe(request.Currency),
        Metadata = new Dictionary<string, string> { [SubscriptionKey] = request.Subscription.ToString() },
        ReturnUrl = request.ReturnUrl,
        RedirectOnCompletion = "if_required",
        BillingAddressCollection = StripeCards.Collection(request.Cards),
        BrandingSettings = StripeCards.ToBranding(request.Look),
        ExpiresAt = request.ExpiresAt,
        Locale = ToLocale(request.Locale),
    };

    /// <summary>
    /// A subscription has no intent of its own to write on, keeps its card without asking, and passes what is written on it on
    /// to every invoice: by that each renewal finds back to us.
    /// </summary>
    private static void Recur(SessionCreateOptions options, PaymentRequest request)
    {
        var recurrence = request.Recurrence!;
        options.Mode = "subscription";
        options.PaymentIntentData = null;
        options.SavedPaymentMethodOptions = null;
        options.SubmitType = "subscribe";
        options.Expand = Expand;
        options.Metadata[SubscriptionKey] = request.Subscription.ToString()!;
        options.SubscriptionData = new SessionSubscriptionDataOptions
        {
            Metadata = new Dictionary<string, string>(options.Metadata),
            Description = $"{request.Lines[0].Item.Name}, {recurrence}",
        };
        foreach (var line in options.LineItems)
        {
            line.PriceData.Recurring = new SessionLineItemPriceDataRecurringOptions
            {
                Interval = recurrence.Unit switch { RecurrenceUnit.Week => "week", RecurrenceUnit.Month => "month", _ => "year" },
                IntervalCount = recurrence.Count,
            };
        }
    }

    private static Recurrence? ToRecurrence(PriceRecurring? recurring) => recurring is null ? null : new Recurrence(
        recurring.Interval switch { "week" => RecurrenceUnit.Week, "year" => RecurrenceUnit.Year, _ => RecurrenceUnit.Month },
        (int)recurring.IntervalCount);

    private static string? CardText(PaymentMethod? method) => method switch
    {
        null => null,
        { Card: { } card } => EndingIn(Title(card.Brand ?? "card"), card.Last4),
        { Type: { } type } => Title(type),
        _ => null,
    };
}
