using System.Security.Claims;
using BlazorShop.Accounts.Limits;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using BlazorShop.Localization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

internal sealed class ShopSignInManager(
    ShopUserManager users,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<ShopUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<ShopUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<ShopUser> confirmation,
    LoginLimits limits,
    FreshLogin fresh,
    Logins logins)
    : SignInManager<ShopUser>(users, accessor, claims, options, logger, schemes, confirmation)
{
    private string? newFactor;
    private Guid? goesOn;

    private ShopUserManager Users => (ShopUserManager)UserManager;

    /// <summary>An unknown address costs as much time as a wrong password, and is delayed alike: neither clock nor count tells who has an account.</summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await Users.FindByNameAsync(userName) is { } user)
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        if (await limits.WaitAsync(userName) is { } wait)
            return Delayed("nobody", wait);
        Users.PasswordHasher.HashPassword(new ShopUser(), password);
        if (lockoutOnFailure)
            await limits.FailedAsync(userName);
        Logger.LoginOfNobody();
        return SignInResult.Failed;
    }

    public override async Task<SignInResult> PasswordSignInAsync(ShopUser user, string password, bool isPersistent, bool lockoutOnFailure) =>
        await ThenKnowAsync(user, await base.PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure));

    /// <summary>Whether the account is barred is told only to whoever knows its password.</summary>
    /// <param name="lockoutOnFailure">Whether a wrong password counts. What it leads to is a delay, never a lock.</param>
    public override async Task<SignInResult> CheckPasswordSignInAsync(ShopUser user, string password, bool lockoutOnFailure)
    {
        if (await limits.WaitAsync(NameOf(user)) is { } wait)
            return Delayed(user.Id, wait);
        if (!await Users.CheckPasswordAsync(user, password))
        {
            if (lockoutOnFailure)
                await limits.FailedAsync(NameOf(user));
            Logger.LoginFailed(user.Id, "the password is wrong");
            return SignInResult.Failed;
        }

        if (Users.IsBarred(user))
            return Barred(user);
        return await CanSignInAsync(user) ? SignInResult.Success : SignInResult.NotAllowed;
    }

    public override Task<SignInResult> TwoFactorAuthenticatorSignInAsync(string code, bool isPersistent, bool rememberClient) =>
        SecondStepAsync(() => base.TwoFactorAuthenticatorSignInAsync(code, isPersistent, rememberClient));

    public override Task<SignInResult> TwoFactorRecoveryCodeSignInAsync(string recoveryCode) =>
        SecondStepAsync(() => base.TwoFactorRecoveryCodeSignInAsync(recoveryCode));

    /// <summary>As Identity does it, except that the cookie says it was a passkey.</summary>
    public override async Task<SignInResult> PasskeySignInAsync(string credentialJson)
    {
        if (await PasskeyOwnerAsync(credentialJson) is not { } user)
            return SignInResult.Failed;
        // Wrong passwords typed by somebody else do not stop a passkey's owner; being barred does.
        if (Users.IsBarred(user))
            return Barred(user);
        if (!await CanSignInAsync(user))
            return SignInResult.NotAllowed;
        await SignInWithClaimsAsync(user, isPersistent: false, [new Claim(StaffSecondFactor.Method, StaffSecondFactor.Passkey)]);
        return await ThenKnowAsync(user, SignInResult.Success);
    }

    /// <summary>Somebody who has just registered: they chose their password here and now.</summary>
    public async Task WelcomeAsync(ShopUser user)
    {
        await SignInAsync(user, isPersistent: false);
        await ThenKnowAsync(user, SignInResult.Success);
    }

    /// <summary>Whose passkey this is; null where it is nobody's here.</summary>
    public async Task<ShopUser?> PasskeyOwnerAsync(string credentialJson)
    {
        if (await AssertionAsync(credentialJson) is { Succeeded: true } assertion && (await Users.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey)).Succeeded)
            return assertion.User;
        Logger.LoginFailed("unknown", "the passkey is nobody's here");
        return null;
    }

    /// <summary>What came of the passkey that somebody wants to add; null where this browser was never asked for one.</summary>
    public async Task<PasskeyAttestationResult?> AttestationAsync(string credentialJson)
    {
        try
        {
            return await PerformPasskeyAttestationAsync(credentialJson);
        }
        catch (InvalidOperationException)
        {
            // Sent without asking for the options first, or long after.
            return null;
        }
    }

    private async Task<PasskeyAssertionResult<ShopUser>?> AssertionAsync(string credentialJson)
    {
        try
        {
            return await PerformPasskeyAssertionAsync(credentialJson);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The same login goes on, and from now on with a second factor that was just proved.</summary>
    public async Task RefreshWithFactorAsync(ShopUser user, string method)
    {
        newFactor = method;
        await RefreshSignInAsync(user);
        newFactor = null;
        fresh.Grant(Context, user);
    }

    /// <summary>The same login goes on, whatever it changed about its account.</summary>
    public override async Task RefreshSignInAsync(ShopUser user)
    {
        goesOn = Users.GetUserId(Context.User) == user.Id ? Context.User.LoginId() : null;
        try
        {
            if (goesOn is { } login)
                await logins.GoesOnAsync(login, user, CancellationToken.None);
            await base.RefreshSignInAsync(user);
        }
        finally
        {
            goesOn = null;
        }
    }

    /// <summary>Every way to log in ends here: with a row, and a cookie that names it.</summary>
    public override async Task SignInWithClaimsAsync(ShopUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var login = goesOn ?? await StartAsync(user);
        var claims = additionalClaims.Where(c => c.Type != ShopClaims.Login).Append(ShopClaims.LoginOf(login));
        await base.SignInWithClaimsAsync(
            user, authenticationProperties, newFactor is null ? claims : claims.Append(new Claim(StaffSecondFactor.Method, newFactor)));
    }

    public override async Task SignOutAsync()
    {
        if (Context.User.LoginId() is { } login)
            await logins.EndAsync(login, LoginEnd.LoggedOut, CancellationToken.None);
        await base.SignOutAsync();
    }

    /// <summary>Called with every request whose cookie is older than the validation interval.</summary>
    public override async Task<ShopUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { } user && !Users.IsBarred(user) ? user : null;

    protected override async Task<SignInResult> SignInOrTwoFactorAsync(
        ShopUser user, bool isPersistent, string? loginProvider = null, bool bypassTwoFactor = false)
    {
        if (Users.IsBarred(user))
            return Barred(user);
        if (loginProvider is null && !bypassTwoFactor && await IsTwoFactorEnabledAsync(user) && await IsTwoFactorClientRememberedAsync(user))
        {
            // This browser proved the second factor before, and was told not to ask again.
            await SignInWithClaimsAsync(
                user, isPersistent, [new Claim(StaffSecondFactor.Method, "pwd"), new Claim(StaffSecondFactor.Method, StaffSecondFactor.Code)]);
            return SignInResult.Success;
        }

        return await base.SignInOrTwoFactorAsync(user, isPersistent, loginProvider, bypassTwoFactor);
    }

    /// <summary>Codes are guessed as passwords are, and their failures count as those do.</summary>
    private async Task<SignInResult> SecondStepAsync(Func<Task<SignInResult>> step)
    {
        if (await GetTwoFactorAuthenticationUserAsync() is not { } user)
            return SignInResult.Failed;
        if (await limits.WaitAsync(NameOf(user)) is { } wait)
            return Delayed(user.Id, wait);
        var result = await step();
        if (result == SignInResult.Failed)
        {
            await limits.FailedAsync(NameOf(user));
            Logger.LoginFailed(user.Id, "the second step is wrong");
        }

        return await ThenKnowAsync(user, result);
    }

    private async Task<Guid> StartAsync(ShopUser user)
    {
        // One cookie, one login: what this browser had before is over.
        if (Context.User.LoginId() is { } before)
            await logins.EndAsync(before, LoginEnd.Replaced, CancellationToken.None);
        return await logins.StartAsync(user, await Users.IsInRoleAsync(user, Policies.StaffRole), Context, CancellationToken.None);
    }

    private async Task<SignInResult> ThenKnowAsync(ShopUser user, SignInResult result)
    {
        if (!result.Succeeded)
            return result;
        await limits.SucceededAsync(NameOf(user));
        fresh.Grant(Context, user);
        await SpeakAsync(user);
        return result;
    }

    /// <summary>An account speaks the language its owner chose last: in this browser, or where none was chosen here, wherever they logged in before.</summary>
    private async Task SpeakAsync(ShopUser user)
    {
        if (LanguageCookie.Read(Context.Request) is not { } chosen)
        {
            if (Languages.Find(user.Language) is { } known && known != Languages.Neutral)
                LanguageCookie.Remember(Context, known);
            return;
        }

        if (user.Language == chosen.Tag)
            return;
        user.Language = chosen.Tag;
        // Another tab may be changing the same account: then the next login says it again.
        await Users.UpdateAsync(user);
    }

    private DelayedSignInResult Delayed(string user, TimeSpan wait)
    {
        Logger.LoginDelayed(user, (int)Math.Ceiling(wait.TotalSeconds));
        return new DelayedSignInResult(wait);
    }

    private SignInResult Barred(ShopUser user)
    {
        Logger.LoginBarred(user.Id);
        return SignInResult.LockedOut;
    }

    private static string NameOf(ShopUser user) => user.UserName ?? user.Id;
}
