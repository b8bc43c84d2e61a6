using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Orders;
using BlazorShop.Pricing;
using BlazorShop.Tests.Testing;
using CsCheck;

namespace BlazorShop.Tests.Pricing;

public sealed class QuoteTests
{
    private static readonly IPriceRule[] rules = [new ItemPrices()];

    [Fact]
    public void A_quote_is_the_sum_of_its_items_at_their_prices() =>
        Gen.Select(Gen.Long[0, 1_000_000], Gen.Int[1, 99]).Array[0, 20].Sample(items =>
        {
            var quote = Quote.Price(new Basket("EUR", [.. items.Select(i => Wanted(i.Item1, i.Item2))]), rules);
            var sum = items.Sum(i => i.Item1 * i.Item2);
            Assert.Equal((sum, sum, 0L, 0L, 0L), (quote.Total.Minor, quote.Subtotal.Minor, quote.Discount.Minor, quote.Delivery.Minor, quote.Tax.Minor));
            Assert.Equal(items.Sum(i => i.Item2), quote.Count);
            Assert.Empty(quote.Problems);
        });

    [Theory]
    [InlineData(3, 5, 20, false, 1999, null)]
    [InlineData(6, 5, 20, false, 1999, QuoteProblemKind.TooFewLeft)]
    [InlineData(1, 0, 20, false, 1999, QuoteProblemKind.SoldOut)]
    [InlineData(21, 50, 20, false, 1999, QuoteProblemKind.TooMany)]
    [InlineData(1, 5, 20, true, 1999, QuoteProblemKind.BySubscription)]
    public void What_keeps_an_item_from_being_bought_is_a_kind(int quantity, int buyable, int atMost, bool bySubscription, long price, QuoteProblemKind? expected)
    {
        var item = Wanted(price, quantity) with { Buyable = buyable, AtMost = atMost, IsBySubscription = bySubscription };
        Assert.Equal(expected, Quote.Price(new Basket("EUR", [item]), rules).Problems.SingleOrDefault()?.Kind);
    }

    [Theory]
    [InlineData(5, 5, 20, null, 5)]
    [InlineData(20, 50, 20, null, 20)]
    [InlineData(6, 5, 5, QuoteProblemKind.TooFewLeft, 5)]
    [InlineData(30, 25, 20, QuoteProblemKind.TooMany, 20)]
    [InlineData(30, 10, 20, QuoteProblemKind.TooFewLeft, 10)]
    public void A_problem_of_too_many_items_says_how_many_can_be_bought(int quantity, int buyable, int atMost, QuoteProblemKind? expected, int available)
    {
        var item = Wanted(1999, quantity) with { Buyable = buyable, AtMost = atMost };
        var problem = Quote.Price(new Basket("EUR", [item]), rules).Problems.SingleOrDefault();
        Assert.Equal(expected is { } kind ? new QuoteProblem(kind, item.Item.Variant, quantity, available) : null, problem);
    }

    [Fact]
    public void A_quote_is_read_in_words_from_its_discount_over_its_charges_to_its_delivery()
    {
        var quote = Quote.Price(new Basket("EUR", [Wanted(1000, 2), Wanted(500, 1)]), [new ItemPrices(), new TenOff(), new Delivery()]);
        quote = quote with { Charges = [.. quote.Charges, new Charge(ChargeKind.Credit, new Money(-300, "EUR")) { Name = "Gift" }, new Charge(ChargeKind.Arrears, new Money(120, "EUR"))] };

        var said = QuoteWords.Between(quote).ToList();

        Assert.Equal(["−€2.50", "−€3.00", "€1.20", "€4.90"], said.Select(s => s.Amount));
        Assert.EndsWith("Gift", said[1].What, StringComparison.Ordinal);
        Assert.Equal(4, said.Select(s => s.What).Distinct().Count());
        var free = Assert.Single(QuoteWords.Between(Quote.Price(new Basket("EUR", [Wanted(1000, 2)]), rules)));
        Assert.Equal(said[^1].What, free.What);
        Assert.Equal("free", free.Amount, ignoreCase: true);
    }

    [Theory]
    [InlineData("en", "Discount", "Credit used: Gift", "Owed from an earlier payment", "Tax", "Shipping")]
    [InlineData("fr", "Remise", "Avoir utilisé : Gift", "Reste dû d’un paiement précédent", "TVA", "Livraison")]
    public void What_stands_between_the_items_and_the_total_is_named_in_the_readers_language(string language, params string[] names)
    {
        var quote = Quote.Price(new Basket("EUR", [Wanted(1000, 2)]), [new ItemPrices(), new TenOff()]) with
        {
            Charges =
            [
                new Charge(ChargeKind.Credit, new Money(-300, "EUR")) { Name = "Gift" },
                new Charge(ChargeKind.Arrears, new Money(120, "EUR")),
                new Charge(ChargeKind.Tax, new Money(400, "EUR")),
                new Charge(ChargeKind.Delivery, new Money(490, "EUR")),
            ],
        };
        Assert.Equal(string.Join("\n", names), Languages.InEach(() => string.Join("\n", QuoteWords.Between(quote).Select(s => s.What)).Replace('\u00a0', ' '))[language]);
    }

    [Fact]
    public void An_item_is_named_with_its_options_where_it_has_some()
    {
        Assert.Equal("Mushroom lamp (Clay)", Make.Item("Mushroom lamp", "Clay").FullName);
        Assert.Equal("Mushroom lamp", Make.Item("Mushroom lamp").FullName);
        Assert.Equal("Mushroom lamp", new ItemSnapshot { Variant = Make.Item().Variant, ProductSlug = "mushroom-lamp", Name = "Mushroom lamp", Sku = "LAMP" }.FullName);
    }

    [Fact]
    public async Task The_shop_prices_a_basket_by_its_own_rules()
    {
        await using var shop = new ShopApp();
        var quote = shop.Get<PriceCalculator>().Price(new Basket("EUR", [Wanted(1999, 2)]));
        Assert.Equal((3998L, 2), (quote.Total.Minor, quote.Count));
    }

    [Fact]
    public void A_price_between_two_steps_is_a_problem_of_its_line()
    {
        var basket = new Basket("KWD", [new BasketItem(Make.Item(), new Money(1990, "KWD"), 1), new BasketItem(Make.Item(), new Money(1995, "KWD"), 1)]);
        Assert.Equal((QuoteProblemKind.PriceOffStep, basket.Items[1].Item.Variant), (Assert.Single(Quote.Price(basket, rules).Problems) is var p ? (p.Kind, p.Variant) : default));
    }

    /// <summary>Rules come in the order of their stages, whichever was registered first.</summary>
    [Fact]
    public void Rules_have_their_turn_by_stage_and_the_sums_follow()
    {
        var quote = Quote.Price(new Basket("EUR", [Wanted(1000, 2), Wanted(500, 1)]), [new ExclusiveTax(), new Delivery(), new TenOff(), new ItemPrices()]);

        Assert.Equal((2500L, 250L, 490L), (quote.Subtotal.Minor, quote.Discount.Minor, quote.Delivery.Minor));
        Assert.Equal([200L, 50L], quote.Lines.Select(l => l.Discount.Minor));
        // 20 % of 1800, 450 and 490.
        Assert.Equal((360L + 90 + 98, 2500L - 250 + 490 + 548), (quote.Tax.Minor, quote.Total.Minor));
    }

    [Fact]
    public void An_order_is_placed_as_it_was_quoted_and_says_so()
    {
        var quote = Quote.Price(new Basket("EUR", [Wanted(1000, 2), Wanted(500, 1)]), [new ItemPrices(), new TenOff(), new Delivery(), new ExclusiveTax()]);

        var order = Order.Place(quote, OrderKey.New(TimeProvider.System), new OrderBuyer(Make.Customer(), "Ada@Example.org"), Make.Address(), "test", DateTime.UtcNow);

        Assert.Equal(quote.Lines, order.Quote.Lines);
        Assert.Equal(quote.Charges, order.Quote.Charges);
        Assert.Equal(
            (quote.Total, quote.Subtotal.Minor, quote.Discount.Minor, quote.Delivery.Minor, quote.Tax.Minor),
            (order.Total, order.Subtotal, order.Discount, order.Delivery, order.Tax));
        Assert.Equal(("ada@example.org", "3 items, " + quote.Total), (order.Email, OrderWords.Details(Assert.Single(order.History))));
    }

    private static BasketItem Wanted(long price, int quantity) => new(Make.Item(), new Money(price, "EUR"), quantity);

    private sealed class TenOff : IPriceRule
    {
        public PriceStage Stage => PriceStage.Discounts;

        public void Apply(QuoteDraft draft)
        {
            var prices = draft.Lines.ConvertAll(l => l.Gross.Minor);
            var shares = new Money(prices.Sum(), draft.Basket.Currency).Percent(Rate.OfPercent(10)).Allocate(prices);
            for (var i = 0; i < draft.Lines.Count; i++)
                draft.Lines[i] = draft.Lines[i] with { Discount = shares[i] };
        }
    }

    private sealed class Delivery : IPriceRule
    {
        public PriceStage Stage => PriceStage.Delivery;

        public void Apply(QuoteDraft draft) => draft.Charges.Add(new Charge(ChargeKind.Delivery, new Money(490, draft.Basket.Currency)) { Code = "eu-standard", Name = "Standard" });
    }

    private sealed class ExclusiveTax : IPriceRule
    {
        private static readonly Rate rate = Rate.OfPercent(20);

        public PriceStage Stage => PriceStage.Tax;

        public void Apply(QuoteDraft draft)
        {
            for (var i = 0; i < draft.Lines.Count; i++)
                draft.Lines[i] = draft.Lines[i] with { Tax = draft.Lines[i].Net.Percent(rate), TaxRate = rate };
            for (var i = 0; i < draft.Charges.Count; i++)
                draft.Charges[i] = draft.Charges[i] with { Tax = draft.Charges[i].Amount.Percent(rate), TaxRate = rate };
            var all = Money.Sum(draft.Lines.Select(l => l.Tax).Concat(draft.Charges.Select(c => c.Tax)), draft.Basket.Currency);
            draft.Charges.Add(new Charge(ChargeKind.Tax, all));
        }
    }
}
