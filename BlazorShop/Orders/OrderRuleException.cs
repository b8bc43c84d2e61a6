namespace BlazorShop.Orders;

/// <summary>Somebody asked an order for something its state does not allow.</summary>
public sealed class OrderRuleException(string message) : InvalidOperationException(message);
