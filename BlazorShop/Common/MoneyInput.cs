using System.Globalization;

namespace BlazorShop.Common;

/// <summary>Amounts as people type them, in major units of a known currency. What could mean two amounts means none.</summary>
public static class MoneyInput
{
    private const int Longest = 24;

    /// <summary>
    /// Point or comma before the decimals, groups of three where the other sign (or a space) stands between them. More decimals
    /// than the currency has are refused: 1,234 EUR is either a thousand or a bit more than one.
    /// </summary>
    public static bool TryParse(string? text, string currency, out Money money)
    {
        money = Money.Zero(currency);
        var typed = Bare(text ?? "", currency);
        if (typed.Length is 0 or > Longest)
            return false;
        var exponent = Currencies.Exponent(currency);
        var point = typed.LastIndexOfAny(['.', ',']);
        var (whole, decimals) = point < 0 ? (typed, "") : (typed[..point], typed[(point + 1)..]);
        if (point >= 0 && (exponent == 0 || decimals.Length is 0 || decimals.Length > exponent || whole.Contains(typed[point], StringComparison.Ordinal)))
            return false;
        if (!TryUngroup(whole, out var digits) || !decimals.All(char.IsAsciiDigit))
            return false;
        if (!long.TryParse(digits + decimals.PadRight(exponent, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            return false;
        money = new Money(minor, currency);
        return true;
    }

    /// <summary>As it stands in a field: 1999 EUR is 19.99, without sign or groups.</summary>
    public static string Format(Money money) =>
        money.Major.ToString("F" + Currencies.Digits(money).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The same with the decimal sign of a reader: 19,99 in French.</summary>
    public static string FormatFor(Money money, CultureInfo culture) =>
        Format(money).Replace('.', culture.NumberFormat.NumberDecimalSeparator == "," ? ',' : '.');

    /// <summary>Without the currency beside it, and with one kind of space.</summary>
    private static string Bare(string text, string currency)
    {
        var bare = text.Replace('\u00a0', ' ').Replace('\u202f', ' ').Trim();
        foreach (var name in new[] { currency, Currencies.Symbol(currency).Trim() })
        {
            if (bare.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                bare = bare[name.Length..].TrimStart();
            else if (bare.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                bare = bare[..^name.Length].TrimEnd();
        }

        return bare;
    }

    private static bool TryUngroup(string whole, out string digits)
    {
        digits = whole;
        if (whole.All(char.IsAsciiDigit))
            return whole.Length > 0;
        var sign = whole.FirstOrDefault(c => !char.IsAsciiDigit(c));
        var groups = whole.Split(sign);
        digits = string.Concat(groups);
        return sign is '.' or ',' or ' ' or '\''
            && groups[0].Length is 1 or 2 or 3
            && groups.Skip(1).All(g => g.Length == 3)
            && digits.All(char.IsAsciiDigit);
    }
}
