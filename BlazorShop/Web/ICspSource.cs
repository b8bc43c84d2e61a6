namespace BlazorShop.Web;

/// <summary>
/// What a room's pages load from elsewhere where somebody pays (<see cref="PageArea.TakesPayments"/>). Written as a content security policy writes a source:
/// a host with its scheme, or <c>'self'</c>. Rooms register theirs; the policy allows what any of them names.
/// </summary>
internal interface ICspSource
{
    IReadOnlyList<string> Scripts => [];

    IReadOnlyList<string> Images => [];

    IReadOnlyList<string> Connections => [];

    IReadOnlyList<string> Frames => [];

    /// <summary>Origins whose frames may ask the browser's wallet for a payment (Permissions-Policy).</summary>
    IReadOnlyList<string> Wallets => [];
}
