using System.Net.Mail;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>What Stripe refuses about a new session beyond names and types.</summary>
internal static class SessionRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static void Check(JsonObject given, string uiMode, SandboxWork work)
    {
        SessionLimits.Check(given);
        SessionModes.Check(given, uiMode);
        CheckUrls(given, uiMode);
        CheckCustomer(given, work);
        CheckMode(given);
        CheckShipping(given);
        CheckTime(given, work.Now);
        BrandingObject.Check(given.Object("branding_settings"));
        Metadata.Check(given.Object("metadata"), "metadata");
        foreach (var data in new[] { "payment_intent_data", "subscription_data", "setup_intent_data" })
            Metadata.Check(given.Object(data)?.Object("metadata"), $"{data}[metadata]");
        foreach (var (line, index) in (given["line_items"] as JsonArray ?? []).OfType<JsonObject>().Select((line, index) => (line, index)))
        {
            Metadata.Check(line.Object("metadata"), $"line_items[{index}][metadata]");
            Metadata.Check(line.Object("price_data")?.Object("product_data")?.Object("metadata"), $"line_items[{index}][price_data][product_data][metadata]");
        }

        foreach (var discount in given["discounts"] as JsonArray ?? [])
        {
            var coupon = discount?.AsObject().Text("coupon");
            throw ApiError.NoSuchParam(coupon is null ? "promotion code" : "coupon", coupon ?? discount?.AsObject().Text("promotion_code") ?? "", "discounts[0]");
        }
    }

    private static void CheckUrls(JsonObject given, string uiMode)
    {
        if (uiMode == "hosted_page")
        {
            if (given.Text("success_url") is null)
                throw ApiError.Missing("success_url");
            if (given.Text("return_url") is not null)
                throw ApiError.Invalid("`return_url` can not be used with `ui_mode: hosted_page`.", "return_url", null);
        }
        else
        {
            if (uiMode == "embedded_page" && given.Text("redirect_on_completion") != "never" && given.Text("return_url") is null)
                throw ApiError.Missing("return_url");
            if (given.Text("redirect_on_completion") == "never" && given.Text("return_url") is not null)
                throw ApiError.Invalid("`return_url` can not be used with `redirect_on_completion: never`.", "return_url", null);
        }
        foreach (var name in new[] { "return_url", "success_url", "cancel_url" })
        {
            if (given.Text(name) is { } url && !IsWebAddress(url))
                throw ApiError.Invalid("Not a valid URL", name, "url_invalid");
        }
    }

    private static void CheckCustomer(JsonObject given, SandboxWork work)
    {
        if (given.Text("customer") is { } customer)
            CustomerApi.Living(work, customer, "customer");
        if (given.Text("customer_email") is { } email && !MailAddress.TryCreate(email, out _))
            throw ApiError.Invalid($"Invalid email address: {email}", "customer_email", "email_invalid");
    }

    private static void CheckMode(JsonObject given)
    {
        var mode = given.Text("mode") ?? "payment";
        if (mode != "subscription")
            return;
        if (given["line_items"] is JsonArray lines && !lines.OfType<JsonObject>().Any(line => line.Object("price_data")?.Object("recurring") is not null))
            throw ApiError.Invalid("You must provide at least one recurring price in `subscription` mode when using prices.", "line_items", null);
        if (given.Text("customer") is null)
            throw ApiError.Refused("The sandbox begins a subscription for a customer only.", "customer");
        Metadata.Check(given.Object("subscription_data")?.Object("metadata"), "subscription_data[metadata]");
    }

    /// <summary>
    /// The address is collected, or it is told, or neither; only what is collected can be written onto the customer. That it cannot be both
    /// told and collected, and not be collected in mode setup, is our reading: Stripe's API description says neither.
    /// </summary>
    private static void CheckShipping(JsonObject given)
    {
        var collects = given["shipping_address_collection"] is not null;
        if (collects && given.Text("mode") == "setup")
            throw ApiError.Invalid("You can not pass `shipping_address_collection` in `setup` mode.", "shipping_address_collection", null);
        if (collects && given.Object("payment_intent_data")?["shipping"] is not null)
            throw ApiError.Invalid("You may only specify one of these parameters: shipping_address_collection, payment_intent_data[shipping].", "payment_intent_data[shipping]", null);
        if (!collects && given.Object("customer_update")?.Text("shipping") == "auto")
            throw ApiError.Invalid("`customer_update[shipping]` can only be set when `shipping_address_collection` is enabled.", "customer_update[shipping]", null);
    }

    private static void CheckTime(JsonObject given, long now)
    {
        if (given.MaybeNumber("expires_at") is not { } end)
            return;
        if (end - now < Shortest.TotalSeconds)
            throw ApiError.Invalid("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", "expires_at", null);
        if (end - now > Longest.TotalSeconds)
            throw ApiError.Invalid("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", "expires_at", null);
    }

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url.Replace("{CHECKOUT_SESSION_ID}", "x", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
