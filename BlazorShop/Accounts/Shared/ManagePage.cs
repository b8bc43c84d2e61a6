using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BlazorShop.Accounts.Shared;

/// <summary>A page about the account that is signed in.</summary>
public abstract class ManagePage : ComponentBase
{
    [Inject]
    protected ShopUserManager Users { get; set; } = default!;

    [Inject]
    protected SignInManager<ShopUser> SignIn { get; set; } = default!;

    [Inject]
    internal AccountRedirect Redirect { get; set; } = default!;

    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    protected ShopUser Account { get; private set; } = default!;

    protected sealed override async Task OnInitializedAsync()
    {
        Account = await Users.GetUserAsync(Http.User) ?? throw new InvalidOperationException("The account of this sign-in is gone.");
        await LoadAsync();
    }

    protected virtual Task LoadAsync() => Task.CompletedTask;

    protected static string Describe(IdentityResult result) => string.Join(" ", result.Errors.Select(e => e.Description));
}
