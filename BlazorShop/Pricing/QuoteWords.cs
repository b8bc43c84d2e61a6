using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Localization;

namespace BlazorShop.Pricing;

/// <summary>Charges in words, alike on pages, in emails and on paper, in the current language.</summary>
public static class QuoteWords
{
    private static readonly Texts texts = PricingTexts.All;

    public static string Of(Charge charge)
    {
        var what = texts[$"Charge.{charge.Kind}"];
        return charge.Name is { } name ? texts["Charge.Named", what, name] : what;
    }

    /// <summary>What stands between the items and the total, in the order in which it is counted: discounts, charges, delivery.</summary>
    public static IEnumerable<(string What, string Amount)> Between(Quote quote)
    {
        if (quote.Discount.Minor != 0)
            yield return (texts["Charge.Discount"], Of(Money.Zero(quote.Currency) - quote.Discount));
        foreach (var charge in quote.Charges.Where(c => c.Kind is not ChargeKind.Delivery))
            yield return (Of(charge), Of(charge.Amount));
        yield return (texts["Charge.Delivery"], quote.Delivery.Minor == 0 ? texts["Quote.Free"] : Of(quote.Delivery));
    }

    private static string Of(Money amount) => amount.Format(CultureInfo.CurrentCulture);
}
