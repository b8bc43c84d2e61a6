using System.Text.Json.Serialization;

namespace BlazorShop.Payments.Cards;

/// <summary>What a buyer agreed to when a card was kept.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CardConsent>))]
public enum CardConsent
{
    /// <summary>Nobody asked, or nobody wrote the answer down.</summary>
    Unspecified,

    /// <summary>Kept for what was bought then, such as a subscription.</summary>
    Limited,

    /// <summary>Kept to be shown again at each purchase.</summary>
    Always,
}

/// <summary>Which saved cards a form offers, by the shop's settings.</summary>
/// <param name="Offered">Cards with one of these consents are shown.</param>
/// <param name="FullBilling">The form asks for a whole billing address instead of what the card needs.</param>
public sealed record CardRules(IReadOnlyList<CardConsent> Offered, bool FullBilling)
{
    /// <summary>As many cards as a form shows.</summary>
    public const int MostOffered = 50;

    public static readonly CardRules Default = new([CardConsent.Always], FullBilling: false);

    /// <summary>Countries whose addresses have a state, province or region that a whole address includes.</summary>
    private static readonly string[] states = ["AU", "BR", "CA", "ES", "IN", "IT", "JP", "MX", "US"];

    /// <summary>
    /// For each card, newest first, whether a form offers it, and if not why. What is filled in differs: for a purchase the newest
    /// that is offered, for a subscription the default.
    /// </summary>
    public IReadOnlyList<CardVerdict> Judge(IReadOnlyList<SavedCard> cards)
    {
        var verdicts = new List<CardVerdict>();
        var offered = 0;
        foreach (var card in cards)
        {
            var why = Against(card).ToList();
            if (why.Count == 0 && ++offered > MostOffered)
                why.Add(new CardObstacle(CardObstacleKind.TooMany, []));
            verdicts.Add(new CardVerdict(card, why.Count == 0 && offered == 1, why));
        }

        var forSubscriptions = verdicts.Find(v => v is { IsOffered: true, Card.IsDefault: true }) ?? verdicts.Find(v => v.IsOffered);
        return verdicts.ConvertAll(v => v with { IsFilledInForSubscription = v == forSubscriptions });
    }

    private IEnumerable<CardObstacle> Against(SavedCard card)
    {
        if (card.IsWallet)
            yield return new CardObstacle(CardObstacleKind.Wallet, []);
        if (!Offered.Contains(card.Consent))
        {
            yield return new CardObstacle(card.Consent switch
            {
                CardConsent.Limited => CardObstacleKind.KeptForOnePurpose,
                CardConsent.Unspecified => CardObstacleKind.NoConsent,
                _ => CardObstacleKind.ShopSettings,
            }, []);
        }

        var missing = Missing(card).ToList();
        if (missing.Count > 0)
            yield return new CardObstacle(CardObstacleKind.BillingDetails, missing);
    }

    private IEnumerable<BillingPart> Missing(SavedCard card)
    {
        var billing = card.Billing;
        var country = billing.Country;
        if (Lacks(billing.Email))
            yield return BillingPart.Email;
        if (Lacks(billing.Name))
            yield return BillingPart.Name;
        if (Lacks(country))
            yield return BillingPart.Country;
        if (Lacks(billing.PostalCode) && (FullBilling || country is "US" or "CA" or "GB"))
            yield return BillingPart.PostalCode;
        if (!FullBilling)
            yield break;
        if (Lacks(billing.Line1))
            yield return BillingPart.Street;
        if (Lacks(billing.City))
            yield return BillingPart.City;
        if (Lacks(billing.State) && states.Contains(country))
            yield return BillingPart.Region;
    }

    private static bool Lacks(string? text) => string.IsNullOrWhiteSpace(text);
}

/// <summary>What a form would do with a card. <see cref="Against"/> is empty where it offers it.</summary>
/// <param name="IsFilledIn">It is the one that stands in the form of a purchase.</param>
public sealed record CardVerdict(SavedCard Card, bool IsFilledIn, IReadOnlyList<CardObstacle> Against)
{
    /// <summary>It is the one that stands in the form of a new subscription.</summary>
    public bool IsFilledInForSubscription { get; init; }

    public bool IsOffered => Against.Count == 0;

    /// <summary>Its owner's word is all that is missing.</summary>
    public bool LacksConsent => Against is [{ Kind: CardObstacleKind.KeptForOnePurpose or CardObstacleKind.NoConsent }];
}
