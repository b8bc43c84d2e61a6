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

    /// <summary>For each card, newest first, whether a form offers it, and if not why, in words for staff.</summary>
    public IReadOnlyList<CardVerdict> Judge(IReadOnlyList<SavedCard> cards)
    {
        var verdicts = new List<CardVerdict>();
        var offered = 0;
        foreach (var card in cards)
        {
            var why = Against(card).ToList();
            if (why.Count == 0 && ++offered > MostOffered)
                why.Add($"A form shows {MostOffered} cards, and that many newer ones come before it.");
            verdicts.Add(new CardVerdict(card, why.Count == 0 && offered == 1, why));
        }

        return verdicts;
    }

    private IEnumerable<string> Against(SavedCard card)
    {
        if (card.IsWallet)
            yield return "It came from a wallet such as Apple Pay or Google Pay; those show their own cards.";
        if (!Offered.Contains(card.Consent))
        {
            yield return card.Consent switch
            {
                CardConsent.Limited => "It was kept for one purpose, such as a subscription, without the buyer's consent to show it again.",
                CardConsent.Unspecified => "Nothing says that the buyer agreed to have it shown again.",
                _ => "The settings of this shop offer only cards that were kept without being shown again.",
            };
        }

        var missing = Missing(card).ToList();
        if (missing.Count > 0)
            yield return $"Its billing details lack {string.Join(", ", missing)}, so the form would have to ask for all of it.";
    }

    private IEnumerable<string> Missing(SavedCard card)
    {
        var billing = card.Billing;
        var country = billing.Country;
        if (Lacks(billing.Email))
            yield return "the email";
        if (Lacks(billing.Name))
            yield return "the name";
        if (Lacks(country))
            yield return "the country";
        if (Lacks(billing.PostalCode) && (FullBilling || country is "US" or "CA" or "GB"))
            yield return "the postal code";
        if (!FullBilling)
            yield break;
        if (Lacks(billing.Line1))
            yield return "the street";
        if (Lacks(billing.City))
            yield return "the city";
        if (Lacks(billing.State) && states.Contains(country))
            yield return "the state or region";
    }

    private static bool Lacks(string? text) => string.IsNullOrWhiteSpace(text);
}

/// <summary>What a form would do with a card. <see cref="Why"/> is empty where it offers it.</summary>
public sealed record CardVerdict(SavedCard Card, bool IsFilledIn, IReadOnlyList<string> Why)
{
    public bool IsOffered => Why.Count == 0;
}
