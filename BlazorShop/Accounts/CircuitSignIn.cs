using BlazorShop.Accounts.Sessions;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace BlazorShop.Accounts;

/// <summary>
/// An open page lives as long as its circuit, far longer than its cookie is looked at: every few seconds it is asked whether its login still
/// goes on. When it does not, the page is not taken apart, so that what was typed in it stays: <see cref="CircuitGate"/> lets nothing in any more.
/// </summary>
internal sealed class CircuitSignIn(ILoggerFactory loggers, CircuitLogin login)
    : RevalidatingServerAuthenticationStateProvider(loggers), IHostEnvironmentAuthenticationStateProvider
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(4);

    /// <summary>Told at the start of a page, and again whenever its connection was made again, with the cookie that the browser has by then.</summary>
    void IHostEnvironmentAuthenticationStateProvider.SetAuthenticationState(Task<AuthenticationState> authenticationStateTask)
    {
        if (!authenticationStateTask.IsCompletedSuccessfully || login.Admit(authenticationStateTask.Result.User))
            SetAuthenticationState(authenticationStateTask);
        // A page that is rendered for the first time comes with a request, which was asked already.
        if (login.IsLive)
            _ = AskAsync();
    }

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await login.AskAgainAsync(authenticationState.User);
        return true;
    }

    private async Task AskAsync() => await login.AskAgainAsync((await GetAuthenticationStateAsync()).User);
}
