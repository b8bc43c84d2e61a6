using BlazorShop.Accounts.SecondFactor;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace BlazorShop.Accounts.Shared;

/// <summary>
/// A page that changes how an account is protected: it opens, and its forms act, only for somebody who proved in the last five minutes who they
/// are. Everybody else is asked first and comes back here.
/// </summary>
public abstract class GuardedPage : ManagePage
{
    [Inject]
    internal FreshLogin Fresh { get; set; } = default!;

    [Inject]
    internal ShopSignInManager Logins { get; set; } = default!;

    [Inject]
    internal AccountMail Mail { get; set; } = default!;

    /// <summary>Whether the page may show and act; false once the browser is on its way to be asked.</summary>
    protected bool IsFresh { get; private set; }

    protected sealed override async Task LoadAsync()
    {
        IsFresh = Fresh.IsFresh(Http, Account);
        if (IsFresh)
            await LoadGuardedAsync();
        else
            Redirect.To(QueryHelpers.AddQueryString("/Account/Manage/ConfirmIdentity", "returnUrl", Http.Request.Path + Http.Request.QueryString));
    }

    protected virtual Task LoadGuardedAsync() => Task.CompletedTask;
}
