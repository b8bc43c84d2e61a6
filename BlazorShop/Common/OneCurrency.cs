namespace BlazorShop.Common;

/// <summary>A shop counts in one currency: amounts of two would add up to nothing that a buyer could pay.</summary>
public static class OneCurrency
{
    /// <summary>Why a shop that is filled already does not start in another currency than its own.</summary>
    /// <param name="what">What it is filled with.</param>
    public static InvalidOperationException Refusal(string ours, string what, string theirs) =>
        new($"Shop__Currency is {ours}, but this shop has {what} in {theirs}: set it back to {theirs}, or start with an empty database.");
}
