using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Tests.Architecture;
using CsCheck;

namespace BlazorShop.Tests.Pricing;

/// <summary>How parts of an amount are rounded, in currencies of 0, 2 and 3 decimals and in those without small coins.</summary>
public sealed class RoundingTests
{
    private static readonly string[] currencies = ["JPY", "EUR", "KWD", "ISK"];

    private static readonly Gen<string> currencyOf = Gen.Int[0, currencies.Length - 1].Select(i => currencies[i]);

    private static readonly Gen<Money> amounts =
        from currency in currencyOf
        from steps in Gen.Long[-50_000_000, 50_000_000]
        select new Money(steps * Currencies.Step(currency), currency);

    private static readonly Gen<Rate> rates = Gen.Int[0, 1_500_000].Select(m => new Rate(m));

    private static readonly Gen<long[]> weights = Gen.Long[0, 10_000_000].Array[1, 30].Where(w => w.Sum() > 0);

    /// <summary>Of few values, so that many are alike.</summary>
    private static readonly Gen<long[]> fewWeights = Gen.Long[0, 3].Array[1, 12].Where(w => w.Sum() > 0);

    public static TheoryData<string> Golden => [.. Cases().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [InlineData(1005, "EUR", 10, 101)]
    [InlineData(-1005, "EUR", 10, -101)]
    [InlineData(50, "USD", 1, 1)]
    [InlineData(49, "USD", 1, 0)]
    [InlineData(2970, "KWD", 5, 150)]
    [InlineData(15310, "KWD", 3, 460)]
    [InlineData(240_000, "ISK", 7.5, 18_000)]
    [InlineData(long.MaxValue, "EUR", 100, long.MaxValue)]
    public void A_percentage_is_rounded_half_away_from_zero_to_what_can_be_charged(long minor, string currency, double percent, long expected) =>
        Assert.Equal(new Money(expected, currency), new Money(minor, currency).Percent(Rate.OfPercent((decimal)percent)));

    [Fact]
    public void A_percentage_is_off_by_half_a_step_at_most() => Gen.Select(amounts, rates).Sample((amount, rate) =>
    {
        var step = Currencies.Step(amount.Currency);
        var part = amount.Percent(rate);
        Assert.True(Currencies.IsOnStep(part));
        var exact = (decimal)amount.Minor * rate.Millionths / Rate.Whole;
        Assert.True(Math.Abs(part.Minor - exact) <= step / 2m);
        Assert.True(Math.Abs(part.Minor - exact) < step / 2m || Math.Abs(part.Minor) > Math.Abs(exact));
        Assert.Equal(-part.Minor, (amount with { Minor = -amount.Minor }).Percent(rate).Minor);
    });

    [Fact]
    public void Tax_that_is_included_and_what_is_left_without_it_are_the_whole() => Gen.Select(amounts, rates).Sample((amount, rate) =>
    {
        var tax = amount.Included(rate);
        var without = amount.Minor - tax.Minor;
        var exact = (decimal)amount.Minor * Rate.Whole / (Rate.Whole + rate.Millionths);
        Assert.True(Math.Abs(without - exact) <= 0.5m);
        Assert.True(Math.Abs(tax.Minor) <= Math.Abs(amount.Minor));
    });

    [Fact]
    public void Shares_are_the_whole_and_each_is_within_a_step_of_its_due() => Gen.Select(amounts, weights).Sample((amount, weights) =>
    {
        var shares = amount.Allocate(weights);
        Assert.Equal(amount, Money.Sum(shares, amount.Currency));
        var (step, all) = (Currencies.Step(amount.Currency), weights.Sum());
        Assert.All(shares.Zip(weights), s =>
        {
            Assert.True(Currencies.IsOnStep(s.First));
            Assert.True(Math.Abs(s.First.Minor - ((decimal)amount.Minor * s.Second / all)) < step);
        });
    });

    [Fact]
    public void No_share_is_more_than_its_weight_where_the_whole_is_not() => Gen.Select(currencyOf, weights, rates).Sample((currency, weights, rate) =>
    {
        var step = Currencies.Step(currency);
        var prices = Array.ConvertAll(weights, w => w * step);
        var discount = Money.Sum(prices.Select(p => new Money(p, currency)), currency).Percent(new Rate(Math.Min(rate.Millionths, Rate.Whole)));
        Assert.All(discount.Allocate(prices).Zip(prices), s => Assert.InRange(s.First.Minor, 0, s.Second));
    });

    [Fact]
    public void The_larger_remainder_gets_the_odd_cent_and_of_two_alike_the_first() => Gen.Select(amounts.Where(a => a.Minor > 0), fewWeights).Sample((amount, weights) =>
    {
        var shares = amount.Allocate(weights);
        Assert.Equal(shares.Select(s => -s.Minor), (amount with { Minor = -amount.Minor }).Allocate(weights).Select(s => s.Minor));
        var (step, all) = (Currencies.Step(amount.Currency), (Int128)weights.Sum());
        var (luckier, others) = (new List<(Int128 Left, int At)>(), new List<(Int128 Left, int At)>());
        for (var i = 0; i < weights.Length; i++)
        {
            var (due, rest) = Int128.DivRem((Int128)(amount.Minor / step) * weights[i], all);
            (shares[i].Minor / step > due ? luckier : others).Add((rest, i));
        }

        Assert.All(luckier, l => Assert.All(others, o => Assert.True(l.Left > o.Left || (l.Left == o.Left && l.At < o.At))));
    });

    [Fact]
    public void What_stands_on_no_step_is_shared_to_the_last_minor_unit() =>
        Assert.Equal([502, 501], new Money(1003, "KWD").Allocate([1, 1]).Select(s => s.Minor));

    [Fact]
    public void Nothing_is_shared_among_nobody_and_something_is_not()
    {
        Assert.Equal([0, 0], Money.Zero("EUR").Allocate([0, 0]).Select(s => s.Minor));
        Assert.Throws<ArgumentException>(() => new Money(1, "EUR").Allocate([0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Money(1, "EUR").Allocate([2, -1]));
    }

    [Theory]
    [InlineData("8.875", 88_750)]
    [InlineData("5.5", 55_000)]
    [InlineData("0", 0)]
    [InlineData("0.0001", 1)]
    public void A_rate_has_four_decimals_at_most(string percent, int millionths) =>
        Assert.Equal(millionths, Rate.OfPercent(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture)).Millionths);

    [Theory]
    [InlineData(-1)]
    [InlineData(0.00001)]
    [InlineData(300_000)]
    public void A_percentage_that_is_no_rate_is_refused(double percent) => Assert.Throws<ArgumentOutOfRangeException>(() => Rate.OfPercent((decimal)percent));

    /// <summary>Percentages, shares and taxes of the hand-checked quotes. Which rule applies when is told here; how each rounds is the shop's.</summary>
    [Theory, MemberData(nameof(Golden))]
    public void The_hand_checked_quotes_come_out_to_the_last_minor_unit(string name)
    {
        var quote = Cases().Single(c => c.GetProperty("name").GetString() == name);
        var currency = quote.GetProperty("currency").GetString()!;
        var lines = quote.GetProperty("lines").EnumerateArray().ToList();
        var left = lines.ConvertAll(l => new Money(l.GetProperty("unit").GetInt64(), currency) * l.GetProperty("quantity").GetInt32());
        var discounts = left.ConvertAll(_ => Money.Zero(currency));
        foreach (var promotion in quote.TryGetProperty("promotions", out var promotions) ? promotions.EnumerateArray().ToList() : [])
        {
            if (promotion.GetProperty("kind").GetString() == "FreeShipping")
                continue;
            var only = promotion.TryGetProperty("skus", out var skus) ? skus.EnumerateArray().Select(s => s.GetString()).ToList() : null;
            List<long> eligible = [.. lines.Select((line, i) => only is null || only.Contains(line.GetProperty("sku").GetString()) ? left[i].Minor : 0)];
            var sum = new Money(eligible.Sum(), currency);
            var value = promotion.GetProperty("value").GetDecimal();
            var discount = promotion.GetProperty("kind").GetString() == "Percent" ? sum.Percent(Rate.OfPercent(value)) : new Money(Math.Min((long)value, sum.Minor), currency);
            foreach (var (share, i) in discount.Allocate(eligible).Select((share, i) => (share, i)))
                (discounts[i], left[i]) = (discounts[i] + share, left[i] - share);
        }

        var expected = quote.GetProperty("expected");
        var inclusive = quote.GetProperty("pricesIncludeTax").GetBoolean();
        foreach (var (line, i) in expected.GetProperty("lines").EnumerateArray().Select((line, i) => (line, i)))
        {
            Assert.Equal(line.GetProperty("discount").GetInt64(), discounts[i].Minor);
            Assert.Equal(line.GetProperty("net").GetInt64(), left[i].Minor);
            Assert.Equal(line.GetProperty("tax").GetInt64(), Tax(left[i], lines[i]).Minor);
        }

        var delivery = new Money(expected.GetProperty("delivery").GetInt64(), currency);
        Assert.Equal(expected.GetProperty("deliveryTax").GetInt64(), Tax(delivery, quote.TryGetProperty("delivery", out var told) ? told : default).Minor);

        Money Tax(Money of, JsonElement classed)
        {
            var key = classed.ValueKind == JsonValueKind.Object && classed.TryGetProperty("taxClass", out var taxClass) ? taxClass.GetString()! : "standard";
            var rate = quote.GetProperty("rates").TryGetProperty(key, out var percent) ? Rate.OfPercent(percent.GetDecimal()) : default;
            return inclusive ? of.Included(rate) : of.Percent(rate);
        }
    }

    private static List<JsonElement> Cases() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "BlazorShop.Tests", "Pricing", "quotes.json"))).RootElement.GetProperty("cases").EnumerateArray()];
}
