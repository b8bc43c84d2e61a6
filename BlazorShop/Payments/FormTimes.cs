namespace BlazorShop.Payments;

/// <summary>How long a payment form lives, and with it what is held for it.</summary>
public static class FormTimes
{
    /// <summary>How long a form takes money, as its buyer sees it; then the shop closes it.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The provider wants a form to stay open for half an hour at least, by its own clock and from the moment it hears of it: so long a request
    /// may be under way, or be asked again. An older one is given up, since the provider would refuse it.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>What the provider is told, so that a form ends by itself where the shop is not there to close it.</summary>
    public static readonly TimeSpan Lifetime = Shown + Margin;

    /// <summary>An older form is replaced before it is shown again: its buyer needs time to fill it in.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(20);

    /// <summary>Until when the buyer is told that a form takes money.</summary>
    /// <param name="expiresAt">When the provider ends it.</param>
    public static DateTime Until(DateTime expiresAt) => expiresAt - Margin;

    /// <summary>The end of a form opened now, in the whole seconds that the provider counts: a repeated request must be the same request.</summary>
    public static DateTime EndOf(DateTimeOffset now) => DateTimeOffset.FromUnixTimeSeconds((now + Lifetime).ToUnixTimeSeconds()).UtcDateTime;
}
