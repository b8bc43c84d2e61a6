namespace BlazorShop.Payments.Cards;

/// <summary>Why a form does not offer a saved card.</summary>
public enum CardObstacleKind
{
    /// <summary>It came from Apple Pay, Google Pay or their like, which show their own cards.</summary>
    Wallet,

    /// <summary>Kept for one thing, such as a subscription; nobody agreed to see it again.</summary>
    KeptForOnePurpose,

    /// <summary>Nothing says that its owner agreed to see it again.</summary>
    NoConsent,

    /// <summary>The settings of this shop leave it out.</summary>
    ShopSettings,

    /// <summary>Its billing details lack something that the form needs.</summary>
    BillingDetails,

    /// <summary>A form shows so many, and others are newer.</summary>
    TooMany,
}

/// <param name="Missing">Of billing details: what they lack, in words.</param>
public sealed record CardObstacle(CardObstacleKind Kind, IReadOnlyList<string> Missing);

/// <summary>The same reason for two readers.</summary>
public static class CardObstacleTexts
{
    public static string ForStaff(CardObstacle obstacle) => obstacle.Kind switch
    {
        CardObstacleKind.Wallet => "It came from a wallet such as Apple Pay or Google Pay; those show their own cards.",
        CardObstacleKind.KeptForOnePurpose => "It was kept for one purpose, such as a subscription, without the buyer's consent to show it again.",
        CardObstacleKind.NoConsent => "Nothing says that the buyer agreed to have it shown again.",
        CardObstacleKind.ShopSettings => "The settings of this shop offer only cards that were kept without being shown again.",
        CardObstacleKind.BillingDetails => $"Its billing details lack {string.Join(", ", obstacle.Missing)}, so the form would have to ask for all of it.",
        _ => $"A form shows {CardRules.MostOffered} cards, and that many newer ones come before it.",
    };

    public static string ForOwner(CardObstacle obstacle) => obstacle.Kind switch
    {
        CardObstacleKind.Wallet => "It came from Apple Pay, Google Pay or another wallet. Choose the wallet itself at checkout: cards from wallets are never listed there.",
        CardObstacleKind.KeptForOnePurpose => "You saved it for a subscription only.",
        CardObstacleKind.NoConsent => "You haven't agreed to see it at checkout.",
        CardObstacleKind.ShopSettings => "This shop doesn't list cards saved in this way.",
        CardObstacleKind.BillingDetails => $"{Sentence(obstacle.Missing)} is missing from its billing details. Save the card again to add it.",
        _ => $"Checkout lists {CardRules.MostOffered} cards, and you have that many newer ones.",
    };

    private static string Sentence(IReadOnlyList<string> parts)
    {
        var all = parts.Count == 1 ? parts[0] : string.Join(", ", parts.SkipLast(1)) + " or " + parts[^1];
        return char.ToUpperInvariant(all[0]) + all[1..];
    }
}
