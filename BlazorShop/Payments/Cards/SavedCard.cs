using System.Globalization;

namespace BlazorShop.Payments.Cards;

public enum CardExpiry
{
    Fine,

    /// <summary>Within <see cref="SavedCard.SoonDays"/> days.</summary>
    Soon,

    Past,
}

/// <summary>A card that the provider keeps for a buyer, read just now. Nothing of it is stored here.</summary>
public sealed record SavedCard
{
    public const int SoonDays = 60;

    /// <summary>The provider's name for it.</summary>
    public required string Reference { get; init; }

    /// <summary>"Visa".</summary>
    public required string Brand { get; init; }

    public required string Last4 { get; init; }

    public required int ExpiryMonth { get; init; }

    public required int ExpiryYear { get; init; }

    public required DateTime SavedAt { get; init; }

    /// <summary>What is charged unless the buyer says otherwise.</summary>
    public required bool IsDefault { get; init; }

    public required CardConsent Consent { get; init; }

    /// <summary>Of Apple Pay, Google Pay or their like.</summary>
    public required bool IsWallet { get; init; }

    public required CardBilling Billing { get; init; }

    /// <summary>"08/2027".</summary>
    public string Expires => string.Create(CultureInfo.InvariantCulture, $"{ExpiryMonth:00}/{ExpiryYear:0000}");

    /// <summary>A card is good until the end of its month.</summary>
    public CardExpiry ExpiryAt(DateTime now)
    {
        if (ExpiryMonth is < 1 or > 12 || ExpiryYear is < 1 or > 9998)
            return CardExpiry.Fine;
        var end = new DateTime(ExpiryYear, ExpiryMonth, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
        return now >= end ? CardExpiry.Past : now.AddDays(SoonDays) >= end ? CardExpiry.Soon : CardExpiry.Fine;
    }
}

/// <summary>What the bank knows of whose card it is.</summary>
public sealed record CardBilling(
    string? Name, string? Email, string? Line1, string? City, string? State, string? PostalCode, string? Country);

/// <summary>The form in which a buyer saves a card without buying anything.</summary>
public sealed record CardForm
{
    public required string Reference { get; init; }

    /// <summary>Opens the form in the buyer's browser. Handed on, never stored, never logged.</summary>
    public string? ClientSecret { get; init; }

    public required bool IsComplete { get; init; }

    /// <summary>When it takes no card any more; null where the provider has not said.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>Whose it is, by what we wrote on it; null when it is none of ours.</summary>
    public CustomerForm? Owner { get; init; }

    /// <summary>The card that came of it.</summary>
    public string? Card { get; init; }

    public override string ToString() => $"{Reference} {(IsComplete ? "complete" : "open")}";
}

public sealed record CustomerForm(BlazorShop.Common.CustomerId Customer, string CustomerReference);
