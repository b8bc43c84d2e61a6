using BlazorShop.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts.Shared;

/// <summary>A page about the account that is logged in, which is there before anything of the page is rendered.</summary>
public abstract class ManagePage : LoadedComponent
{
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

    protected sealed override async Task<bool> MayLoadAsync()
    {
        if (await Users.GetUserAsync(Http.User) is { } account)
        {
            Account = account;
            return true;
        }

        // Erased in another window while its cookie was still believed: there is nothing to show.
        await SignIn.SignOutAsync();
        Redirect.To("/Account/Login");
        return false;
    }

    protected override Task LoadAsync() => Task.CompletedTask;

    protected static string Describe(IdentityResult result) => string.Join(" ", result.Errors.Select(e => e.Description));
}
