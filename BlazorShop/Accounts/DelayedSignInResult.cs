using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts;

/// <summary>Too many failures lately: nothing was tried. A kind of its own, so that the page can say how long to wait.</summary>
internal sealed class DelayedSignInResult : SignInResult
{
    public DelayedSignInResult(TimeSpan wait)
    {
        Wait = wait;
        IsLockedOut = true;
    }

    public TimeSpan Wait { get; }
}
