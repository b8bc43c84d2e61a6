using System.Globalization;
using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Store;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>The price of one unit of a line, from either way of saying it, and what Stripe refuses about it.</summary>
internal static class UnitPrice
{
    public static long Of(JsonObject line, int index, string? mode)
    {
        var path = $"line_items[{index}]";
        if (line.Text("price") is { } price)
            throw ApiError.NoSuchParam("price", price, $"{path}[price]");
        var data = line.Object("price_data") ?? throw ApiError.Missing($"{path}[price]");
        if (data.Text("product") is { } product)
            throw ApiError.NoSuchParam("product", product, $"{path}[price_data][product]");
        if (data.Object("product_data") is null)
            throw ApiError.Missing($"{path}[price_data][product]");
        if (data.Object("recurring") is not null && mode != "subscription")
            throw ApiError.Invalid("You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.", path, null);
        var amount = data.MaybeNumber("unit_amount");
        if (amount is null && data.Text("unit_amount_decimal") is { } text
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact))
            amount = (long)Math.Round(exact, MidpointRounding.AwayFromZero);
        if (amount is null)
            throw ApiError.Missing($"{path}[price_data][unit_amount]");
        if (amount < 0)
            throw ApiError.Invalid("Invalid non-negative integer", $"{path}[price_data][unit_amount]", "parameter_invalid_integer");
        if (line.MaybeNumber("quantity") is not { } quantity)
            throw ApiError.Missing($"{path}[quantity]");
        return quantity is >= 1 and <= 999_999 ? amount.Value
            : throw ApiError.Invalid("Invalid quantity: must be between 1 and 999999", $"{path}[quantity]", "parameter_invalid_integer");
    }
}
