using System.Globalization;

namespace BlazorShop.Common;

/// <summary>An amount in minor units (cents, yen, fils) of an ISO 4217 currency, upper case. Arithmetic is checked and never mixes currencies.</summary>
public readonly record struct Money(long Minor, string Currency) : IComparable<Money>
{
    public static Money Zero(string currency) => new(0, currency);

    public static Money operator +(Money left, Money right) => new(checked(left.Minor + left.Same(right)), left.Currency);

    public static Money operator -(Money left, Money right) => new(checked(left.Minor - left.Same(right)), left.Currency);

    public static Money operator *(Money unit, int quantity) => unit with { Minor = checked(unit.Minor * quantity) };

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public int CompareTo(Money other) => Minor.CompareTo(Same(other));

    /// <summary>The amount in major units, as people write it: 1999 EUR is 19.99.</summary>
    public decimal Major => Minor / (decimal)Math.Pow(10, Currencies.Exponent(Currency));

    /// <summary>Shown to people, in a form that does not depend on the server's culture: €19.99, ¥500, BHD 1.250.</summary>
    public override string ToString()
    {
        var digits = Currencies.Exponent(Currency);
        var number = Math.Abs(Major).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return (Minor < 0 ? "−" : "") + Currencies.Symbol(Currency) + number;
    }

    private long Same(Money other) =>
        string.Equals(Currency, other.Currency, StringComparison.Ordinal)
            ? other.Minor
            : throw new InvalidOperationException($"{Currency} and {other.Currency} cannot be counted together.");
}

/// <summary>ISO 4217 as Stripe counts it: how many decimal digits a minor unit stands for, and how an amount is shown.</summary>
public static class Currencies
{
    private static readonly HashSet<string> zeroDecimal =
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];

    private static readonly HashSet<string> threeDecimal = ["BHD", "JOD", "KWD", "OMR", "TND"];

    /// <summary>Digits after the point: 0, 2 or 3.</summary>
    public static int Exponent(string currency) => zeroDecimal.Contains(currency) ? 0 : threeDecimal.Contains(currency) ? 3 : 2;

    /// <summary>
    /// Amounts are multiples of so many minor units: cards count the fils of a dinar in tens, and these two crowns and shillings
    /// have no smaller coin although they are written with two digits.
    /// </summary>
    public static long Step(string currency) => threeDecimal.Contains(currency) ? 10 : currency is "ISK" or "UGX" ? 100 : 1;

    public static string Symbol(string currency) => currency switch
    {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        _ => currency + "\u00a0",
    };
}
