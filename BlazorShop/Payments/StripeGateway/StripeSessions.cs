using System.Globalization;
using BlazorShop.Common;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Translates between our words and Stripe's Checkout sessions, in both directions: here what Stripe says of one.</summary>
internal static partial class StripeSessions
{
    private const string PaymentKey = "payment_id";

    /// <summary>Everything that is needed to decide what became of a session, in one read.</summary>
    public static readonly List<string> Expand = ["payment_intent.latest_charge.balance_transaction", "invoice.payments", "subscription.default_payment_method"];

    /// <param name="paidBy">What paid the first invoice, where a subscription began: the session itself names no intent then.</param>
    public static PaymentSession ToSession(Session session, PaymentIntent? paidBy = null) => new()
    {
        Reference = session.Id,
        ClientSecret = session.ClientSecret,
        State = StateOf(session),
        Money = ToMoney(session, paidBy ?? session.PaymentIntent),
        Total = new Money(session.AmountTotal ?? 0, (session.Currency ?? "").ToUpperInvariant()),
        CreatedAt = session.Created,
        ExpiresAt = session.ExpiresAt,
        CustomerReference = session.CustomerId,
        PaymentReference = paidBy?.Id ?? session.PaymentIntentId,
        InvoiceReference = session.InvoiceId,
        Subscription = session.Subscription is { } subscription ? ToSubscription(subscription) : null,
        Payment = PaymentOf(session),
        IsForeign = IsForeign(session, paidBy ?? session.PaymentIntent),
        PaidAt = (paidBy ?? session.PaymentIntent)?.LatestCharge?.Created,
        ShippingAddress = StripeAddresses.Collected(session),
        PaidWith = MeansOf((paidBy ?? session.PaymentIntent)?.LatestCharge?.PaymentMethodDetails),
        Fee = FeeOf(paidBy ?? session.PaymentIntent),
        Problem = (paidBy ?? session.PaymentIntent)?.LastPaymentError?.Message,
        Decline = StripeDeclines.Of((paidBy ?? session.PaymentIntent)?.LastPaymentError),
    };

    /// <summary>Which of our payments an object belongs to, by what we wrote on its payment intent.</summary>
    public static PaymentId? PaymentOf(PaymentIntent? intent) =>
        Guid.TryParse(intent?.Metadata?.GetValueOrDefault(PaymentKey), CultureInfo.InvariantCulture, out var id) ? new PaymentId(id) : null;

    /// <summary>Which shop wrote on it, where one did.</summary>
    public static string? ShopOf(PaymentIntent intent) => intent.Metadata?.GetValueOrDefault("shop_id");

    private static SessionState StateOf(Session session) => session.Status switch
    {
        "complete" => SessionState.Complete,
        "expired" => SessionState.Expired,
        _ => SessionState.Open,
    };

    private static SessionMoney ToMoney(Session session, PaymentIntent? intent)
    {
        if (session.Status != "complete")
            return SessionMoney.None;
        if (session.PaymentStatus is "paid" or "no_payment_required")
            return SessionMoney.Paid;
        // Complete and unpaid says two things; the intent tells which. What Stripe may add later is waited for, not guessed.
        return intent?.Status is "requires_payment_method" or "canceled" ? SessionMoney.Failed : SessionMoney.Processing;
    }

    private static PaymentId? PaymentOf(Session session)
    {
        var written = session.Metadata?.GetValueOrDefault(PaymentKey) ?? session.ClientReferenceId;
        return Guid.TryParse(written, CultureInfo.InvariantCulture, out var id) ? new PaymentId(id) : null;
    }

    private static Money? FeeOf(PaymentIntent? paid) =>
        paid?.LatestCharge?.BalanceTransaction is { } booked ? new Money(booked.Fee, booked.Currency.ToUpperInvariant()) : null;

    private static string? MeansOf(ChargePaymentMethodDetails? details) => Named(details) is { } words ? Text.Limit(words, 80) : null;

    private static string? Named(ChargePaymentMethodDetails? details) => details switch
    {
        null => null,
        { Card: { } card } => EndingIn(Title(card.Brand ?? "card"), card.Last4),
        { UsBankAccount: { } bank } => EndingIn(PaidWith.BankDebit, bank.Last4),
        { SepaDebit: { } sepa } => EndingIn(PaidWith.SepaDebit, sepa.Last4),
        { Type: { } type } => Title(type),
        _ => null,
    };

    /// <summary>As rows keep it; <see cref="PaidWith"/> has the means that are not named by a brand.</summary>
    private static string EndingIn(string means, string? last4) => $"{means} ending in {last4}";

    private static string Title(string word) =>
        word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].Replace('_', ' ');
}
