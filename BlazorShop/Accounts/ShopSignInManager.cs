using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

public sealed class ShopSignInManager(
    ShopUserManager users,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<ShopUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<ShopUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<ShopUser> confirmation)
    : SignInManager<ShopUser>(users, accessor, claims, options, logger, schemes, confirmation)
{
    private ShopUserManager Users => (ShopUserManager)UserManager;

    /// <summary>An unknown address costs as much time as a wrong password: a clock must not tell who has an account.</summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await Users.FindByNameAsync(userName) is { } user)
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        Users.PasswordHasher.HashPassword(new ShopUser(), password);
        return SignInResult.Failed;
    }

    /// <summary>Called with every request whose cookie is older than the validation interval.</summary>
    public override async Task<ShopUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { } user && !Users.IsBarred(user) ? user : null;

    // A passkey passes here without Identity's own check for a lockout. Wrong passwords typed by somebody else do not stop
    // its owner; being barred does.
    protected override async Task<SignInResult> SignInOrTwoFactorAsync(
        ShopUser user, bool isPersistent, string? loginProvider = null, bool bypassTwoFactor = false) =>
        Users.IsBarred(user) ? SignInResult.LockedOut : await base.SignInOrTwoFactorAsync(user, isPersistent, loginProvider, bypassTwoFactor);
}
