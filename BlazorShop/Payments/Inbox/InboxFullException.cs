namespace BlazorShop.Payments.Inbox;

/// <summary>More events arrive than can be written: the provider is asked to come again.</summary>
public sealed class InboxFullException() : Exception("Too many events wait to be stored.");
