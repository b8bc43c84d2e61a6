using BlazorShop.Accounts;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Accounts;

public sealed class SecondFactorRaceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_first_authenticator_keys_made_at_once_the_second_loses_and_the_shop_does_not_fail(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var shop = new ShopApp { Database = database };
        using var ada = shop.Visit();
        await ada.RegisterAsync("ada@shop.test");
        await using var first = shop.Services.CreateAsyncScope();
        await using var second = shop.Services.CreateAsyncScope();
        var one = await OpenAsync(first);
        var other = await OpenAsync(second);

        // Both have looked for a key, and found none, before either is saved.
        await one.Store.SetAuthenticatorKeyAsync(one.User, "AAAA", default);
        await other.Store.SetAuthenticatorKeyAsync(other.User, "BBBB", default);

        Assert.True((await one.Users.UpdateAsync(one.User)).Succeeded);
        Assert.Equal("ConcurrencyFailure", Assert.Single((await other.Users.UpdateAsync(other.User)).Errors).Code);
        await using var db = shop.Db();
        Assert.Equal(1, await db.UserTokens.CountAsync());
    }

    private static async Task<(ShopUserManager Users, IUserAuthenticatorKeyStore<ShopUser> Store, ShopUser User)> OpenAsync(AsyncServiceScope scope)
    {
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        var store = (IUserAuthenticatorKeyStore<ShopUser>)scope.ServiceProvider.GetRequiredService<IUserStore<ShopUser>>();
        return (users, store, await users.FindByEmailAsync("ada@shop.test") ?? throw new InvalidOperationException("Nobody registered."));
    }
}
