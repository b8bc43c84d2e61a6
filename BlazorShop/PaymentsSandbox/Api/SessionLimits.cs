using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>How much, how many and how long, as Stripe's API description of a new session says.</summary>
internal static class SessionLimits
{
    public const int MaxLines = 100;
    private const int MaxSubscriptionLines = 20;

    /// <summary>Characters of a text, items of a list.</summary>
    private static readonly (string Path, int Most)[] lengths =
    [
        ("client_reference_id", 200),
        ("custom_fields", 3),
        ("custom_fields[][dropdown][options]", 200),
        ("custom_fields[][dropdown][options][][label]", 100),
        ("custom_fields[][dropdown][options][][value]", 100),
        ("custom_fields[][key]", 200),
        ("custom_fields[][label][custom]", 100),
        ("custom_text[after_submit][message]", 1200),
        ("custom_text[shipping_address][message]", 1200),
        ("custom_text[submit][message]", 1200),
        ("custom_text[terms_of_service_acceptance][message]", 1200),
        ("discounts", 1),
        ("invoice_creation[invoice_data][custom_fields]", 4),
        ("invoice_creation[invoice_data][custom_fields][][name]", 40),
        ("invoice_creation[invoice_data][custom_fields][][value]", 140),
        ("line_items[][price_data][product_data][images]", 8),
        ("optional_items", 10),
        ("payment_intent_data[statement_descriptor]", 22),
        ("payment_intent_data[statement_descriptor_suffix]", 22),
        ("shipping_options", 5),
        ("subscription_data[invoice_settings][custom_fields]", 4),
        ("subscription_data[invoice_settings][custom_fields][][name]", 40),
        ("subscription_data[invoice_settings][custom_fields][][value]", 140),
    ];

    private static readonly (string Path, long Least, long Most)[] numbers =
    [
        ("line_items[][adjustable_quantity][maximum]", 1, 999_999),
        ("optional_items[][adjustable_quantity][maximum]", 1, 999_999),
        ("shipping_options[][shipping_rate_data][delivery_estimate][maximum][value]", 1, long.MaxValue),
        ("shipping_options[][shipping_rate_data][delivery_estimate][minimum][value]", 1, long.MaxValue),
    ];

    public static void Check(JsonObject given)
    {
        foreach (var (path, most) in lengths)
        {
            if (Given.All(given, path).FirstOrDefault(g => Given.Length(g.Value) > most) is { Path: { } where, Value: { } value })
            {
                throw value is JsonArray
                    ? ApiError.Invalid($"You can only pass up to {most} items in `{where}`.", where, "parameter_invalid_array")
                    : ApiError.Invalid($"Invalid string: must be at most {most} characters", where, "parameter_invalid_string");
            }
        }

        foreach (var (path, least, most) in numbers)
        {
            if (Given.All(given, path).FirstOrDefault(g => Given.Number(g.Value) is { } n && (n < least || n > most)) is { Path: { } where })
                throw ApiError.Invalid($"Invalid integer: must be between {least} and {most}", where, "parameter_invalid_integer");
        }

        CheckLines(given);
        foreach (var (path, value) in Given.All(given, "custom_fields[][key]").Concat(Given.All(given, "custom_fields[][dropdown][options][][value]")))
        {
            if (!value.GetValue<string>().All(char.IsAsciiLetterOrDigit))
                throw ApiError.Invalid("Invalid string: must be alphanumeric", path, "parameter_invalid_string");
        }

        foreach (var (path, value) in Given.All(given, "shipping_options[][shipping_rate_data][fixed_amount][currency_options]"))
        {
            foreach (var (code, _) in (JsonObject)value)
                Codes.Currency(code, $"{path}[{code}]");
        }
    }

    private static void CheckInterval(JsonObject given, string where, int years)
    {
        foreach (var (path, value) in Given.All(given, where))
        {
            var most = years * ((JsonObject)value).Text("interval") switch { "day" => 365, "week" => 52, "month" => 12, _ => 1 };
            if (((JsonObject)value).MaybeNumber("interval_count") is { } count && (count < 1 || count > most))
                throw ApiError.Invalid($"Invalid interval_count: must be between 1 and {most}", $"{path}[interval_count]", "parameter_invalid_integer");
        }
    }

    private static void CheckLines(JsonObject given)
    {
        var subscribes = given.Text("mode") == "subscription";
        var lines = (given["line_items"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var recurring = lines.Count(line => line.Object("price_data")?.Object("recurring") is not null);
        if (subscribes ? recurring > MaxSubscriptionLines || lines.Count - recurring > MaxSubscriptionLines : lines.Count > MaxLines)
            throw ApiError.Invalid($"You can only pass up to {(subscribes ? MaxSubscriptionLines : MaxLines)} line items.", "line_items", null);
        CheckInterval(given, "line_items[][price_data][recurring]", years: 3);
        CheckInterval(given, "subscription_data[pending_invoice_item_interval]", years: 1);
        foreach (var (path, value) in Given.All(given, "line_items[][price_data][unit_amount_decimal]"))
        {
            var text = value.GetValue<string>();
            if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) || (text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point && text.Length - point - 1 > 12))
                throw ApiError.Invalid($"Invalid decimal: {text}; must have at most 12 decimal places", path, "parameter_invalid_string");
        }
    }
}
