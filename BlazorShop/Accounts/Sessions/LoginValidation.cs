using System.Security.Claims;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;

namespace BlazorShop.Accounts.Sessions;

/// <summary>What the login's cookie must answer to: its row, at each request.</summary>
internal static class LoginValidation
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        // Pictures and scripts are everybody's, and there are many of them.
        if (context.Principal is not { } principal || http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return;
        var logins = http.RequestServices.GetRequiredService<Logins>();
        if (principal.LoginId() is null
            && await logins.AdoptAsync(principal, context.Properties.IssuedUtc ?? DateTimeOffset.UnixEpoch, http, http.RequestAborted) is { } adopted)
        {
            (principal.Identity as ClaimsIdentity)?.AddClaim(ShopClaims.LoginOf(adopted));
            context.ShouldRenew = true;
        }

        if (await logins.AskAsync(principal, http.RequestAborted) is { } end)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("BlazorShop.Accounts.Logins")
                .LoginRefused(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody", end);
            context.RejectPrincipal();
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    /// <summary>The claims are read again now and then; which login it is, and how it was proved, does not change with that.</summary>
    public static Task KeepAsync(SecurityStampRefreshingPrincipalContext context)
    {
        if (context is { CurrentPrincipal: { } current, NewPrincipal.Identity: ClaimsIdentity renewed })
        {
            foreach (var claim in current.Claims.Where(c => c.Type is ShopClaims.Login or StaffSecondFactor.Method or ClaimTypes.AuthenticationMethod))
            {
                if (!renewed.HasClaim(claim.Type, claim.Value))
                    renewed.AddClaim(new Claim(claim.Type, claim.Value));
            }
        }

        return Task.CompletedTask;
    }
}
