using System.Globalization;

namespace BlazorShop.PaymentsSandbox.Till;

/// <summary>Minor units as people write them.</summary>
internal static class Money
{
    private static readonly HashSet<string> NoDecimals =
        ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"];

    public static int DecimalsOf(string? currency) => NoDecimals.Contains(currency ?? "") ? 0 : 2;

    public static string Show(long amount, string? currency)
    {
        var decimals = DecimalsOf(currency);
        var number = (amount / (decimal)Math.Pow(10, decimals)).ToString("N" + decimals, CultureInfo.InvariantCulture);
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
