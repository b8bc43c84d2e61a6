using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>
/// Which parameters of a new session go with which mode and which page: a line for each sentence of Stripe's API description that
/// says so.
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

        SessionCombinations.Check(given, mode);
        foreach (var (path, what) in absent)
        {
            if (Given.All(given, path).FirstOrDefault() is { Path: { } where, Value: { } value })
                throw ApiError.NoSuchParam(what, value.ToJsonString().Trim('"'), where);
        }
    }
}
