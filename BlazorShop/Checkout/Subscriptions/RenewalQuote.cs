using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments.Subscriptions;

namespace BlazorShop.Checkout.Subscriptions;

/// <summary>
/// The lines of a renewal's order: the goods at the price that was agreed, and beside them whatever made the provider collect
/// another amount. Their sum is what was collected, to the last minor unit.
/// </summary>
internal static class RenewalLines
{
    private const int LongestName = 120;

    public static IEnumerable<OrderLine> Of(OrderId order, Subscription subscription, Money collected, IReadOnlyList<InvoiceAdjustment> adjustments)
    {
        yield return new OrderLine
        {
            OrderId = order,
            Position = 1,
            VariantId = subscription.VariantId,
            ProductSlug = subscription.ProductSlug,
            Name = subscription.Name,
            Options = subscription.Options,
            Sku = subscription.Sku,
            UnitPrice = subscription.UnitPrice,
            Quantity = subscription.Quantity,
        };
        var position = 1;
        foreach (var adjustment in Complete(collected - subscription.Total, adjustments))
        {
            yield return new OrderLine
            {
                OrderId = order,
                Position = ++position,
                // No goods: nothing is taken from the stock for it, nothing ships.
                VariantId = default,
                ProductSlug = "",
                Name = Words(adjustment),
                Sku = "",
                UnitPrice = adjustment.Amount,
                Quantity = 0,
            };
        }
    }

    /// <summary>What the provider gives as reasons, and what it does not explain.</summary>
    private static IEnumerable<InvoiceAdjustment> Complete(Money difference, IReadOnlyList<InvoiceAdjustment> adjustments)
    {
        if (difference.Minor == 0)
            return [];
        var rest = difference.Minor - adjustments.Sum(a => a.Amount.Minor);
        return rest == 0 ? adjustments : [.. adjustments, new InvoiceAdjustment(InvoiceAdjustmentKind.Other, null, difference with { Minor = rest })];
    }

    private static string Words(InvoiceAdjustment adjustment)
    {
        var what = adjustment.Kind switch
        {
            InvoiceAdjustmentKind.Discount => "Discount",
            InvoiceAdjustmentKind.Credit => "Credit used",
            InvoiceAdjustmentKind.Arrears => "Owed from an earlier payment",
            InvoiceAdjustmentKind.CarriedOver => "Collected with your next payment",
            InvoiceAdjustmentKind.CreditNote => "Credit note",
            InvoiceAdjustmentKind.Proration => "Adjustment for a changed subscription",
            InvoiceAdjustmentKind.Extra => "Additional charge",
            InvoiceAdjustmentKind.Tax => "Tax",
            _ => "Adjustment",
        };
        var words = adjustment.Description is { } description ? $"{what}: {description}" : what;
        return Text.LimitWithEllipsis(words, LongestName);
    }
}
