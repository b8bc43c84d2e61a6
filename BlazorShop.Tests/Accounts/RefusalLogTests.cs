using BlazorShop.Accounts;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlazorShop.Tests.Accounts;

/// <summary>Who reads the log sees guessing, locks and refusals, each by one line and without anybody's email.</summary>
public sealed class RefusalLogTests
{
    private const string Email = "refused@shop.test";

    [Fact]
    public async Task Failed_logins_delays_locks_and_refusals_are_logged_without_an_email()
    {
        await using var shop = new ShopApp();
        using var customer = shop.Visit();
        await customer.RegisterAsync(Email);
        string id;
        await using (var db = shop.Db())
            id = (await db.Users.SingleAsync()).Id;

        using (await customer.GetAsync("/admin/orders?q=secret"))
            Assert.Single(Warnings(shop, $"Account {id} was refused GET /admin/orders"));

        using var stranger = shop.Visit();
        for (var i = 0; i < 5; i++)
            (await TryAsync(stranger, Email, "a wrong password")).Dispose();
        Assert.Equal(5, Warnings(shop, $"A login to account {id} failed: the password is wrong").Count());
        (await TryAsync(stranger, Email, Testing.Visitor.Password)).Dispose();
        Assert.Single(Warnings(shop, $"A login to account {id} was not tried"));
        (await TryAsync(stranger, "nobody@shop.test", "a wrong password")).Dispose();
        Assert.Single(Warnings(shop, "A login failed: there is no such account"));

        await using (var scope = shop.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
            await users.SetLockoutEndDateAsync((await users.FindByIdAsync(id))!, DateTimeOffset.MaxValue);
        }

        (await TryAsync(customer, Email, Testing.Visitor.Password)).Dispose();
        Assert.Single(Warnings(shop, $"A login to account {id} was refused: the account is locked"));
        Assert.DoesNotContain(shop.Log.Lines, l => l.ToString().Contains("@shop.test", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(shop.Log.Lines, l => l.Level >= LogLevel.Warning && l.ToString().Contains("secret", StringComparison.Ordinal));
    }

    private static IEnumerable<LogLine> Warnings(ShopApp shop, string begin) =>
        shop.Log.Lines.Where(l => l.Level == LogLevel.Warning && l.Message.StartsWith(begin, StringComparison.Ordinal));

    private static Task<HttpResponseMessage> TryAsync(Testing.Visitor visitor, string email, string password) => visitor.SubmitAsync(
        "/Account/Login?returnUrl=/cart", new Dictionary<string, string> { ["Email"] = email, ["Password"] = password }, "Log in");
}
