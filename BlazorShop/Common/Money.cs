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

    public static Money Sum(IEnumerable<Money> amounts, string currency) => amounts.Aggregate(Zero(currency), (sum, amount) => sum + amount);

    /// <summary>So much of it, half away from zero, on the currency's step: 10 % of 1005 EUR cents are 101, 3 % of 15310 fils are 460.</summary>
    public Money Percent(Rate rate)
    {
        var step = Currencies.Step(Currency);
        return this with { Minor = checked((long)DivideHalfAway((Int128)Minor * rate.Millionths, (Int128)Rate.Whole * step) * step) };
    }

    /// <summary>
    /// The part of it that is tax where the tax is included: the amount less what it is without tax, half away from zero. It is only
    /// shown, never charged, so it is rounded to the minor unit and not to the currency's step.
    /// </summary>
    public Money Included(Rate rate) =>
        this with { Minor = checked(Minor - (long)DivideHalfAway((Int128)Minor * Rate.Whole, (Int128)Rate.Whole + rate.Millionths)) };

    /// <summary>
    /// Shares it out by weight, to the last minor unit: by largest remainder, ties by position, in the currency's steps as far as the amount
    /// stands on them.
    /// </summary>
    /// <param name="weights">None negative; not all nought, unless there is nothing to share.</param>
    /// <returns>A share for each weight. Their sum is the amount.</returns>
    public IReadOnlyList<Money> Allocate(IReadOnlyList<long> weights)
    {
        if (weights.Any(w => w < 0))
            throw new ArgumentOutOfRangeException(nameof(weights), "A weight is negative.");
        var all = weights.Aggregate(Int128.Zero, (sum, weight) => sum + weight);
        if (all == 0 && Minor != 0)
            throw new ArgumentException($"{this} cannot be shared among nothing.", nameof(weights));
        var currency = Currency;
        if (Minor == 0)
            return [.. weights.Select(_ => Zero(currency))];
        var step = Currencies.IsOnStep(this) ? Currencies.Step(Currency) : 1;
        var (sign, steps) = (Math.Sign(Minor), Int128.Abs(Minor) / step);
        var shares = weights.Select(w => Int128.DivRem(steps * w, all)).ToList();
        var rest = (int)(steps - shares.Aggregate(Int128.Zero, (sum, share) => sum + share.Quotient));
        var roundedUp = shares.Select((share, position) => (share.Remainder, Position: position))
            .OrderByDescending(s => s.Remainder).ThenBy(s => s.Position).Take(rest).Select(s => s.Position).ToHashSet();
        return [.. shares.Select((share, position) => new Money(sign * step * ((long)share.Quotient + (roundedUp.Contains(position) ? 1 : 0)), currency))];
    }

    private static Int128 DivideHalfAway(Int128 value, Int128 by)
    {
        var twice = (2 * Int128.Abs(value)) + by;
        return Int128.Sign(value) * (twice / (2 * by));
    }

    /// <summary>The amount in major units, as people write it: 1999 EUR is 19.99.</summary>
    public decimal Major => Minor / (decimal)Math.Pow(10, Currencies.Exponent(Currency));

    /// <summary>Shown to people, in a form that does not depend on the server's culture: €19.99, ¥500, BHD 1.250, ISK 2,400.</summary>
    public override string ToString()
    {
        var digits = Currencies.Digits(this);
        var number = Math.Abs(Major).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return (Minor < 0 ? "−" : "") + Currencies.Symbol(Currency) + number;
    }

    /// <summary>
    /// As readers of <paramref name="culture"/> write it: €19.99 in English, which is <see cref="ToString()"/>, and 19,99 € in French, with the spaces of
    /// their culture, at which no line breaks.
    /// </summary>
    public string Format(CultureInfo culture)
    {
        if (culture.TwoLetterISOLanguageName is "en" or "iv")
            return ToString();
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencySymbol = Currencies.Symbol(Currency).Trim();
        format.CurrencyDecimalDigits = Currencies.Digits(this);
        var amount = Math.Abs(Major).ToString("C", format).Replace(' ', '\u00a0');
        return Minor < 0 ? "−" + amount : amount;
    }

    private long Same(Money other) =>
        string.Equals(Currency, other.Currency, StringComparison.Ordinal)
            ? other.Minor
            : throw new InvalidOperationException($"{Currency} and {other.Currency} cannot be counted together.");
}

/// <summary>A part of a whole in millionths: 8.875 % are 88,750, so that a rate of four decimals is exact.</summary>
public readonly record struct Rate(int Millionths) : IComparable<Rate>
{
    public const int Whole = 1_000_000;

    private const int OnePercent = Whole / 100;

    /// <exception cref="ArgumentOutOfRangeException">It has more than four decimals, or is no part of a price.</exception>
    public static Rate OfPercent(decimal percent) => percent * OnePercent is var millionths and >= 0 and <= int.MaxValue && millionths == decimal.Truncate(millionths)
        ? new((int)millionths)
        : throw new ArgumentOutOfRangeException(nameof(percent), percent, "A rate is at least 0 % and has at most four decimals.");

    public static bool operator <(Rate left, Rate right) => left.Millionths < right.Millionths;

    public static bool operator >(Rate left, Rate right) => left.Millionths > right.Millionths;

    public static bool operator <=(Rate left, Rate right) => left.Millionths <= right.Millionths;

    public static bool operator >=(Rate left, Rate right) => left.Millionths >= right.Millionths;

    public int CompareTo(Rate other) => Millionths.CompareTo(other.Millionths);

    public decimal Percent => Millionths / (decimal)OnePercent;
}

/// <summary>ISO 4217 as cards are charged (docs.stripe.com/currencies): how many decimal digits a minor unit stands for, and how an amount is shown.</summary>
public static class Currencies
{
    private static readonly HashSet<string> zeroDecimal =
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];

    private static readonly HashSet<string> threeDecimal = ["BHD", "JOD", "KWD", "OMR", "TND"];

    /// <summary>Digits after the point: 0, 2 or 3.</summary>
    public static int Exponent(string currency) => zeroDecimal.Contains(currency) ? 0 : threeDecimal.Contains(currency) ? 3 : 2;

    /// <summary>
    /// Amounts that are charged or refunded are multiples of so many minor units: cards count the fils of a dinar in tens, and the
    /// Icelandic crown and the Ugandan shilling have no smaller coin although their minor units are hundredths. HUF and TWD are
    /// charged in hundredths; only payouts of them are not (docs.stripe.com/currencies#special-cases).
    /// </summary>
    public static long Step(string currency) => threeDecimal.Contains(currency) ? 10 : IsWhole(currency) ? 100 : 1;

    /// <summary>The smallest amount that can be charged, and what every other one is a multiple of.</summary>
    public static Money Least(string currency) => new(Step(currency), currency);

    /// <summary>
    /// The least amount that a form takes, where the account is paid out in the same currency
    /// (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). Of a currency that is not in its list, half a unit.
    /// </summary>
    public static Money LeastCharge(string currency)
    {
        long minor = currency switch
        {
            "AED" or "MYR" or "PLN" or "RON" => 2_00,
            "BGN" => 1_00,
            "CZK" => 15_00,
            "DKK" => 2_50,
            "GBP" => 30,
            "HKD" => 4_00,
            "HUF" => 175_00,
            "MXN" or "THB" => 10_00,
            "NOK" or "SEK" => 3_00,
            _ => 50,
        };
        return new(Math.Max(minor, Step(currency)), currency);
    }

    /// <summary>
    /// The greatest amount that a form takes: eight digits, which every payment method takes, but for currencies whose unit is worth little (same
    /// source). IDR, COP and INR hold for every method; LBP and HUF only cards take, of which the source says twelve digits for most.
    /// </summary>
    public static Money MostCharge(string currency)
    {
        var minor = currency switch
        {
            "IDR" or "LBP" => 999_999_999_999,
            "COP" or "HUF" => 9_999_999_999,
            "INR" => 999_999_999,
            _ => 99_999_999,
        };
        return DownToStep(new(minor, currency));
    }

    public static bool IsOnStep(Money amount) => amount.Minor % Step(amount.Currency) == 0;

    /// <summary>As much of an amount as the provider can charge or refund.</summary>
    public static Money DownToStep(Money amount) => amount with { Minor = amount.Minor - (amount.Minor % Step(amount.Currency)) };

    /// <summary>How many digits after the point an amount is written with: none where there is no smaller coin, unless there is a part of one.</summary>
    public static int Digits(Money amount) => IsWhole(amount.Currency) && IsOnStep(amount) ? 0 : Exponent(amount.Currency);

    private static bool IsWhole(string currency) => currency is "ISK" or "UGX";

    public static string Symbol(string currency) => currency switch
    {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        _ => currency + "\u00a0",
    };
}
