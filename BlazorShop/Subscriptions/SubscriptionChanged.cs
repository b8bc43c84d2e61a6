namespace BlazorShop.Subscriptions;

/// <summary>What came of a command; the page shows each.</summary>
public abstract record SubscriptionChanged
{
    public sealed record Done : SubscriptionChanged;

    /// <summary>It is committed, and done as soon as the provider answers.</summary>
    public sealed record Later : SubscriptionChanged;

    /// <param name="Problem">As <see cref="SubscriptionCommand.Problem"/>.</param>
    public sealed record Refused(string? Problem) : SubscriptionChanged;

    /// <summary>There is no such subscription of theirs, or it has ended.</summary>
    public sealed record NotFound : SubscriptionChanged;
}
