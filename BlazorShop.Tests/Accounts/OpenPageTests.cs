using System.Security.Claims;
using BlazorShop.Accounts.Sessions;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Accounts;

/// <summary>The events of an open page pass only while its login goes on.</summary>
public sealed class OpenPageTests : SessionTest
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_is_believed_for_two_seconds_and_no_longer(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        var page = await PrincipalAsync(shop);
        await using var circuit = shop.Services.CreateAsyncScope();
        var (gate, events) = Gate(circuit, page);
        await gate(null!);
        await shop.Get<Logins>().EndAsync(page.LoginId()!.Value, LoginEnd.EndedByOwner, default);
        shop.Clock!.Advance(CircuitLogin.Believed - TimeSpan.FromMilliseconds(1));
        await gate(null!);
        Assert.Equal(2, events());
        shop.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await gate(null!);
        Assert.Equal(2, events());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Events_of_a_page_keep_their_order_while_its_login_is_asked(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        await using var circuit = shop.Services.CreateAsyncScope();
        SignIn(circuit, await PrincipalAsync(shop));
        var handler = Handler(circuit);
        var order = new List<int>();
        var events = Enumerable.Range(0, 50).Select(i => handler.CreateInboundActivityHandler(_ =>
        {
            order.Add(i);
            return Task.CompletedTask;
        })(null!));
        await Task.WhenAll(events.ToList());
        Assert.Equal(Enumerable.Range(0, 50), order);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_open_page_goes_on_with_a_new_login_of_its_person_and_of_nobody_else(DatabaseProvider provider)
    {
        var shop = await ShopAsync(provider);
        using var ada = shop.Visit();
        await ada.RegisterAsync(Ada);
        using var bob = shop.Visit();
        await bob.RegisterAsync("bob@example.org");
        var page = await PrincipalAsync(shop);
        await using var circuit = shop.Services.CreateAsyncScope();
        var (gate, events) = Gate(circuit, page);
        var open = circuit.ServiceProvider.GetRequiredService<IOpenPage>();
        var wentOn = 0;
        open.WentOn += () => wentOn++;
        await shop.Get<Logins>().EndAsync(page.LoginId()!.Value, LoginEnd.EndedByOwner, default);
        Assert.False(open.IsOver);
        await gate(null!);
        Assert.Equal(0, events());
        Assert.True(open.IsOver);

        foreach (var other in new[] { new ClaimsPrincipal(new ClaimsIdentity()), await PrincipalAsync(shop, "bob@example.org") })
        {
            SignIn(circuit, other);
            await gate(null!);
            Assert.Equal(0, events());
            Assert.True(open.IsOver);
            Assert.Equal(Ada, (await circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User.Email());
        }

        await ada.LogInAsync(Ada);
        SignIn(circuit, await PrincipalAsync(shop));
        Assert.Equal(0, wentOn);
        await gate(null!);
        Assert.Equal((1, 1, false), (events(), wentOn, open.IsOver));
    }
}
