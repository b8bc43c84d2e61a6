namespace BlazorShop.Common;

/// <summary>Who did something, as rows keep it: the email of one of the staff, or one of these names.</summary>
public static class Actor
{
    /// <summary>The shop by itself, because of what happened.</summary>
    public const string Shop = "shop";

    public const string Customer = "customer";

    /// <summary>Somebody in the payment provider's dashboard.</summary>
    public const string Provider = "provider";

    /// <summary>The email, where it was one of the staff; null where it was not.</summary>
    public static string? Staff(string actor) => actor.Contains('@', StringComparison.Ordinal) ? actor : null;
}
