using System.Globalization;
using System.Text.Json.Nodes;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>The text of one parameter: a form knows no other type.</summary>
internal static class ParamText
{
    /// <summary>A single value as JSON of its type; null where it is empty.</summary>
    public static JsonNode? Read(JsonNode value, string type, string path)
    {
        if (value is not JsonValue)
            throw ApiError.Invalid($"Invalid string: {value.ToJsonString()}", path, "parameter_invalid_string");

        var text = value.GetValue<string>();
        return type switch
        {
            "text" => text.Length == 0 ? null : text,
            "currency" => text.Length == 0 ? null : Codes.Currency(text, path),
            "country" => text.Length == 0 ? null : Codes.Country(text, path),
            "destination" => Codes.Destination(text, path),
            "int" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number : throw ApiError.Invalid($"Invalid integer: {text}", path, "parameter_invalid_integer"),
            "flag" => text switch { "true" => true, "false" => false, _ => throw ApiError.Invalid($"Invalid boolean: {text}", path, null) },
            _ when text.Length == 0 => null,
            _ => type.Split('|').Contains(text) ? text : throw ApiError.NotOneOf(path, type.Split('|')),
        };
    }

    public static void RefuseEmpty(JsonObject raw, string path)
    {
        foreach (var (name, value) in raw)
        {
            var here = Join(path, name);
            if (value is JsonObject nested)
                RefuseEmpty(nested, here);
            else if (value is null || IsEmpty(value))
                throw ApiError.Empty(here);
        }
    }

    public static bool IsEmpty(JsonNode value) => value is JsonValue text && text.GetValue<string>().Length == 0;

    /// <summary>The name of a parameter inside another, as Stripe writes it.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}[{name}]";
}
