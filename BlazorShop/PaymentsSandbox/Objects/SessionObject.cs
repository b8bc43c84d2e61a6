using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Objects;

internal static class SessionObject
{
    public const string Kind = "checkout.session";

    private const string Blank = """
        {
          "id": "", "object": "checkout.session", "adaptive_pricing": { "enabled": false }, "after_expiration": null,
          "allow_promotion_codes": null, "allowed_payment_method_types": null, "amount_subtotal": null, "amount_total": null,
          "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null }, "billing_address_collection": null,
          "cancel_url": null, "client_reference_id": null, "client_secret": null, "collected_information": null, "consent": null,
          "consent_collection": null, "created": 0, "currency": null, "currency_conversion": null, "custom_fields": [],
          "custom_text": { "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null },
          "customer": null, "customer_account": null, "customer_creation": null, "customer_details": null, "customer_email": null,
          "discounts": [], "expires_at": 0, "integration_identifier": null, "invoice": null, "invoice_creation": null, "livemode": false,
          "locale": null, "managed_payments": null, "metadata": {}, "mode": "payment", "origin_context": null, "payment_intent": null,
          "payment_link": null, "payment_method_collection": "if_required", "payment_method_configuration_details": null,
          "payment_method_options": { "card": { "request_three_d_secure": "automatic" } }, "payment_method_types": ["card"],
          "payment_status": "unpaid", "permissions": null, "phone_number_collection": { "enabled": false }, "recovered_from": null,
          "saved_payment_method_options": null, "setup_intent": null, "shipping_address_collection": null, "shipping_cost": null,
          "shipping_options": [], "status": "open", "submit_type": null, "subscription": null, "success_url": null,
          "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 }, "ui_mode": "hosted_page", "url": null,
          "wallet_options": null
        }
        """;

    private static readonly string[] Echoed =
    [
        "allow_promotion_codes", "allowed_payment_method_types", "billing_address_collection", "cancel_url", "client_reference_id",
        "customer", "customer_email", "integration_identifier", "locale", "origin_context",
        "shipping_address_collection", "submit_type", "success_url", "wallet_options",
    ];

    private static readonly string[] EchoedWhenGiven =
        ["excluded_payment_method_types", "phone_number_collection", "return_url"];

    public static JsonObject New(JsonObject given, string uiMode, long now)
    {
        var session = Json.Parse(Blank);
        var id = SandboxIds.Session();
        session["id"] = id;
        session["created"] = now;
        session["ui_mode"] = uiMode;
        session["mode"] = given.Text("mode") ?? "payment";
        session["expires_at"] = given.MaybeNumber("expires_at") ?? now + 24 * 60 * 60;
        session["metadata"] = given.Copy("metadata") ?? new JsonObject();
        foreach (var name in Echoed)
            session[name] = given.Copy(name);
        foreach (var name in EchoedWhenGiven.Where(given.ContainsKey))
            session[name] = given.Copy(name);
        if (given.Object("branding_settings") is { } branding)
            session["branding_settings"] = BrandingObject.Of(branding);
        if (uiMode == "embedded_page")
            session["redirect_on_completion"] = given.Text("redirect_on_completion") ?? "always";
        if (given.Object("saved_payment_method_options") is { } saved)
            session["saved_payment_method_options"] = new JsonObject
            {
                ["allow_redisplay_filters"] = saved.Copy("allow_redisplay_filters") ?? new JsonArray("always"),
                ["payment_method_remove"] = saved.Text("payment_method_remove") ?? "disabled",
                ["payment_method_save"] = saved.Text("payment_method_save") ?? "disabled",
            };
        if (given.Object("custom_text") is { } texts)
            foreach (var (name, text) in texts)
                session["custom_text"]![name] = text?.DeepClone();
        if (given.Object("automatic_tax")?.Flag("enabled") == true)
            session["automatic_tax"] = Json.Parse("""{ "enabled": true, "liability": { "type": "self" }, "provider": "stripe", "status": "requires_location_inputs" }""");
        foreach (var name in new[] { "payment_intent_data", "setup_intent_data", "subscription_data", "payment_method_data", "customer_update" })
            session.Hidden()[name] = given.Copy(name);
        return session;
    }

    public static JsonObject Details(string? email, string? name, JsonObject? address, string? phone) => new()
    {
        ["address"] = address,
        ["business_name"] = null,
        ["email"] = email,
        ["individual_name"] = null,
        ["name"] = name,
        ["phone"] = phone,
        ["tax_exempt"] = "none",
        ["tax_ids"] = new JsonArray(),
    };

    /// <summary>Whether a buyer can still act on it, as far as the document knows; <c>Sessions.Find</c> also asks the clock.</summary>
    public static bool IsOpen(JsonObject session) => session.Text("status") == "open";
}
