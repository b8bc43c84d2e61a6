namespace BlazorShop.Payments;

/// <summary>What staff want to know of the provider's events beyond what they ask us to look at.</summary>
public interface IProviderEvents
{
    /// <summary>The version of the provider's API that this shop was built for, such as <c>2026-10-28.endive</c>.</summary>
    string ApiVersion { get; }
}
