namespace BlazorShop.Payments;

/// <summary>What a sync with the provider found.</summary>
public enum SyncResult
{
    /// <summary>The session carries nothing of ours.</summary>
    NotOurs,

    /// <summary>Known already, or nothing has happened yet.</summary>
    Unchanged,

    Changed,
}
