using System.Net;
using System.Security.Claims;
using BlazorShop.Accounts;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Browsing = BlazorShop.Tests.Testing.Visitor;

namespace BlazorShop.Tests.Accounts;

/// <summary>A shop in which somebody is logged in, with its clock in the test's hand.</summary>
public abstract class SessionTest : IAsyncLifetime
{
    protected const string Ada = "ada@example.org";
    private readonly List<IAsyncDisposable> made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        made.Reverse();
        foreach (var thing in made)
            await thing.DisposeAsync();
    }

    protected static async Task<bool> IsInAsync(Browsing visitor)
    {
        using var answer = await visitor.GetAsync("/Account/Manage");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>The newest login of somebody, as its open pages know it.</summary>
    protected static async Task<ClaimsPrincipal> PrincipalAsync(ShopApp shop, string email = Ada)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ShopUserManager>();
        var user = (await users.FindByEmailAsync(email))!;
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<ShopUser>>().CreateUserPrincipalAsync(user);
        await using var db = shop.Db();
        var login = await db.Set<Login>().Where(l => l.UserId == user.Id && l.EndedAt == null).OrderByDescending(l => l.CreatedAt).FirstAsync();
        ((ClaimsIdentity)principal.Identity!).AddClaim(ShopClaims.LoginOf(login.Id));
        return principal;
    }

    /// <summary>The gate of a circuit that this person has open, and how many events it has let in.</summary>
    protected static (Func<CircuitInboundActivityContext, Task> Gate, Func<int> Events) Gate(AsyncServiceScope circuit, ClaimsPrincipal person)
    {
        var events = 0;
        SignIn(circuit, person);
        var handler = Handler(circuit);
        return (handler.CreateInboundActivityHandler(_ =>
        {
            events++;
            return Task.CompletedTask;
        }), () => events);
    }

    private protected static CircuitGate Handler(AsyncServiceScope circuit) => circuit.ServiceProvider.GetServices<CircuitHandler>().OfType<CircuitGate>().Single();

    /// <summary>As the connection of a page tells who has it.</summary>
    protected static void SignIn(AsyncServiceScope circuit, ClaimsPrincipal person) =>
        ((IHostEnvironmentAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
            .SetAuthenticationState(Task.FromResult(new AuthenticationState(person)));

    protected async Task<ShopApp> ShopAsync(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        made.Add(database);
        var shop = new ShopApp { Staffed = true, Clock = new FakeTimeProvider(DateTimeOffset.UtcNow), Database = database };
        made.Add(shop);
        return shop;
    }
}
