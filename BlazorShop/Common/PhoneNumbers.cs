using PhoneNumbers;

namespace BlazorShop.Common;

/// <summary>Telephone numbers: kept as E.164 (<c>+33612345678</c>), shown with spaces.</summary>
public static class PhoneNumbers
{
    private static readonly PhoneNumberUtil util = PhoneNumberUtil.GetInstance();

    /// <summary>E.164, or null where it can be no number. Without a country code it is one of <paramref name="country"/>.</summary>
    public static string? Normalise(string? written, string? country)
    {
        if (string.IsNullOrWhiteSpace(written))
            return null;
        try
        {
            var number = util.Parse(written, string.IsNullOrWhiteSpace(country) ? null : country);
            return util.IsPossibleNumber(number) ? util.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>For people: <c>+33 6 12 34 56 78</c>; what is no number stays as it is.</summary>
    public static string? Shown(string? kept)
    {
        if (string.IsNullOrWhiteSpace(kept))
            return null;
        try
        {
            return util.Format(util.Parse(kept, null), PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return kept;
        }
    }
}
