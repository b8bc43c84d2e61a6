using BlazorShop.Common;
using BlazorShop.Pricing;

namespace BlazorShop.Subscriptions;

/// <summary>
/// A renewal as it was collected: the item at the price that was agreed, and beside it whatever made the provider collect another
/// amount. Its total is what was collected, to the last minor unit.
/// </summary>
internal static class RenewalQuote
{
    public static Quote Of(Subscription subscription, Money collected, IReadOnlyList<Charge> adjustments) => new()
    {
        Currency = collected.Currency,
        Lines = [new QuoteLine(subscription.Item, subscription.UnitPrice, subscription.Quantity)],
        Charges = Complete(collected - subscription.Total, adjustments),
    };

    /// <summary>What the provider gives as reasons, and what it does not explain.</summary>
    private static IReadOnlyList<Charge> Complete(Money difference, IReadOnlyList<Charge> adjustments)
    {
        if (difference.Minor == 0)
            return [];
        var rest = difference - Money.Sum(adjustments.Select(a => a.Amount), difference.Currency);
        return rest.Minor == 0 ? adjustments : [.. adjustments, new Charge(ChargeKind.Other, rest)];
    }
}
