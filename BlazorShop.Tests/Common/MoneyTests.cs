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
}
