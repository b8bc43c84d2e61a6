using BlazorShop.Common;

namespace BlazorShop.Pricing;

/// <summary>The first rule: every item at its price, and what keeps it from being bought.</summary>
public sealed class ItemPrices : IPriceRule
{
    public PriceStage Stage => PriceStage.Items;

    public void Apply(QuoteDraft draft)
    {
        foreach (var item in draft.Basket.Items)
        {
            draft.Lines.Add(new QuoteLine(item.Item, item.Price, item.Quantity));
            if (Problem(item) is { } kind)
                draft.Problems.Add(new QuoteProblem(kind, item.Item.Variant, item.Quantity, Math.Min(item.Buyable, item.AtMost)));
        }
    }

    private static QuoteProblemKind? Problem(BasketItem item) => (item.Buyable, item.Quantity) switch
    {
        _ when item.IsBySubscription => QuoteProblemKind.BySubscription,
        _ when !Currencies.IsOnStep(item.Price) => QuoteProblemKind.PriceOffStep,
        (0, _) => QuoteProblemKind.SoldOut,
        var (left, wanted) when wanted > left && left <= item.AtMost => QuoteProblemKind.TooFewLeft,
        var (_, wanted) when wanted > item.AtMost => QuoteProblemKind.TooMany,
        _ => null,
    };
}
