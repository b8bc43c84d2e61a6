using System.Globalization;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>What Stripe is asked to collect.</summary>
internal static partial class StripeSessions
{
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

    private static string ToStripe(string currency) => currency.ToLowerInvariant();
}
