using BlazorShop.Common;
using BlazorShop.Payments.Cards;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Reads <see cref="StripeOptions"/> from the settings, and says what is wrong with them.</summary>
internal static class StripeOptionsReader
{
    /// <summary>In sandbox mode puts the sandbox's values where the settings are read, so that both sides of it agree.</summary>
    public static StripeOptions Read(ConfigurationManager configuration, PaymentsMode mode)
    {
        if (mode == PaymentsMode.Sandbox)
        {
            configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Payments:Mode"] = nameof(PaymentsMode.Sandbox),
                ["Stripe:SecretKey"] = "sk_test_sandbox",
                ["Stripe:PublishableKey"] = "pk_test_sandbox",
                // New at every start: nobody outside can sign for a sandbox.
                ["Stripe:WebhookSecret"] = "whsec_" + System.Security.Cryptography.RandomNumberGenerator.GetHexString(48, lowercase: true),
                ["Stripe:JsUrl"] = configuration["Stripe:JsUrl"] is { Length: > 0 } js ? js : "/sandbox/stripe.js",
            });
        }

        var secret = Need(configuration, "SecretKey", "sk_", "rk_");
        var publishable = Need(configuration, "PublishableKey", "pk_");
        var options = new StripeOptions
        {
            Sandbox = mode == PaymentsMode.Sandbox,
            SecretKey = secret,
            PublishableKey = publishable,
            WebhookSecrets = NeedAny(configuration, "WebhookSecret", "whsec_"),
            ApiBase = Text.TrimToNull(configuration["Stripe:ApiBase"])?.TrimEnd('/'),
            JsUrl = Text.TrimToNull(configuration["Stripe:JsUrl"]) ?? StripeOptions.DefaultJsUrl,
            Cards = new CardRules(
                Consents(Text.TrimToNull(configuration["Stripe:AllowRedisplayFilters"]) ?? "always"),
                Text.TrimToNull(configuration["Stripe:BillingAddressCollection"]) switch
                {
                    null or "auto" => false,
                    "required" => true,
                    var other => throw new InvalidOperationException($"Stripe__BillingAddressCollection is '{other}': set it to auto or required."),
                }),
            Forms = ReadForms(configuration),
        };
        if (options.Live != publishable.StartsWith("pk_live", StringComparison.Ordinal))
            throw new InvalidOperationException("Stripe__SecretKey and Stripe__PublishableKey are from different modes: use both from Stripe's test mode, or both from live mode.");
        if (options.ApiBase is { } api && !(Uri.TryCreate(api, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw new InvalidOperationException("Stripe__ApiBase must be an absolute http or https address; leave it empty for Stripe's own.");
        if (!options.JsUrl.StartsWith('/') && !(Uri.TryCreate(options.JsUrl, UriKind.Absolute, out var script) && script.Scheme is "http" or "https"))
            throw new InvalidOperationException("Stripe__JsUrl must be an absolute address of Stripe.js; leave it empty for Stripe's own.");
        return options;
    }

    private static FormSettings ReadForms(ConfigurationManager configuration)
    {
        var branding = Text.TrimToNull(configuration["Stripe:Branding"]) switch
        {
            null or "Shop" => FormBranding.Shop,
            "Account" => FormBranding.Account,
            var other => throw new InvalidOperationException($"Stripe__Branding is '{other}': set it to Account or Shop."),
        };
        var adaptive = Text.TrimToNull(configuration["Stripe:AdaptivePricing"]);
        if (adaptive is not null && !bool.TryParse(adaptive, out _))
            throw new InvalidOperationException($"Stripe__AdaptivePricing is '{adaptive}': set it to true or false.");
        var (logo, icon) = (Picture(configuration, "Logo"), Picture(configuration, "Icon"));
        if (logo is not null && icon is not null)
            throw new InvalidOperationException("Stripe__Logo and Stripe__Icon are both set, but Stripe's form shows only one: remove the other.");
        if (branding is FormBranding.Account && (logo ?? icon) is not null)
            throw new InvalidOperationException("Stripe__Logo and Stripe__Icon need Stripe__Branding=Shop: with Account the form shows your Stripe account's pictures, so remove them.");
        return new FormSettings(branding, logo, icon, adaptive is not null && bool.Parse(adaptive));
    }

    private static string? Picture(ConfigurationManager configuration, string key) => Text.TrimToNull(configuration["Stripe:" + key]) switch
    {
        null => null,
        var address when Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps => address,
        _ => throw new InvalidOperationException($"Stripe__{key} must be the https address of a picture that Stripe can fetch, such as https://shop.example/logo.png."),
    };

    private static CardConsent[] Consents(string setting) =>
    [
        .. setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "always" => CardConsent.Always,
            "limited" => CardConsent.Limited,
            "unspecified" => CardConsent.Unspecified,
            _ => throw new InvalidOperationException($"Stripe__AllowRedisplayFilters contains '{word}': list always, limited or unspecified, separated by commas."),
        }).Distinct(),
    ];

    private static string Need(ConfigurationManager configuration, string key, params string[] prefixes) =>
        Check(Text.TrimToNull(configuration["Stripe:" + key]) ?? "", key, prefixes);

    /// <summary>One or more, separated by commas; each must look right.</summary>
    private static string[] NeedAny(ConfigurationManager configuration, string key, string prefix)
    {
        var values = (configuration["Stripe:" + key] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return values.Length == 0 ? [Check("", key, prefix)] : [.. values.Select(value => Check(value, key, prefix))];
    }

    private static string Check(string value, string key, params string[] prefixes)
    {
        var example = string.Join(" or ", prefixes.Select(p => p + "…"));
        if (value.Length == 0)
            throw new InvalidOperationException($"Stripe__{key} is not set: set it to Stripe's {example}, or set Payments__Mode=Sandbox in Development.");
        return prefixes.Any(p => value.StartsWith(p, StringComparison.Ordinal)) && !value.Any(char.IsWhiteSpace)
            ? value
            : throw new InvalidOperationException($"Stripe__{key} does not look like Stripe's {example}: copy it again from Stripe's dashboard.");
    }
}
