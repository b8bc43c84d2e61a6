namespace BlazorShop.Payments.StripeGateway;

/// <summary>Names the words around the payment form: <c>StripeTexts.resx</c>.</summary>
public sealed class StripeTexts;
