using System.Globalization;
using BlazorShop.Common;
using BlazorShop.Localization;
using BlazorShop.Pricing;

namespace BlazorShop.Carts;

/// <summary>What the buyer must know or mend in the cart, in the current language.</summary>
public static class CartWords
{
    private static readonly Texts texts = CartTexts.All;

    public static string Of(QuoteProblem problem, QuoteLine line)
    {
        var name = line.Item.FullName;
        return problem.Kind switch
        {
            QuoteProblemKind.BySubscription => texts["Problem.BySubscription", name],
            QuoteProblemKind.PriceOffStep => texts["Problem.PriceOffStepRemove", OffStep(name, line.UnitPrice)],
            QuoteProblemKind.SoldOut => texts["Problem.SoldOut", name],
            QuoteProblemKind.TooFewLeft => texts["Problem.TooFewLeft", name, problem.Available],
            QuoteProblemKind.TooMany => texts["Problem.TooMany", name, problem.Available],
            _ => throw new InvalidOperationException($"No words for {problem.Kind}."),
        };
    }

    /// <summary>Nobody can be charged this price: the shop must change it.</summary>
    public static string OffStep(string name, Money price) =>
        texts["Problem.PriceOffStep", name, Of(price), price.Currency, Of(Currencies.Least(price.Currency))];

    /// <summary>What to mend on this line; null when all is well.</summary>
    public static string? Problem(CartViewLine line) => line.Problem is { } problem ? Of(problem, line.Quoted) : null;

    public static string? PriceChange(CartViewLine line) =>
        line.FormerPrice is { } former ? texts["Price.Changed", line.Item.FullName, Of(former), Of(line.UnitPrice)] : null;

    /// <summary>Why it became fewer than the buyer asked for.</summary>
    public static string FewerThan(CartViewLine line, int asked) => line.Buyable > line.AtMost && asked > line.AtMost
        ? texts["Fewer.AtMost", line.Item.FullName, line.AtMost, line.Quantity]
        : texts["Fewer.Left", line.Item.FullName, line.Quantity];

    /// <summary>What the buyer has yet to be told, in sentences; null where there is nothing.</summary>
    public static string? Of(IReadOnlyList<CartNotice> notices)
    {
        if (notices.Count == 0)
            return null;
        var sentences = notices.Where(n => n.Kind is CartNoticeKind.Merged or CartNoticeKind.Gone or CartNoticeKind.Note)
            .Select(n => n.Kind switch
            {
                CartNoticeKind.Merged => texts["Notice.Merged"],
                CartNoticeKind.Gone => texts.Count("Notice.Gone", n.Count ?? 1),
                _ => n.Text ?? "",
            }).ToList();
        var fewer = notices.Where(n => n.Kind is CartNoticeKind.FewLeft or CartNoticeKind.AtMost or CartNoticeKind.SoldOut or CartNoticeKind.LeftOut)
            .Select(n => texts[$"Notice.{n.Kind}", n.Text ?? "", n.Count ?? 0]).ToList();
        if (fewer.Count > 0)
            sentences.Insert(Math.Min(1, sentences.Count), texts["Notice.PleaseNote", string.Join("; ", fewer)]);
        return string.Join(" ", sentences);
    }

    private static string Of(Money amount) => amount.Format(CultureInfo.CurrentCulture);
}
