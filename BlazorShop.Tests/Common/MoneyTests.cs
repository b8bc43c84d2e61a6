using System.Globalization;
using BlazorShop.Catalog.Demo;
using BlazorShop.Common;
using CsCheck;

namespace BlazorShop.Tests.Common;

/// <summary>Rules about money that hold for every amount of every kind of currency.</summary>
public sealed class MoneyTests
{
    // Of none, two and three decimals, and those of two that have no smaller coin than a whole one, or for payouts only.
    private static readonly string[] kinds = ["EUR", "USD", "JPY", "KRW", "KWD", "BHD", "JOD", "OMR", "TND", "ISK", "UGX", "HUF", "TWD"];

    private static readonly Gen<string> anyCurrency = Gen.Int[0, kinds.Length - 1].Select(i => kinds[i]);

    private static readonly Gen<Money> anyAmount = from currency in anyCurrency from minor in Gen.Long[0, 99_999_999_99] select new Money(minor, currency);

    private static readonly Gen<Money> anyPrice = anyAmount.Select(Currencies.DownToStep);

    [Theory]
    [InlineData("KWD", 10, "KWD\u00a00.010", "KWD\u00a01,234.560")]
    [InlineData("ISK", 100, "ISK\u00a01", "ISK\u00a012,345.60")]
    [InlineData("UGX", 100, "UGX\u00a01", "UGX\u00a012,345.60")]
    [InlineData("HUF", 1, "HUF\u00a00.01", "HUF\u00a012,345.60")]
    [InlineData("TWD", 1, "TWD\u00a00.01", "TWD\u00a012,345.60")]
    [InlineData("JPY", 1, "¥1", "¥1,234,560")]
    public void The_special_currencies_are_counted_and_written_as_the_provider_does(string currency, long step, string least, string some)
    {
        Assert.Equal(new Money(step, currency), Currencies.Least(currency));
        Assert.Equal(least, Currencies.Least(currency).ToString());
        Assert.Equal(some, new Money(1_234_560, currency).ToString());
    }

    [Fact]
    public void What_can_be_charged_of_an_amount_is_the_most_that_stands_on_the_step() => anyAmount.Sample(amount =>
    {
        var charged = Currencies.DownToStep(amount);
        Assert.True(Currencies.IsOnStep(charged));
        Assert.True(charged <= amount && amount.Minor - charged.Minor < Currencies.Step(amount.Currency));
        Assert.Equal(amount == charged, Currencies.IsOnStep(amount));
    });

    [Fact]
    public void Totals_and_what_is_left_of_them_stand_on_the_step_when_prices_do() =>
        (from price in anyPrice from other in anyPrice from quantity in Gen.Int[1, 99] from refunds in Gen.Int[0, 98] select (price, other, quantity, refunds)).Sample(c =>
    {
        var total = (c.price * c.quantity) + (c.other with { Currency = c.price.Currency, Minor = Currencies.DownToStep(c.other with { Currency = c.price.Currency }).Minor });
        Assert.True(Currencies.IsOnStep(total));
        Assert.True(Currencies.IsOnStep(total - (c.price * Math.Min(c.refunds, c.quantity))));
    });

    [Fact]
    public void Every_amount_is_read_back_as_it_stands_in_a_field_and_as_people_see_it() => anyAmount.Sample(amount =>
    {
        Assert.True(MoneyInput.TryParse(MoneyInput.Format(amount), amount.Currency, out var field));
        Assert.Equal(amount, field);
        var shown = amount.ToString();
        var point = shown.LastIndexOf('.');
        Assert.Equal(Currencies.Digits(amount), point < 0 ? 0 : shown.Length - point - 1);
        // Without decimals a single group of three could as well be meant as decimals: that alone is refused.
        if (MoneyInput.TryParse(shown.Replace(",", "", StringComparison.Ordinal), amount.Currency, out var read))
            Assert.Equal(amount, read);
        else
            Assert.Fail(shown);
    });

    [Fact]
    public void No_coin_that_there_is_goes_unsaid_and_none_is_made_up() => anyAmount.Sample(amount =>
    {
        var digits = new string([.. amount.ToString().Where(char.IsAsciiDigit)]);
        var minor = long.Parse(digits, CultureInfo.InvariantCulture) * (long)Math.Pow(10, Currencies.Exponent(amount.Currency) - Currencies.Digits(amount));
        Assert.Equal(amount.Minor, minor);
    });

    [Theory]
    [InlineData("KWD")]
    [InlineData("BHD")]
    [InlineData("ISK")]
    [InlineData("UGX")]
    [InlineData("HUF")]
    [InlineData("TWD")]
    [InlineData("JPY")]
    public void What_a_shop_is_filled_with_can_be_charged(string currency)
    {
        var demo = new SeededIds();
        var categories = DemoCategories.Make(demo);
        var products = DemoCatalogue.Make(demo, categories, currency).Concat(GeneratedCatalogue.Make(new SeededIds(), categories, currency, 300));
        Assert.All(products.SelectMany(p => p.Variants), v => Assert.True(Currencies.IsOnStep(v.Price) && v.Price.Minor > 0, $"{v.Sku}: {v.Price}"));
    }

    [Fact]
    public void Amounts_of_one_currency_are_ordered_and_counted()
    {
        var (less, more) = (new Money(-5, "EUR"), new Money(7, "EUR"));
        Assert.Equal([true, false, true, false], Compared(less, more));
        Assert.Equal([false, true, false, true], Compared(more, less));
        Assert.Equal([false, false, true, true], Compared(more, new Money(7, "EUR")));
        Assert.Equal((2L, 12L, 21L), ((less + more).Minor, (more - less).Minor, (more * 3).Minor));
        Assert.Equal(new Money(9, "EUR"), Money.Sum([less, more, more], "EUR"));
        Assert.Equal(Money.Zero("EUR"), Money.Sum([], "EUR"));
    }

    [Fact]
    public void Amounts_of_two_currencies_are_never_counted_together()
    {
        var (euros, dollars) = (new Money(1, "EUR"), new Money(1, "USD"));
        foreach (var mixed in new Action[] { () => _ = euros + dollars, () => _ = euros - dollars, () => _ = euros < dollars, () => euros.CompareTo(dollars), () => Money.Sum([dollars], "EUR") })
            Assert.Contains("EUR and USD", Assert.Throws<InvalidOperationException>(mixed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_amount_that_no_number_holds_is_refused_and_never_a_small_one()
    {
        var most = new Money(long.MaxValue, "EUR");
        foreach (var over in new Action[] { () => _ = most + new Money(1, "EUR"), () => _ = new Money(-2, "EUR") - most, () => _ = most * 2, () => most.Percent(Rate.OfPercent(200)) })
            Assert.Throws<OverflowException>(over);
    }

    [Fact]
    public void Minor_units_of_every_currency_are_those_of_the_provider()
    {
        Assert.All(["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"], c => Assert.Equal((0, 1L), (Currencies.Exponent(c), Currencies.Step(c))));
        Assert.All(["BHD", "JOD", "KWD", "OMR", "TND"], c => Assert.Equal((3, 10L), (Currencies.Exponent(c), Currencies.Step(c))));
        Assert.All(["ISK", "UGX"], c => Assert.Equal((2, 100L), (Currencies.Exponent(c), Currencies.Step(c))));
        Assert.All(["EUR", "USD", "HUF", "TWD", "CHF"], c => Assert.Equal((2, 1L), (Currencies.Exponent(c), Currencies.Step(c))));
    }

    [Theory]
    [InlineData("AED", 200, 99_999_999)]
    [InlineData("MYR", 200, 99_999_999)]
    [InlineData("PLN", 200, 99_999_999)]
    [InlineData("RON", 200, 99_999_999)]
    [InlineData("BGN", 100, 99_999_999)]
    [InlineData("CZK", 1500, 99_999_999)]
    [InlineData("DKK", 250, 99_999_999)]
    [InlineData("GBP", 30, 99_999_999)]
    [InlineData("HKD", 400, 99_999_999)]
    [InlineData("HUF", 17_500, 9_999_999_999)]
    [InlineData("MXN", 1000, 99_999_999)]
    [InlineData("THB", 1000, 99_999_999)]
    [InlineData("NOK", 300, 99_999_999)]
    [InlineData("SEK", 300, 99_999_999)]
    [InlineData("EUR", 50, 99_999_999)]
    [InlineData("ISK", 100, 99_999_900)]
    [InlineData("KWD", 50, 99_999_990)]
    [InlineData("IDR", 50, 999_999_999_999)]
    [InlineData("LBP", 50, 999_999_999_999)]
    [InlineData("COP", 50, 9_999_999_999)]
    [InlineData("INR", 50, 999_999_999)]
    public void A_form_takes_the_least_and_the_greatest_amount_that_the_provider_names(string currency, long least, long most) =>
        Assert.Equal((new Money(least, currency), new Money(most, currency)), (Currencies.LeastCharge(currency), Currencies.MostCharge(currency)));

    [Theory]
    [InlineData(199_999, "EUR", "€1,999.99", "1 999,99 €")]
    [InlineData(-199_999, "EUR", "−€1,999.99", "−1 999,99 €")]
    [InlineData(5, "USD", "$0.05", "0,05 $")]
    [InlineData(-5, "GBP", "−£0.05", "−0,05 £")]
    [InlineData(1500, "JPY", "¥1,500", "1 500 ¥")]
    [InlineData(1250, "BHD", "BHD 1.250", "1,250 BHD")]
    [InlineData(240_000, "ISK", "ISK 2,400", "2 400 ISK")]
    [InlineData(0, "EUR", "€0.00", "0,00 €")]
    public void An_amount_is_written_for_readers_of_English_and_of_French(long minor, string currency, string english, string french)
    {
        var amount = new Money(minor, currency);
        Assert.Equal(english, Plain(amount.ToString()));
        Assert.Equal(english, Plain(amount.Format(CultureInfo.GetCultureInfo("en-GB"))));
        Assert.Equal(english, Plain(amount.Format(CultureInfo.InvariantCulture)));
        var shown = amount.Format(CultureInfo.GetCultureInfo("fr-FR"));
        Assert.Equal(french, Plain(shown));
        // A line may break at a plain space.
        Assert.DoesNotContain(' ', shown);

        static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');
    }

    [Fact]
    public void A_rate_is_a_part_of_a_whole_in_millionths_and_rates_are_ordered()
    {
        var (less, more) = (Rate.OfPercent(8.875m), Rate.OfPercent(20));
        Assert.Equal((88_750, 8.875m, 20m), (less.Millionths, less.Percent, more.Percent));
        Assert.Equal([true, false, true, false], Compared(less, more));
        Assert.Equal([false, true, false, true], Compared(more, less));
        Assert.Equal([false, false, true, true], Compared(less, Rate.OfPercent(8.875m)));
        Assert.Equal(int.MaxValue, Rate.OfPercent(214_748.3647m).Millionths);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rate.OfPercent(214_748.3648m));
    }

    /// <summary>Whether one is less, greater, not greater and not less than the other.</summary>
    private static bool[] Compared(Money one, Money other)
    {
        var less = one < other;
        var greater = one > other;
        var notGreater = one <= other;
        var notLess = one >= other;
        return [less, greater, notGreater, notLess];
    }

    private static bool[] Compared(Rate one, Rate other)
    {
        var less = one < other;
        var greater = one > other;
        var notGreater = one <= other;
        var notLess = one >= other;
        return [less, greater, notGreater, notLess];
    }
}
