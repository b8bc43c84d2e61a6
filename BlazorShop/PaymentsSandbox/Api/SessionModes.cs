using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>
/// Which parameters of a new session go with which mode, which page and which other parameters: a line for each sentence of Stripe's
/// API description that says so.
/// </summary>
internal static class SessionModes
{
    private const string Payment = "payment";
    private const string Setup = "setup";
    private const string Subscription = "subscription";
    private const string Embedded = "embedded_page";
    private const string Elements = "elements";
    private const string Form = "form";

    private static readonly (string Path, string[] Modes)[] byMode =
    [
        ("customer_creation", [Payment, Setup]),
        ("invoice_creation", [Payment]),
        ("payment_intent_data", [Payment]),
        ("payment_method_collection", [Subscription]),
        ("payment_method_options[acss_debit][currency]", [Setup]),
        ("payment_method_options[acss_debit][mandate_options][default_for]", [Setup]),
        ("phone_number_collection[enabled]", [Payment, Subscription]),
        ("saved_payment_method_options", [Payment, Subscription]),
        ("setup_intent_data", [Setup]),
        ("submit_type", [Payment, Subscription]),
        ("subscription_data", [Subscription]),
    ];

    private static readonly (string Path, string[] Not)[] notOnPage =
    [
        ("after_expiration", [Elements]),
        ("branding_settings", [Elements]),
        ("cancel_url", [Embedded, Elements]),
        ("custom_fields", [Elements]),
        ("custom_text", [Elements]),
        ("optional_items", [Elements, Form]),
        ("origin_context", [Elements]),
        ("payment_method_options[acss_debit]", [Elements]),
        ("payment_method_options[card][restrictions]", [Elements]),
        ("submit_type", [Elements]),
        ("success_url", [Embedded, Elements]),
        ("tax_id_collection[required]", [Elements]),
    ];

    private static readonly (string Path, string[] Only)[] onlyOnPage =
    [
        ("permissions", [Embedded, Elements]),
        ("permissions[update_shipping_details]", [Elements]),
        ("redirect_on_completion", [Embedded]),
    ];

    /// <summary>At most one of them.</summary>
    private static readonly string[][] alternatives =
    [
        ["customer", "customer_account"],
        ["customer", "customer_creation"],
        ["customer", "customer_email"],
        ["discounts", "allow_promotion_codes"],
        ["line_items[][price]", "line_items[][price_data]"],
        ["line_items[][price_data][product]", "line_items[][price_data][product_data]"],
        ["line_items[][price_data][unit_amount]", "line_items[][price_data][unit_amount_decimal]"],
        ["shipping_options[][shipping_rate]", "shipping_options[][shipping_rate_data]"],
    ];

    /// <summary>What needs a connected account, or an object that is made elsewhere: the sandbox has none.</summary>
    private static readonly (string Path, string What)[] absent =
    [
        ("automatic_tax[liability][account]", "account"),
        ("customer_account", "account"),
        ("line_items[][tax_rates]", "tax rate"),
        ("optional_items[][price]", "price"),
        ("payment_intent_data[application_fee_amount]", "account"),
        ("payment_intent_data[on_behalf_of]", "account"),
        ("payment_intent_data[transfer_data]", "account"),
        ("payment_method_configuration", "payment_method_configuration"),
        ("setup_intent_data[on_behalf_of]", "account"),
        ("subscription_data[application_fee_percent]", "account"),
        ("subscription_data[default_tax_rates]", "tax rate"),
        ("subscription_data[on_behalf_of]", "account"),
        ("subscription_data[transfer_data]", "account"),
    ];

    public static void Check(JsonObject given, string uiMode)
    {
        var mode = given.Text("mode") ?? Payment;
        foreach (var (path, modes) in byMode)
        {
            if (!modes.Contains(mode) && Given.Has(given, path))
                throw ApiError.Invalid($"You can not pass `{path}` in `{mode}` mode.", path, null);
        }

        foreach (var (path, pages) in notOnPage)
        {
            if (pages.Contains(uiMode) && Given.Has(given, path))
                throw ApiError.Invalid($"`{path}` can not be used with `ui_mode: {uiMode}`.", path, null);
        }

        foreach (var (path, pages) in onlyOnPage)
        {
            if (!pages.Contains(uiMode) && Given.Has(given, path))
                throw ApiError.Invalid($"`{path}` can only be used with `ui_mode: {string.Join("` or `", pages)}`.", path, null);
        }

        CheckAlternatives(given);
        CheckRequired(given, mode);
        foreach (var (path, what) in absent)
        {
            if (Given.All(given, path).FirstOrDefault() is { Path: { } where, Value: { } value })
                throw ApiError.NoSuchParam(what, value.ToJsonString().Trim('"'), where);
        }
    }

    private static void CheckAlternatives(JsonObject given)
    {
        foreach (var pair in alternatives)
        {
            var first = Given.All(given, pair[0]).Select(g => Parent(g.Path)).ToHashSet(StringComparer.Ordinal);
            if (Given.All(given, pair[1]).FirstOrDefault(g => first.Contains(Parent(g.Path))) is { Path: { } both })
                throw ApiError.Invalid($"You may only specify one of these parameters: {Last(pair[0])}, {Last(pair[1])}.", both, null);
        }
    }

    private static void CheckRequired(JsonObject given, string mode)
    {
        if (mode == Setup && given["currency"] is null && given["allowed_payment_method_types"] is not JsonArray { Count: > 0 })
            throw ApiError.Missing("currency");
        foreach (var picture in new[] { "branding_settings[icon]", "branding_settings[logo]" })
        {
            foreach (var (_, value) in Given.All(given, picture))
            {
                var type = (value as JsonObject)?.Text("type");
                var other = type == "url" ? "file" : "url";
                if (!Given.Has(given, $"{picture}[{type}]"))
                    throw ApiError.Missing($"{picture}[{type}]");
                if (Given.Has(given, $"{picture}[{other}]"))
                    throw ApiError.Invalid($"`{other}` is not allowed where `type` is `{type}`.", $"{picture}[{other}]", null);
            }
        }

        foreach (var (path, value) in Given.All(given, "shipping_options[][shipping_rate_data]"))
        {
            if (value is JsonObject rate && rate["fixed_amount"] is null)
                throw ApiError.Missing($"{path}[fixed_amount]");
        }

        foreach (var (path, _) in Given.All(given, "customer_update"))
        {
            if (given["customer"] is null)
                throw ApiError.Invalid("`customer_update` can only be used with `customer`.", path, null);
        }
    }

    private static string Parent(string path) => path.EndsWith(']') ? path[..path.LastIndexOf('[')] : "";

    private static string Last(string path) => path.EndsWith(']') ? path[(path.LastIndexOf('[') + 1)..^1] : path;
}
