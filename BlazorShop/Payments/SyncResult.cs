namespace BlazorShop.Payments;

/// <summary>What settling found, for whoever asked.</summary>
public enum SyncResult
{
    /// <summary>The session carries nothing of ours.</summary>
    NotOurs,

    /// <summary>Known already, or nothing has happened yet.</summary>
    Unchanged,

    Changed,
}
