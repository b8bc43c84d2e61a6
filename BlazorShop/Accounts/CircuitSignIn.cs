using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

/// <summary>
/// An open page lives as long as its circuit, far longer than its cookie is looked at: every half minute it is asked again
/// whether its person still exists, is not barred, has the same stamp and the same roles.
/// </summary>
internal sealed class CircuitSignIn(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        IsStillGoodAsync(authenticationState.User);

    internal async Task<bool> IsStillGoodAsync(ClaimsPrincipal principal)
    {
        // A scope of its own: the circuit's would hand back the user it read at first.
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        if (await users.GetUserAsync(principal) is not { } user || users.IsBarred(user))
            return false;
        var claims = options.Value.ClaimsIdentity;
        if (principal.FindFirstValue(claims.SecurityStampClaimType) != await users.GetSecurityStampAsync(user))
            return false;
        var roles = await users.GetRolesAsync(user);
        return principal.FindAll(claims.RoleClaimType).Select(c => c.Value).ToHashSet().SetEquals(roles);
    }
}
