using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Pricing;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Translates between our words and Stripe's Checkout sessions, in both directions.</summary>
internal static partial class StripeSessions
{
    private const string PaymentKey = "payment_id";

    /// <summary>Everything that is needed to decide what became of a session, in one read.</summary>
    public static readonly List<string> Expand = ["payment_intent.latest_charge.balance_transaction", "invoice.payments", "subscription.default_payment_method"];

    /// <summary>What the answer to a new form holds. Part of the request, which must stay the same over a new release of the shop.</summary>
    private static readonly List<string> expandNew = ["payment_intent.latest_charge"];

    /// <summary>Stripe's forms speak these; any other page language lets Stripe choose by the browser.</summary>
    private static readonly HashSet<string> locales = new(
        "bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW".Split(' '),
        StringComparer.OrdinalIgnoreCase);

    public static SessionCreateOptions ToOptions(PaymentRequest request, string customer)
    {
        var metadata = new Dictionary<string, string>
        {
            [PaymentKey] = request.Payment.ToString(),
            ["order_id"] = request.Order.ToString(),
            ["order_number"] = request.OrderNumber,
            ["customer_id"] = request.Customer.ToString(),
            ["shop_id"] = request.Shop,
            ["attempt"] = request.Attempt.ToString(CultureInfo.InvariantCulture),
        };
        var options = new SessionCreateOptions
        {
            Mode = "payment",
            UiMode = "embedded_page",
            Customer = customer,
            CustomerUpdate = new SessionCustomerUpdateOptions { Shipping = "auto", Name = "auto", Address = "auto" },
            ClientReferenceId = request.Payment.ToString(),
            Metadata = metadata,
            PaymentIntentData = new SessionPaymentIntentDataOptions
            {
                Metadata = metadata,
                Description = "Order " + request.OrderNumber,
            },
            AdaptivePricing = request.AdaptivePricing is { } adaptive ? new SessionAdaptivePricingOptions { Enabled = adaptive } : null,
            ReturnUrl = request.ReturnUrl,
            RedirectOnCompletion = "if_required",
            SavedPaymentMethodOptions = StripeCards.ToSaving(request.Cards),
            BillingAddressCollection = StripeCards.Collection(request.Cards),
            BrandingSettings = StripeCards.ToBranding(request.Look),
            ShippingAddressCollection = new SessionShippingAddressCollectionOptions { AllowedCountries = [.. request.ShippingCountries] },
            ExpiresAt = request.ExpiresAt,
            Locale = ToLocale(request.Locale),
            Expand = expandNew,
            LineItems = [.. request.Lines.Select(line => new SessionLineItemOptions
            {
                Quantity = line.Quantity,
                Metadata = Filled(
                    ("variant_id", line.Item.Variant.ToString()),
                    ("slug", line.Item.ProductSlug),
                    ("sku", line.Item.Sku),
                    ("name", line.Item.Name),
                    ("options", line.Item.Options)),
                PriceData = new SessionLineItemPriceDataOptions
                {
                    Currency = ToStripe(line.UnitPrice.Currency),
                    UnitAmount = line.UnitPrice.Minor,
                    ProductData = new SessionLineItemPriceDataProductDataOptions
                    {
                        Name = line.Item.Name,
                        Description = string.IsNullOrEmpty(line.Item.Options) ? null : line.Item.Options,
                        Images = line.Item.Picture is { } picture ? [picture] : null,
                        Metadata = Filled(("sku", line.Item.Sku)),
                    },
                },
            })],
        };
        // This one goes out empty where it is set to null, which Stripe refuses in something new.
        if (request.StatementSuffix is { Length: > 0 } suffix)
            options.PaymentIntentData.StatementDescriptorSuffix = suffix;
        if (request.AddressGiven == true)
            GiveAddress(options, request.ShippingAddress);
        if (request.Recurrence is not null)
            Recur(options, request);
        return options;
    }

    /// <summary>
    /// The address was asked in the shop, so the form does not ask again. Without that it has none to write down, and Stripe
    /// refuses to be told that it should.
    /// </summary>
    private static void GiveAddress(SessionCreateOptions options, BlazorShop.Common.Address address)
    {
        options.ShippingAddressCollection = null;
        options.CustomerUpdate = new SessionCustomerUpdateOptions { Name = "auto", Address = "auto" };
        options.PaymentIntentData.Shipping = StripeAddresses.ToNew(address);
    }

    /// <summary>Stripe refuses an empty value of something new: there is nothing yet that it could unset.</summary>
    private static Dictionary<string, string> Filled(params ReadOnlySpan<(string Key, string Value)> values)
    {
        var filled = new Dictionary<string, string>();
        foreach (var (key, value) in values)
        {
            if (value.Length > 0)
                filled[key] = value;
        }

        return filled;
    }

    public static string ToLocale(string language) => locales.Contains(language) ? language : "auto";

    /// <param name="paidBy">What paid the first invoice, where a subscription began: the session itself names no intent then.</param>
    public static PaymentSession ToSession(Session session, PaymentIntent? paidBy = null) => new()
    {
        Reference = session.Id,
        ClientSecret = session.ClientSecret,
        State = session.Status switch
        {
            "complete" => SessionState.Complete,
            "expired" => SessionState.Expired,
            _ => SessionState.Open,
        },
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
        PaidWith = PaidWith((paidBy ?? session.PaymentIntent)?.LatestCharge?.PaymentMethodDetails),
        Fee = FeeOf(paidBy ?? session.PaymentIntent),
        Problem = (paidBy ?? session.PaymentIntent)?.LastPaymentError?.Message,
        Decline = StripeDeclines.Of((paidBy ?? session.PaymentIntent)?.LastPaymentError),
    };

    /// <summary>What we once asked, read back from what Stripe kept of it; null when the session is not one of ours.</summary>
    public static PaymentRequest? ToRequest(Session session, IReadOnlyList<LineItem> lines)
    {
        if (PaymentOf(session) is not { } payment
            || !Guid.TryParse(session.Metadata.GetValueOrDefault("order_id"), CultureInfo.InvariantCulture, out var order)
            || !Guid.TryParse(session.Metadata.GetValueOrDefault("customer_id"), CultureInfo.InvariantCulture, out var customer)
            || session.Metadata.GetValueOrDefault("order_number") is not { } number)
        {
            return null;
        }

        var currency = (session.Currency ?? "").ToUpperInvariant();
        return new PaymentRequest
        {
            Payment = payment,
            Order = new OrderId(order),
            Customer = new CustomerId(customer),
            Shop = session.Metadata.GetValueOrDefault("shop_id") ?? "",
            Attempt = int.TryParse(session.Metadata.GetValueOrDefault("attempt"), CultureInfo.InvariantCulture, out var attempt) ? attempt : 1,
            OrderNumber = number,
            Lines = [.. lines.Select(line => new QuoteLine(
                new ItemSnapshot
                {
                    Variant = new VariantId(Guid.TryParse(line.Metadata?.GetValueOrDefault("variant_id"), CultureInfo.InvariantCulture, out var variant) ? variant : Guid.Empty),
                    ProductSlug = line.Metadata?.GetValueOrDefault("slug") ?? "",
                    Name = line.Metadata?.GetValueOrDefault("name") ?? line.Description ?? "",
                    Options = line.Metadata?.GetValueOrDefault("options") ?? "",
                    Sku = line.Metadata?.GetValueOrDefault("sku") ?? "",
                },
                new Money(line.Price?.UnitAmount ?? (line.AmountTotal / Math.Max(1, line.Quantity ?? 1)), currency),
                (int)(line.Quantity ?? 1)))],
            Total = new Money(session.AmountTotal ?? 0, currency),
            Email = session.CustomerDetails?.Email ?? session.CustomerEmail ?? "",
            ShippingAddress = StripeAddresses.Of(session) ?? new BlazorShop.Common.Address(),
            ShippingCountries = [],
            ReturnUrl = session.ReturnUrl ?? "",
            Locale = session.Locale ?? "auto",
            ExpiresAt = session.ExpiresAt,
            Recurrence = lines is [var first, ..] ? ToRecurrence(first.Price?.Recurring) : null,
            Subscription = SubscriptionOf(session.Metadata),
        };
    }

    /// <summary>Which of our payments an object belongs to, by what we wrote on its payment intent.</summary>
    public static PaymentId? PaymentOf(PaymentIntent? intent) =>
        Guid.TryParse(intent?.Metadata?.GetValueOrDefault(PaymentKey), CultureInfo.InvariantCulture, out var id) ? new PaymentId(id) : null;

    /// <summary>Which shop wrote on it, where one did.</summary>
    public static string? ShopOf(PaymentIntent intent) => intent.Metadata?.GetValueOrDefault("shop_id");

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

    private static string? PaidWith(ChargePaymentMethodDetails? details) => Named(details) is { } words ? Start(words, 80) : null;

    private static string? Named(ChargePaymentMethodDetails? details) => details switch
    {
        null => null,
        { Card: { } card } => $"{Title(card.Brand ?? "card")} ending in {card.Last4}",
        { UsBankAccount: { } bank } => $"Bank debit from account ending in {bank.Last4}",
        { SepaDebit: { } sepa } => $"SEPA debit from account ending in {sepa.Last4}",
        { Type: { } type } => Title(type),
        _ => null,
    };

    private static string Start(string text, int length) => BlazorShop.Common.Text.Limit(text, length);

    private static string Title(string word) =>
        word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].Replace('_', ' ');

    private static string ToStripe(string currency) => currency.ToLowerInvariant();
}
