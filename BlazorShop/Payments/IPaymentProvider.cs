namespace BlazorShop.Payments;

/// <summary>Whoever collects the money, as the rest of the shop names it and shows its form. One is registered; rows say whose they are.</summary>
public interface IPaymentProvider
{
    /// <summary>Kept on rows, beside the provider's own names of things: lower-case letters, at most <see cref="LongestKey"/>.</summary>
    string Key { get; }

    /// <summary>As people know it.</summary>
    string Name { get; }

    /// <summary>The component that shows a form of it; has the parameters of <see cref="PaymentForm"/>.</summary>
    Type Form { get; }

    /// <summary>Stands in the address that a form returns to, where the provider puts its name of the form.</summary>
    string FormTemplate { get; }

    public const int LongestKey = 20;
}
