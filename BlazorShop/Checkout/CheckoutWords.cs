using System.Globalization;
using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Localization;

namespace BlazorShop.Checkout;

/// <summary>What the buyer must know before they can pay, in the current language.</summary>
public static class CheckoutWords
{
    /// <summary>A cookie carries the sentence about an order in the cart again: it names so many items, and counts the rest.</summary>
    private const int Named = 5;

    private static readonly Texts texts = CheckoutTexts.All;

    public static string Of(CheckoutProblem problem) => problem.Kind switch
    {
        CheckoutProblemKind.CartLine => CartWords.Problem(problem.Line!) ?? "",
        CheckoutProblemKind.CartPrice => CartWords.PriceChange(problem.Line!) ?? "",
        CheckoutProblemKind.NewTotal => texts["Problem.NewTotal", Of(problem.Now)],
        CheckoutProblemKind.NoSubscription => problem.Item.Length == 0 ? texts["Problem.NoSubscriptionHere"] : texts["Problem.NoSubscription", problem.Item],
        CheckoutProblemKind.SoldOut => texts["Problem.SoldOut", problem.Item],
        CheckoutProblemKind.JustGone => problem.Wanted == 1 ? texts["Problem.JustSoldOut", problem.Item] : texts["Problem.JustGone", problem.Wanted, problem.Item],
        CheckoutProblemKind.NewPrice => texts["Problem.NewPrice", problem.Item, Of(problem.Was), Of(problem.Now), problem.Every?.Format() ?? ""],
        CheckoutProblemKind.PriceOffStep => CartWords.OffStep(problem.Item, problem.Now!.Value),
        CheckoutProblemKind.TooLittle => texts["Problem.TooLittle", Of(problem.Was), Of(problem.Now)],
        CheckoutProblemKind.TooMuch => texts["Problem.TooMuch", Of(problem.Was), Of(problem.Now)],
        CheckoutProblemKind.TooManyOfOne when problem.Held == 0 => texts["Problem.TooManyOfOne", problem.Most, problem.Item],
        CheckoutProblemKind.TooManyOfOne => texts["Problem.TooManyOfOneHeld", problem.Most, problem.Item, problem.Held],
        CheckoutProblemKind.TooManyItems when problem.Held == 0 => texts["Problem.TooManyItems", problem.Most, problem.Wanted],
        CheckoutProblemKind.TooManyItems => texts["Problem.TooManyItemsHeld", problem.Most, problem.Wanted, problem.Held],
        CheckoutProblemKind.TooFewForTheOrder => texts["Problem.TooFewForTheOrder", problem.Item],
        CheckoutProblemKind.NoLongerSold => texts["Problem.NoLongerSold", problem.Item],
        CheckoutProblemKind.OtherPriceThanOrdered => texts["Problem.OtherPriceThanOrdered", problem.Item, Of(problem.Was), Of(problem.Now)],
        _ => throw new InvalidOperationException($"No words for {problem.Kind}."),
    };

    public static string Of(CheckoutObstacle obstacle) => obstacle switch
    {
        CheckoutObstacle.Refused => texts["Obstacle.Refused"],
        CheckoutObstacle.TooFast => texts["Obstacle.TooFast"],
        _ => texts["Obstacle.NoAnswer"],
    };

    /// <summary>As half a sentence.</summary>
    public static string Of(ReorderProblem problem) => problem.Kind switch
    {
        ReorderProblemKind.TooFew => texts["Reorder.TooFew", problem.Item, problem.Most],
        ReorderProblemKind.AtMost => texts["Reorder.AtMost", problem.Item, problem.Most],
        ReorderProblemKind.SoldOut => texts["Reorder.SoldOut", problem.Item],
        ReorderProblemKind.CartFull => texts["Reorder.CartFull", problem.Item],
        ReorderProblemKind.BySubscription => texts["Reorder.BySubscription", problem.Item],
        _ => texts["Reorder.NoLongerOffered", problem.Item],
    };

    /// <summary>What came of putting an order into the cart again.</summary>
    public static string Of(Reordered again, string number) =>
        again.Left.Count == 0 ? texts["Reorder.All", number]
        : again.Taken == 0 ? texts["Reorder.Nothing", number, Listed(again.Left)]
        : texts["Reorder.Part", number, Listed(again.Left)];

    private static string Listed(IReadOnlyList<ReorderProblem> left)
    {
        var named = string.Join("; ", left.Take(Named).Select(Of));
        return left.Count <= Named ? named : $"{named}; {texts.Count("Reorder.More", left.Count - Named)}";
    }

    private static string Of(Money? amount) => amount?.Format(CultureInfo.CurrentCulture) ?? "";
}
