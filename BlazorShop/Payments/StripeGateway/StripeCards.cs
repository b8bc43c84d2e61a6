using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Payments.Cards;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Translates between our words for saved cards and forms' looks and Stripe's.</summary>
internal static class StripeCards
{
    private const string PurposeKey = "purpose";
    private const string Purpose = "save_card";

    public static SessionCreateOptions ToOptions(CardFormRequest request)
    {
        var metadata = new Dictionary<string, string>
        {
            [PurposeKey] = Purpose,
            ["customer_id"] = request.Customer.ToString(),
            ["shop_id"] = request.Shop,
        };
        return new SessionCreateOptions
        {
            Mode = "setup",
            UiMode = "embedded_page",
            Customer = request.CustomerReference,
            // Without a list of types Stripe wants to know the currency that the card will be charged in.
            Currency = request.Currency.ToLowerInvariant(),
            AllowedPaymentMethodTypes = ["card"],
            // Whoever adds a card on the page of their cards agrees to see it again; the page says so.
            PaymentMethodData = new SessionPaymentMethodDataOptions { AllowRedisplay = "always" },
            BillingAddressCollection = Collection(request.Rules),
            BrandingSettings = ToBranding(request.Look),
            Metadata = metadata,
            SetupIntentData = new SessionSetupIntentDataOptions { Metadata = metadata },
            ReturnUrl = request.ReturnUrl,
            RedirectOnCompletion = "if_required",
            ExpiresAt = request.ExpiresAt,
            Locale = StripeSessions.ToLocale(request.Locale),
        };
    }

    public static CardForm ToForm(Session session) => new()
    {
        Reference = session.Id,
        ClientSecret = session.ClientSecret,
        IsComplete = session.Status == "complete",
        ExpiresAt = session.ExpiresAt,
        Owner = session is { Mode: "setup", CustomerId: { } reference } && session.Metadata?.GetValueOrDefault(PurposeKey) == Purpose
            && Guid.TryParse(session.Metadata.GetValueOrDefault("customer_id"), CultureInfo.InvariantCulture, out var customer)
            ? new CustomerForm(new CustomerId(customer), reference)
            : null,
        Card = session.SetupIntent?.PaymentMethodId,
    };

    public static SavedCard ToCard(PaymentMethod method, string? defaultMethod) => new()
    {
        Reference = method.Id,
        Brand = Brand(method.Card?.DisplayBrand ?? method.Card?.Brand),
        Last4 = method.Card?.Last4 ?? "",
        ExpiryMonth = (int)(method.Card?.ExpMonth ?? 0),
        ExpiryYear = (int)(method.Card?.ExpYear ?? 0),
        SavedAt = method.Created,
        IsDefault = method.Id == defaultMethod,
        Consent = method.AllowRedisplay switch
        {
            "always" => CardConsent.Always,
            "limited" => CardConsent.Limited,
            _ => CardConsent.Unspecified,
        },
        IsWallet = method.Card?.Wallet is not null,
        Billing = ToBilling(method.BillingDetails),
    };

    /// <summary>Null where the request is older than the setting: what is sent again must be what was sent.</summary>
    public static string? Collection(CardRules? rules) => rules is null ? null : rules.FullBilling ? "required" : "auto";

    public static SessionSavedPaymentMethodOptionsOptions ToSaving(CardRules? rules) => new()
    {
        PaymentMethodSave = "enabled",
        AllowRedisplayFilters = rules is null ? null : [.. rules.Offered.Select(consent => consent.ToString().ToLowerInvariant())],
    };

    public static SessionBrandingSettingsOptions? ToBranding(PaymentLook? look) => look is null ? null : new SessionBrandingSettingsOptions
    {
        DisplayName = look.Name,
        ButtonColor = look.Button,
        BackgroundColor = look.Background,
        BorderStyle = look.Corners switch
        {
            Corners.Square => "rectangular",
            Corners.Pill => "pill",
            _ => "rounded",
        },
        FontFamily = look.Font.ToLowerInvariant().Replace(' ', '_'),
        Logo = look.Logo is { } logo ? new SessionBrandingSettingsLogoOptions { Type = "url", Url = logo } : null,
        Icon = look.Icon is { } icon ? new SessionBrandingSettingsIconOptions { Type = "url", Url = icon } : null,
    };

    private static CardBilling ToBilling(PaymentMethodBillingDetails? billing)
    {
        var address = billing?.Address;
        return new CardBilling(billing?.Name, billing?.Email, address?.Line1, address?.City, address?.State, address?.PostalCode, address?.Country);
    }

    private static string Brand(string? brand) => brand switch
    {
        null or "" or "unknown" or "other" => "Card",
        "amex" or "american_express" => "American Express",
        "diners" or "diners_club" => "Diners Club",
        "jcb" => "JCB",
        "unionpay" or "union_pay" => "UnionPay",
        "eftpos_au" or "eftpos_australia" => "eftpos",
        "cartes_bancaires" => "Cartes Bancaires",
        _ => char.ToUpperInvariant(brand[0]) + brand[1..].Replace('_', ' '),
    };
}
