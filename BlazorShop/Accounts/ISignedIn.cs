using BlazorShop.Common;

namespace BlazorShop.Accounts;

/// <summary>
/// Wants to know that somebody has just logged in, by whatever means: all that are registered are called while the answer
/// that carries the sign-in cookie is made. Renewing a cookie counts as well, so being called again must do no harm.
/// </summary>
public interface ISignedIn
{
    Task SignedInAsync(HttpContext http, CustomerId customer, CancellationToken ct);
}
