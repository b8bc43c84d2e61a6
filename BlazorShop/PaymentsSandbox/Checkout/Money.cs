using System.Globalization;
using BlazorShop.PaymentsSandbox.Api;

namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>Minor units as people write them, and which of them Stripe charges (docs.stripe.com/currencies). Currencies in lower case.</summary>
internal static class Money
{
    private static readonly HashSet<string> NoDecimals =
        ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"];

    private static readonly HashSet<string> ThreeDecimals = ["bhd", "jod", "kwd", "omr", "tnd"];

    public static int DecimalsOf(string? currency) => NoDecimals.Contains(currency ?? "") ? 0 : ThreeDecimals.Contains(currency ?? "") ? 3 : 2;

    /// <summary>Amounts are multiples of so many minor units: the last digit of three decimals is nought, and two currencies have two decimals but no coins of them.</summary>
    public static long StepOf(string? currency) => ThreeDecimals.Contains(currency ?? "") ? 10 : currency is "isk" or "ugx" ? 100 : 1;

    public static void CheckStep(long amount, string? currency, string param)
    {
        var step = StepOf(currency);
        if (amount % step == 0)
            return;
        var code = currency!.ToUpperInvariant();
        throw step == 100
            ? ApiError.Refused(
                $"Invalid amount. Currency {code} has become effectively zero-decimal and charged amounts must be evenly divisible by 100. See https://stripe.com/docs/currencies#special-cases for more information.",
                param, "invalid_charge_amount_no_decimal_compatible")
            : ApiError.Refused($"Invalid amount. The last digit of amounts in {code} must be 0. See https://stripe.com/docs/currencies#three-decimal for more information.", param, "invalid_charge_amount");
    }

    public static string Show(long amount, string? currency)
    {
        var decimals = DecimalsOf(currency);
        var shown = StepOf(currency) == 100 && amount % 100 == 0 ? 0 : decimals;
        var number = (amount / (decimal)Math.Pow(10, decimals)).ToString("N" + shown, CultureInfo.InvariantCulture);
        return currency switch
        {
            "eur" => "€" + number,
            "usd" => "$" + number,
            "gbp" => "£" + number,
            "jpy" => "¥" + number,
            _ => $"{number} {currency?.ToUpperInvariant()}",
        };
    }
}
