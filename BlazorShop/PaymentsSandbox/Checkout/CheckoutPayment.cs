namespace BlazorShop.PaymentsSandbox.Checkout;

/// <summary>What a buyer filled in. The form posts it; a test builds it.</summary>
internal sealed record CheckoutPayment
{
    /// <summary><c>card</c>, <c>bank</c> or <c>saved</c>.</summary>
    public string Method { get; init; } = "card";
    public string? Number { get; init; }
    public string? Expiry { get; init; }
    public string? Cvc { get; init; }
    public string? Account { get; init; }
    public string? PaymentMethod { get; init; }
    public string? Name { get; init; }
    public string? Country { get; init; }
    public string? PostalCode { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public bool Save { get; init; }
    public CheckoutAddress? Billing { get; init; }
    public CheckoutAddress? Shipping { get; init; }

    public static CheckoutPayment Card(string number, bool save = false) => new()
    {
        Number = number,
        Expiry = "12 / 34",
        Cvc = "123",
        Name = "Jenny Rosen",
        Country = "FR",
        Save = save,
    };

    public static CheckoutPayment Bank(string account) => new() { Method = "bank", Account = account, Name = "Jenny Rosen", Country = "FR" };

    public static CheckoutPayment Saved(string paymentMethod) => new() { Method = "saved", PaymentMethod = paymentMethod };
}

internal sealed record CheckoutAddress(
    string? Name, string? Line1, string? Line2, string? City, string? State, string? PostalCode, string? Country);

/// <summary>What the form then shows.</summary>
internal abstract record CheckoutOutcome
{
    public sealed record Complete(string PaymentStatus, string? ReturnUrl) : CheckoutOutcome;

    public sealed record Challenge(string Last4) : CheckoutOutcome;

    public sealed record Declined(string Code, string? DeclineCode, string Message, string? Param) : CheckoutOutcome;

    /// <summary>Nothing was attempted: fields by name, with what is wrong.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : CheckoutOutcome;

    /// <summary>The session is complete, expired or unknown.</summary>
    public sealed record Closed(string Status) : CheckoutOutcome;
}
