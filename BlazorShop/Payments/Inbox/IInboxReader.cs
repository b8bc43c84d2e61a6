namespace BlazorShop.Payments.Inbox;

/// <summary>What a stored event asks us to look at.</summary>
public abstract record InboxHint
{
    /// <summary>Something happened to this checkout session: read it again.</summary>
    public sealed record Session(string Reference) : InboxHint;

    /// <summary>Something happened to this refund.</summary>
    public sealed record Refund(string Reference) : InboxHint;

    /// <summary>Money went back on this payment: read all its refunds.</summary>
    public sealed record RefundsOf(string PaymentReference) : InboxHint;

    /// <summary>The same, where the event says no more which payment it was: its charge does.</summary>
    public sealed record RefundsOfCharge(string Reference) : InboxHint;

    public sealed record Dispute(string Reference) : InboxHint;

    /// <summary>A form that saves a card and takes no money was completed.</summary>
    public sealed record CardForm(string Reference) : InboxHint;

    /// <summary>A card was saved for a buyer.</summary>
    public sealed record Card(string Reference) : InboxHint;

    /// <summary>A form of an event that says no more which kind it was of.</summary>
    public sealed record AnyForm(string Reference) : InboxHint;

    public sealed record Subscription(string Reference) : InboxHint;

    public sealed record Invoice(string Reference) : InboxHint;

    /// <summary>Nothing here changes because of it.</summary>
    /// <param name="Arguments">As <see cref="InboxResult"/> says.</param>
    public sealed record Nothing(InboxResult Why, params string[] Arguments) : InboxHint;
}

/// <summary>Knows the provider's events.</summary>
public interface IInboxReader
{
    InboxHint Read(InboxEvent stored);
}
