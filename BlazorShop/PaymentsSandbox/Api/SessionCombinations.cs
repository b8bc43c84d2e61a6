using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>Which parameters of a new session exclude each other, and which need another one beside them.</summary>
internal static class SessionCombinations
{
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

    public static void Check(JsonObject given, string mode)
    {
        CheckAlternatives(given);
        CheckRequired(given, mode);
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
        if (mode == "setup" && given["currency"] is null && given["allowed_payment_method_types"] is not JsonArray { Count: > 0 })
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
