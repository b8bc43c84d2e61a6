using BlazorShop.Localization;

namespace BlazorShop.Payments.Cards;

/// <summary>What there is to say of a saved card, in the current language.</summary>
public static class CardWords
{
    private static readonly Texts texts = CardTexts.All;

    public static string IsDefault => texts["Card.Default"];

    /// <summary>"Visa ending in 4242".</summary>
    public static string Name(SavedCard card) => texts["Card.Name", card.Brand, card.Last4];

    public static string Expires(SavedCard card) => texts["Card.Expires", card.Expires];

    public static string Offered(CardVerdict verdict) => verdict.IsOffered ? texts["Card.Offered"] : texts["Card.NotOffered"];

    public static string ForStaff(CardObstacle obstacle) => texts[$"ForStaff.{obstacle.Kind}", Argument(obstacle)];

    public static string ForOwner(CardObstacle obstacle) => texts[$"ForOwner.{obstacle.Kind}", Argument(obstacle)];

    private static object Argument(CardObstacle obstacle) =>
        obstacle.Kind is CardObstacleKind.TooMany ? CardRules.MostOffered : string.Join(", ", obstacle.Missing.Select(part => texts[$"Billing.{part}"]));
}
