namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>
/// The least and the greatest amount of a form, in minor units, as Stripe publishes them (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts)
/// for accounts that are paid out in the same currency.
/// </summary>
internal static class ChargeLimits
{
    private static readonly Dictionary<string, long> least = new(StringComparer.Ordinal)
    {
        ["aed"] = 200,
        ["bgn"] = 100,
        ["czk"] = 1500,
        ["dkk"] = 250,
        ["gbp"] = 30,
        ["hkd"] = 400,
        ["huf"] = 17500,
        ["mxn"] = 1000,
        ["myr"] = 200,
        ["nok"] = 300,
        ["pln"] = 200,
        ["ron"] = 200,
        ["sek"] = 300,
        ["thb"] = 1000,
    };

    private static readonly Dictionary<string, long> most = new(StringComparer.Ordinal)
    {
        ["cop"] = 9_999_999_999,
        ["huf"] = 9_999_999_999,
        ["idr"] = 999_999_999_999,
        ["inr"] = 999_999_999,
        ["lbp"] = 999_999_999_999,
    };

    public static long Least(string currency) => least.GetValueOrDefault(currency, 50);

    public static long Most(string currency) => most.GetValueOrDefault(currency, 99_999_999);
}
