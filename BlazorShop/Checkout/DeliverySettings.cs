namespace BlazorShop.Checkout;

public enum AddressIn
{
    /// <summary>Our step asks the whole address, and the provider is told.</summary>
    Shop,

    /// <summary>The provider's form asks it; our step asks the country only.</summary>
    Form,
}

/// <summary>Settings <c>Checkout__*</c> about where an order goes: the address is asked once, at one place.</summary>
public sealed record DeliverySettings(AddressIn ShippingAddressIn)
{
    /// <exception cref="InvalidOperationException">A setting has no meaning; the message names it and the remedy.</exception>
    public static DeliverySettings Read(IConfiguration configuration) => new(configuration["Checkout:ShippingAddressIn"]?.Trim() switch
    {
        null or "" or "Shop" => AddressIn.Shop,
        "Form" => AddressIn.Form,
        var other => throw new InvalidOperationException($"Checkout__ShippingAddressIn is '{other}': set it to Shop or Form."),
    });
}
