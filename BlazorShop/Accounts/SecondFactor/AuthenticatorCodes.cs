using BlazorShop.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Accounts.SecondFactor;

/// <summary>
/// Checks codes of authenticator apps in place of Identity's own provider, which accepts five steps and each of them as often as it is sent:
/// here one step before and after now, and each step once.
/// </summary>
internal sealed class AuthenticatorCodes(IDbContextFactory<ShopDbContext> contexts, TimeProvider time) : IUserTwoFactorTokenProvider<ShopUser>
{
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<ShopUser> manager, ShopUser user) =>
        !string.IsNullOrEmpty(await manager.GetAuthenticatorKeyAsync(user));

    public Task<string> GenerateAsync(string purpose, UserManager<ShopUser> manager, ShopUser user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<ShopUser> manager, ShopUser user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 } key && await SpendAsync(user, key, token);

    /// <summary>Whether the code belongs to this key now and was not used before; from now on it is used.</summary>
    public async Task<bool> SpendAsync(ShopUser user, string key, string code)
    {
        if (OneTimeCodes.StepOf(key, code, time.GetUtcNow()) is not { } step)
            return false;
        await using var db = await contexts.CreateDbContextAsync();
        return await SpentCode.SpendAsync(db, user.Id, step, CancellationToken.None);
    }
}
