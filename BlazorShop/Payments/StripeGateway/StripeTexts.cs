namespace BlazorShop.Payments.StripeGateway;

/// <summary>Stands for the words around the payment form, which are in the files beside it.</summary>
public sealed class StripeTexts;
