using BlazorShop.Common;

namespace BlazorShop.Pricing;

/// <summary>Charges in words, alike on pages, in emails and on paper.</summary>
public static class QuoteWords
{
    public static string Of(Charge charge)
    {
        var what = charge.Kind switch
        {
            ChargeKind.Delivery => "Shipping",
            ChargeKind.Tax => "Tax",
            ChargeKind.Discount => "Discount",
            ChargeKind.Credit => "Credit used",
            ChargeKind.Arrears => "Owed from an earlier payment",
            ChargeKind.CarriedOver => "Collected with your next payment",
            ChargeKind.CreditNote => "Credit note",
            ChargeKind.Proration => "Adjustment for a changed subscription",
            ChargeKind.Extra => "Additional charge",
            _ => "Adjustment",
        };
        return charge.Name is { } name ? $"{what}: {name}" : what;
    }

    /// <summary>What stands between the items and the total, in the order in which it is counted: discounts, charges, delivery.</summary>
    public static IEnumerable<(string What, string Amount)> Between(Quote quote)
    {
        if (quote.Discount.Minor != 0)
            yield return ("Discount", (Money.Zero(quote.Currency) - quote.Discount).ToString());
        foreach (var charge in quote.Charges.Where(c => c.Kind is not ChargeKind.Delivery))
            yield return (Of(charge), charge.Amount.ToString());
        yield return ("Shipping", quote.Delivery.Minor == 0 ? "Free" : quote.Delivery.ToString());
    }
}
