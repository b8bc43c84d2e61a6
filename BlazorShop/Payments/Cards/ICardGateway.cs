using BlazorShop.Common;

namespace BlazorShop.Payments.Cards;

/// <summary>What the provider keeps for a buyer. All calls go over the network: never while a transaction is open.</summary>
/// <exception cref="PaymentGatewayException">The provider could not be reached, or refused.</exception>
public interface ICardGateway
{
    /// <summary>The buyer's cards, newest first.</summary>
    Task<IReadOnlyList<SavedCard>> CardsAsync(string customerReference, CancellationToken ct);

    /// <summary>Whom the card is kept for now; null when for nobody.</summary>
    Task<string?> OwnerOfCardAsync(string cardReference, CancellationToken ct);

    /// <summary>Opens a form that keeps a card and takes no money.</summary>
    Task<CardForm> OpenCardFormAsync(CardFormRequest request, CancellationToken ct);

    Task<CardForm> GetCardFormAsync(string formReference, CancellationToken ct);

    /// <summary>Doing it again changes nothing.</summary>
    Task MakeDefaultCardAsync(string customerReference, string cardReference, CancellationToken ct);

    /// <summary>Forms may show the card at every later purchase. When its owner agreed to that is written down with the card.</summary>
    Task ShowAgainAsync(string cardReference, DateTimeOffset agreedAt, CancellationToken ct);

    /// <summary>For good: the provider does not give it back.</summary>
    Task RemoveCardAsync(string cardReference, CancellationToken ct);

    /// <summary>The address that forms fill in; null forgets it.</summary>
    Task KeepAddressAsync(string customerReference, Address? address, CancellationToken ct);
}

/// <param name="ReturnUrl">Absolute; the provider puts its form where <see cref="IPaymentProvider.FormTemplate"/> stands.</param>
/// <param name="Locale">The page's language.</param>
public sealed record CardFormRequest(
    CustomerId Customer, string CustomerReference, string Shop, string Currency, string ReturnUrl, string Locale, DateTime ExpiresAt, CardRules Rules, PaymentLook? Look);
