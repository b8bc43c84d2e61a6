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

/// <summary>A part of a card's billing details.</summary>
public enum BillingPart
{
    Email,
    Name,
    Country,
    PostalCode,
    Street,
    City,
    Region,
}

/// <param name="Missing">Of billing details: what they lack.</param>
public sealed record CardObstacle(CardObstacleKind Kind, IReadOnlyList<BillingPart> Missing);
