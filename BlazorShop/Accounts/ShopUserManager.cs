using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts;

/// <summary>
/// Identity's manager, with two habits it lacks: whatever changes what somebody may do, or how they prove who they are,
/// bumps the security stamp, so that other logins end; and two people who take the same address at the
/// same moment get an answer instead of a failure.
/// </summary>
public sealed class ShopUserManager(
    IUserStore<ShopUser> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<ShopUser> hasher,
    IEnumerable<IUserValidator<ShopUser>> userValidators,
    IEnumerable<IPasswordValidator<ShopUser>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    TimeProvider time,
    ILogger<ShopUserManager> logger)
    : UserManager<ShopUser>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    /// <summary>
    /// Locked out for longer than wrong passwords ever cause: somebody of the staff did it. A stranger who guesses passwords
    /// must not be able to throw the owner out of a session, so only this kind ends what is open.
    /// </summary>
    public bool IsBarred(ShopUser user) => IsBarred(user.LockoutEnabled, user.LockoutEnd, Options, time.GetUtcNow());

    internal static bool IsBarred(bool enabled, DateTimeOffset? end, IdentityOptions options, DateTimeOffset now) =>
        enabled && end is { } until && until > now + options.Lockout.DefaultLockoutTimeSpan;

    public override async Task<IdentityResult> CreateAsync(ShopUser user)
    {
        try
        {
            return await base.CreateAsync(user);
        }
        catch (DbUpdateException)
        {
            if (await TakenAsync(user) is { } taken)
                return taken;
            throw;
        }
    }

    /// <summary>
    /// Wrong passwords never lock an account, which would let strangers lock its owner out: they delay whoever types them
    /// (<see cref="Limits.LoginLimits"/>). Only staff lock.
    /// </summary>
    public override Task<IdentityResult> AccessFailedAsync(ShopUser user) => Task.FromResult(IdentityResult.Success);

    public override Task<IdentityResult> AddToRoleAsync(ShopUser user, string role) => ThenBumpAsync(user, base.AddToRoleAsync(user, role));

    public override Task<IdentityResult> AddToRolesAsync(ShopUser user, IEnumerable<string> roles) => ThenBumpAsync(user, base.AddToRolesAsync(user, roles));

    public override Task<IdentityResult> RemoveFromRoleAsync(ShopUser user, string role) => ThenBumpAsync(user, base.RemoveFromRoleAsync(user, role));

    public override Task<IdentityResult> RemoveFromRolesAsync(ShopUser user, IEnumerable<string> roles) =>
        ThenBumpAsync(user, base.RemoveFromRolesAsync(user, roles));

    // AddClaimAsync and RemoveClaimAsync end in these.
    public override Task<IdentityResult> AddClaimsAsync(ShopUser user, IEnumerable<Claim> claims) => ThenBumpAsync(user, base.AddClaimsAsync(user, claims));

    public override Task<IdentityResult> RemoveClaimsAsync(ShopUser user, IEnumerable<Claim> claims) => ThenBumpAsync(user, base.RemoveClaimsAsync(user, claims));

    public override Task<IdentityResult> ReplaceClaimAsync(ShopUser user, Claim claim, Claim newClaim) =>
        ThenBumpAsync(user, base.ReplaceClaimAsync(user, claim, newClaim));

    public override Task<IdentityResult> SetLockoutEnabledAsync(ShopUser user, bool enabled) => ThenBumpAsync(user, base.SetLockoutEnabledAsync(user, enabled));

    public override Task<IdentityResult> SetLockoutEndDateAsync(ShopUser user, DateTimeOffset? lockoutEnd) =>
        ThenBumpAsync(user, base.SetLockoutEndDateAsync(user, lockoutEnd));

    public override Task<IdentityResult> RemovePasskeyAsync(ShopUser user, byte[] credentialId) => ThenBumpAsync(user, base.RemovePasskeyAsync(user, credentialId));

    public async Task RemovePasskeysAsync(ShopUser user)
    {
        foreach (var passkey in await GetPasskeysAsync(user))
            await RemovePasskeyAsync(user, passkey.CredentialId);
    }

    /// <summary>Keeps the key that an authenticator app has proved to hold.</summary>
    public async Task SetAuthenticatorKeyAsync(ShopUser user, string key)
    {
        await ((IUserAuthenticatorKeyStore<ShopUser>)Store).SetAuthenticatorKeyAsync(user, key, CancellationToken);
        await UpdateSecurityStampAsync(user);
    }

    public override string GenerateNewAuthenticatorKey() => SecondFactor.OneTimeCodes.NewKey();

    public override async Task<IdentityResult> AddOrUpdatePasskeyAsync(ShopUser user, UserPasskeyInfo passkey)
    {
        // Every sign-in with a passkey passes here to count its uses; only a new one is a change.
        var known = await GetPasskeyAsync(user, passkey.CredentialId) is not null;
        var result = base.AddOrUpdatePasskeyAsync(user, passkey);
        return known ? await result : await ThenBumpAsync(user, result);
    }

    protected override async Task<IdentityResult> UpdateUserAsync(ShopUser user)
    {
        try
        {
            return await base.UpdateUserAsync(user);
        }
        catch (DbUpdateException failure) when (failure is not DbUpdateConcurrencyException)
        {
            if (await TakenAsync(user) is { } taken)
                return taken;
            // Two tabs add the same row to an account, such as its first authenticator key: the unique key refuses the second before EF compares the stamp.
            if (Store is SecondFactor.ShopUserStore rows && await rows.IsStaleAsync(user, CancellationToken))
                return IdentityResult.Failed(ErrorDescriber.ConcurrencyFailure());
            throw;
        }
    }

    private async Task<IdentityResult> ThenBumpAsync(ShopUser user, Task<IdentityResult> change)
    {
        var result = await change;
        return result.Succeeded ? await UpdateSecurityStampAsync(user) : result;
    }

    /// <summary>The unique key on the name refused: somebody else was faster.</summary>
    private async Task<IdentityResult?> TakenAsync(ShopUser user) =>
        user.Email is { } email && await FindByNameAsync(email) is { } other && other.Id != user.Id
            ? IdentityResult.Failed(ErrorDescriber.DuplicateEmail(email))
            : null;
}
