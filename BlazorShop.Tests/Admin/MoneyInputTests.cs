using System.Globalization;
using BlazorShop.Common;

namespace BlazorShop.Tests.Admin;

/// <summary>Amounts as people type them: the same in every culture, and never a hundred times too much.</summary>
public sealed class MoneyInputTests
{
    // All that the provider can charge, as it writes them.
    private static readonly string[] currencies = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR "
        + "FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN "
        + "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW").Split(' ');

    private static readonly string[] withoutCents = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".Split(' ');
    private static readonly string[] withMills = "BHD JOD KWD OMR TND".Split(' ');

    public static TheoryData<string> Currencies => new(currencies);

    [Theory]
    [InlineData("19.99", "EUR", 1999)]
    [InlineData("19,99", "EUR", 1999)]
    [InlineData(" 19.9 ", "EUR", 1990)]
    [InlineData("20", "EUR", 2000)]
    [InlineData("€20", "EUR", 2000)]
    [InlineData("20 eur", "EUR", 2000)]
    [InlineData("0.01", "EUR", 1)]
    [InlineData("1,234.50", "EUR", 123450)]
    [InlineData("1.234,50", "EUR", 123450)]
    [InlineData("1\u202f234,50", "EUR", 123450)]
    [InlineData("1.234.567,89", "EUR", 123456789)]
    [InlineData("500", "JPY", 500)]
    [InlineData("¥1 500", "JPY", 1500)]
    [InlineData("1.250", "BHD", 1250)]
    [InlineData("1,25", "BHD", 1250)]
    [InlineData("1", "BHD", 1000)]
    public void An_amount_typed_the_usual_ways_is_read_as_it_was_meant(string typed, string currency, long minor)
    {
        Assert.True(MoneyInput.TryParse(typed, currency, out var money));
        Assert.Equal(new Money(minor, currency), money);
    }

    [Theory]
    [InlineData(null, "EUR")]
    [InlineData("", "EUR")]
    [InlineData("  ", "EUR")]
    [InlineData("€", "EUR")]
    [InlineData("abc", "EUR")]
    [InlineData("-5", "EUR")]
    [InlineData("+5", "EUR")]
    [InlineData("1e3", "EUR")]
    [InlineData("5.", "EUR")]
    [InlineData(".5", "EUR")]
    [InlineData("1.2.3", "EUR")]
    [InlineData("1,234", "EUR")]
    [InlineData("1.234", "EUR")]
    [InlineData("19.999", "EUR")]
    [InlineData("12,34.50", "EUR")]
    [InlineData("1 2 3", "EUR")]
    [InlineData("$20", "EUR")]
    [InlineData("٢٠", "EUR")]
    [InlineData("5.0", "JPY")]
    [InlineData("1,500", "JPY")]
    [InlineData("1.2345", "BHD")]
    [InlineData("99999999999999999999", "EUR")]
    [InlineData("9223372036854775807", "EUR")]
    public void An_amount_that_could_mean_another_is_refused(string? typed, string currency) => Assert.False(MoneyInput.TryParse(typed, currency, out _));

    [Theory, MemberData(nameof(Currencies))]
    public void An_amount_is_counted_in_the_minor_units_of_the_provider(string currency)
    {
        var exponent = withoutCents.Contains(currency) ? 0 : withMills.Contains(currency) ? 3 : 2;
        Assert.Equal(exponent, BlazorShop.Common.Currencies.Exponent(currency));
        Assert.Equal(12m, new Money(12 * (long)Math.Pow(10, exponent), currency).Major);
        Assert.Equal(withMills.Contains(currency) ? 10 : currency is "ISK" or "UGX" ? 100 : 1, BlazorShop.Common.Currencies.Step(currency));
    }

    [Theory, MemberData(nameof(Currencies))]
    public void Every_amount_is_read_back_as_the_admin_writes_it(string currency)
    {
        var random = new Random(20261123);
        for (var i = 0; i < 500; i++)
        {
            var money = new Money(random.NextInt64(0, (long)Math.Pow(10, random.Next(1, 16))), currency);
            var plain = MoneyInput.Format(money);
            foreach (var typed in new[] { plain, plain.Replace('.', ','), $" {currency} {plain} ", Grouped(money, ',', '.'), Grouped(money, '.', ','), Grouped(money, ' ', ',') })
            {
                // A single sign between groups of three may as well be the decimals': only then it is refused.
                var ambiguous = BlazorShop.Common.Currencies.Exponent(currency) == 0 && typed.AsSpan().IndexOfAny('.', ',') >= 0;
                Assert.True(MoneyInput.TryParse(typed, currency, out var read) != ambiguous, typed);
                if (!ambiguous)
                    Assert.Equal(money, read);
            }
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("en-US")]
    [InlineData("ar-BH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("fr-FR")]
    [InlineData("tr-TR")]
    public void The_servers_culture_does_not_change_how_an_amount_is_read(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal("19.99", MoneyInput.Format(new Money(1999, "EUR")));
            Assert.True(MoneyInput.TryParse("19.99", "EUR", out var money));
            Assert.Equal(1999, money.Minor);
            Assert.Equal("€1,234.50", new Money(123450, "EUR").ToString());
            Assert.Equal("BHD\u00a01.250", new Money(1250, "BHD").ToString());
            // With the dotless i of a Turkish server this currency would be another.
            Assert.True(MoneyInput.TryParse("12 inr", "INR", out var rupees));
            Assert.Equal(1200, rupees.Minor);
            foreach (var currency in currencies)
                Every_amount_is_read_back_as_the_admin_writes_it(currency);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Grouped(Money money, char group, char point) =>
        string.Concat(money.Major.ToString("N" + BlazorShop.Common.Currencies.Exponent(money.Currency), CultureInfo.InvariantCulture)
            .Select(c => c == ',' ? group : c == '.' ? point : c));
}
