using BlazorShop.Payments.Cards;
using Stripe;
using Stripe.Checkout;

namespace BlazorShop.Payments.StripeGateway;

public sealed partial class StripePaymentGateway : ICardGateway
{
    public Task<IReadOnlyList<SavedCard>> CardsAsync(string customerReference, CancellationToken ct) => CallAsync<IReadOnlyList<SavedCard>>(async stripe =>
    {
        var customer = await stripe.V1.Customers.GetAsync(customerReference, cancellationToken: ct);
        if (customer.Deleted == true)
            return [];
        var cards = await stripe.V1.Customers.PaymentMethods.ListAsync(
            customerReference, new CustomerPaymentMethodListOptions { Type = "card", Limit = 100 }, cancellationToken: ct);
        return [.. cards.Select(card => StripeCards.ToCard(card, customer.InvoiceSettings?.DefaultPaymentMethodId))];
    });

    public Task<string?> OwnerOfCardAsync(string cardReference, CancellationToken ct) => CallAsync<string?>(async stripe =>
        await stripe.V1.PaymentMethods.GetAsync(cardReference, cancellationToken: ct) is { Type: "card" } card ? card.CustomerId : null);

    public Task<CardForm> OpenCardFormAsync(CardFormRequest request, CancellationToken ct) => CallAsync(async stripe =>
        StripeCards.ToForm(await stripe.V1.Checkout.Sessions.CreateAsync(StripeCards.ToOptions(request), cancellationToken: ct)));

    public Task<CardForm> GetCardFormAsync(string formReference, CancellationToken ct) => CallAsync(async stripe =>
        StripeCards.ToForm(await stripe.V1.Checkout.Sessions.GetAsync(
            formReference, new SessionGetOptions { Expand = ["setup_intent"] }, cancellationToken: ct)));

    public Task MakeDefaultCardAsync(string customerReference, string cardReference, CancellationToken ct) => CallAsync(stripe =>
        stripe.V1.Customers.UpdateAsync(
            customerReference,
            new CustomerUpdateOptions { InvoiceSettings = new CustomerInvoiceSettingsOptions { DefaultPaymentMethod = cardReference } },
            cancellationToken: ct));

    public Task ShowAgainAsync(string cardReference, DateTimeOffset agreedAt, CancellationToken ct) => CallAsync(stripe =>
        stripe.V1.PaymentMethods.UpdateAsync(
            cardReference,
            new PaymentMethodUpdateOptions
            {
                AllowRedisplay = "always",
                Metadata = new Dictionary<string, string> { ["redisplay_consent_at"] = agreedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) },
            },
            cancellationToken: ct));

    public Task RemoveCardAsync(string cardReference, CancellationToken ct) =>
        CallAsync(stripe => stripe.V1.PaymentMethods.DetachAsync(cardReference, cancellationToken: ct));

    public Task KeepAddressAsync(string customerReference, BlazorShop.Common.Address? address, CancellationToken ct)
    {
        // Set to null it goes out empty, which unsets it.
        var change = new CustomerUpdateOptions { Shipping = address is null ? null : StripeAddresses.ToChange(address) };
        return CallAsync(stripe => stripe.V1.Customers.UpdateAsync(customerReference, change, cancellationToken: ct));
    }
}
