using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Pricing;

namespace BlazorShop.Checkout;

/// <summary>The order of a cart, and what the provider is asked to collect for it.</summary>
public sealed partial class CheckoutService
{
    private Order NewOrder(Buyer buyer, Address address, Quote quote) => Order.Place(
        quote, OrderKey.New(time), new OrderBuyer(buyer.Customer, buyer.Email, buyer.Locale), address, payments.Environment, time.GetUtcNow().UtcDateTime);

    private PaymentRequest Request(Buyer buyer, Order order, PaymentId payment, int attempt, string me, Recurrence? recurrence = null) => new()
    {
        Payment = payment,
        Order = order.Id,
        Customer = buyer.Customer,
        Shop = me,
        Attempt = attempt,
        OrderNumber = order.Number,
        Lines = [.. order.Quote.Lines.Select(l => l with { Item = l.Item with { Picture = Picture(l.Item.Picture) } })],
        Charges = order.Charges.Count == 0 ? null : order.Quote.Charges,
        Total = order.Total,
        Email = buyer.Email,
        ShippingAddress = order.ShippingAddress,
        // Of an order that waits for its address, the country is agreed: what it costs may hang on it.
        ShippingCountries = IsGiven(order.ShippingAddress) ? shop.Value.Countries : [order.ShippingAddress.Country],
        AddressGiven = IsGiven(order.ShippingAddress),
        ReturnUrl = shop.Value.BaseOr(buyer.BaseUrl) + "/checkout/return?session_id=" + payments.Provider.FormTemplate,
        Locale = buyer.Locale,
        Cards = cards,
        Look = PaymentLook.Of(shop.Value, forms),
        AdaptivePricing = forms.AdaptivePricing,
        // A subscription's form takes none.
        StatementSuffix = recurrence is null ? order.Number : null,
        OmitsEmpty = true,
        ExpiresAt = FormTimes.EndOf(time.GetUtcNow()),
        Recurrence = recurrence,
        // Of each try its own: should two be paid, the provider keeps two, and both must be known.
        Subscription = recurrence is null ? null : Id.New<SubscriptionId>(time),
    };

    private bool IsGiven(Address address) => delivery.ShippingAddressIn is AddressIn.Shop && !address.IsCountryOnly();

    /// <summary>A product's picture as the provider can fetch it: of a shop without an https address it cannot.</summary>
    private string? Picture(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return null;
        var whole = address.StartsWith('/') ? shop.Value.PublicBase + address : address;
        return Uri.TryCreate(whole, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url.AbsoluteUri : null;
    }
}
