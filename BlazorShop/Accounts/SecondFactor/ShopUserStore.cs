using BlazorShop.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>Identity's store, except that a copy of the database is no second factor: authenticator keys are encrypted, recovery codes hashed.</summary>
internal sealed class ShopUserStore(ShopDbContext context, SecretBox box, IOptions<PasswordHasherOptions> hashing, IdentityErrorDescriber? describer = null)
    : UserStore<ShopUser, IdentityRole, ShopDbContext, string, IdentityUserClaim<string>, IdentityUserRole<string>, IdentityUserLogin<string>,
        IdentityUserToken<string>, IdentityRoleClaim<string>, IdentityUserPasskey<string>>(context, describer)
{
    /// <summary>Where Identity keeps both: these names are private to its base class.</summary>
    internal const string Provider = "[AspNetUserStore]";
    internal const string AuthenticatorKey = "AuthenticatorKey";
    internal const string RecoveryCodes = "RecoveryCodes";

    /// <summary>Somebody else has changed the account since it was read here. What was to be saved is given up then.</summary>
    public async Task<bool> IsStaleAsync(ShopUser user, CancellationToken ct)
    {
        var read = Context.Entry(user).Property(u => u.ConcurrencyStamp).OriginalValue;
        if (!await Context.Users.AnyAsync(u => u.Id == user.Id && u.ConcurrencyStamp != read, ct))
            return false;
        Context.ChangeTracker.Clear();
        return true;
    }

    public override Task SetAuthenticatorKeyAsync(ShopUser user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, key.Length == 0 ? key : box.Seal(key, user.Id), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(ShopUser user, CancellationToken cancellationToken) =>
        await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { } stored ? box.Open(stored, user.Id) : null;

    public override Task ReplaceCodesAsync(ShopUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        SetTokenAsync(user, Provider, RecoveryCodes, RecoveryCodeHashes.Hash(recoveryCodes, hashing.Value.IterationCount), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(ShopUser user, string code, CancellationToken cancellationToken)
    {
        if (RecoveryCodeHashes.Spend(await GetTokenAsync(user, Provider, RecoveryCodes, cancellationToken), code) is not { } left)
            return false;
        // The manager saves the user next; of two who send the same code at once, the second loses on the account's concurrency stamp.
        await SetTokenAsync(user, Provider, RecoveryCodes, left, cancellationToken);
        return true;
    }

    public override async Task<int> CountCodesAsync(ShopUser user, CancellationToken cancellationToken) =>
        RecoveryCodeHashes.Count(await GetTokenAsync(user, Provider, RecoveryCodes, cancellationToken));
}
