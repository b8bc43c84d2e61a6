using BlazorShop.Common;
using Stripe;
using Stripe.Checkout;
using Address = BlazorShop.Common.Address;

namespace BlazorShop.Payments.StripeGateway;

/// <summary>Translates addresses, in both directions.</summary>
internal static class StripeAddresses
{
    /// <summary>For a change of what Stripe keeps: an empty value takes the old one away.</summary>
    public static ShippingOptions ToChange(Address address) => new()
    {
        Name = address.FullName,
        Phone = address.Phone ?? "",
        Address = new AddressOptions
        {
            Line1 = address.Line1,
            Line2 = address.Line2 ?? "",
            City = address.City,
            PostalCode = address.PostalCode,
            State = address.Region ?? "",
            Country = address.Country,
        },
    };

    /// <summary>For something new, where an empty value is refused: what there is not is not set, as even null may go out empty.</summary>
    public static ChargeShippingOptions ToNew(Address address)
    {
        var place = new AddressOptions { Line1 = address.Line1, City = address.City, Country = address.Country };
        if (address.Line2 is { Length: > 0 } line)
            place.Line2 = line;
        if (address.PostalCode is { Length: > 0 } code)
            place.PostalCode = code;
        if (address.Region is { Length: > 0 } region)
            place.State = region;
        var shipping = new ChargeShippingOptions { Name = address.FullName, Address = place };
        if (address.Phone is { Length: > 0 } phone)
            shipping.Phone = phone;
        return shipping;
    }

    /// <summary>As said in the form; null where it did not ask.</summary>
    public static Address? Collected(Session session) =>
        session.CollectedInformation?.ShippingDetails is { } said ? Of(said.Name, session.CustomerDetails?.Phone, said.Address) : null;

    /// <summary>
    /// Where a session's goods go: as said in its form, else as it was told with the payment; of a subscription, which is told
    /// neither, what stood on the customer when its first invoice was made. Null where nobody wrote it down.
    /// </summary>
    public static Address? Of(Session session) =>
        Collected(session) ?? Of(session.PaymentIntent?.Shipping) ?? Of(session.Invoice?.CustomerShipping) ?? Of(session.Customer?.Shipping);

    private static Address? Of(Shipping? shipping) => shipping is null ? null : Of(shipping.Name, shipping.Phone, shipping.Address);

    private static Address? Of(string? name, string? phone, Stripe.Address? place)
    {
        if (place is not { Line1.Length: > 0, Country.Length: > 0 })
            return null;
        // Stripe's form takes more than a column holds; a long street is no reason not to book the money.
        var country = Start(place.Country, 2);
        return new Address
        {
            FullName = Start(name, Address.LongestLine),
            Line1 = Start(place.Line1, Address.LongestLine),
            Line2 = Filled(Start(place.Line2, Address.LongestLine)),
            City = Start(place.City, Address.LongestCity),
            PostalCode = Start(place.PostalCode, Address.LongestPostalCode),
            Region = Regions.Find(country, place.State)?.Code ?? Filled(Start(place.State, Address.LongestRegion)),
            Country = country,
            Phone = BlazorShop.Common.PhoneNumbers.Normalise(phone, country) ?? Filled(Start(phone, Address.LongestPhone)),
        };
    }

    private static string? Filled(string text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Start(string? text, int length) => BlazorShop.Common.Text.Limit(text ?? "", length);
}
