using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts.Shared;

/// <summary>
/// A page about the account that is logged in. Nothing of it is rendered before <see cref="LoadAsync"/> is done: a component
/// is otherwise rendered at its first wait for the database, when there is no account, no model and no form yet, and what
/// failed there would take the request's context away from the query still running on it.
/// </summary>
public abstract class ManagePage : ComponentBase
{
    private bool isLoaded;

    [Inject]
    protected ShopUserManager Users { get; set; } = default!;

    [Inject]
    protected SignInManager<ShopUser> SignIn { get; set; } = default!;

    [Inject]
    internal AccountRedirect Redirect { get; set; } = default!;

    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    /// <summary>The account of this request; there from <see cref="LoadAsync"/> on.</summary>
    protected ShopUser Account { get; private set; } = default!;

    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        // The view is only good until the first wait.
        parameters.SetParameterProperties(this);
        if (!isLoaded)
        {
            if (await Users.GetUserAsync(Http.User) is not { } account)
            {
                // Erased in another window while its cookie was still believed: there is nothing to show.
                await SignIn.SignOutAsync();
                Redirect.To("/Account/Login");
                return;
            }

            Account = account;
            await LoadAsync();
            isLoaded = true;
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Reads what the page shows and fills its forms in; runs once, before the first rendering.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    protected static string Describe(IdentityResult result) => string.Join(" ", result.Errors.Select(e => e.Description));
}
