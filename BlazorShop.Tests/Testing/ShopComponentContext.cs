using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// Renders components without a browser, over the real services of a <see cref="ShopApp"/> on SQLite and a fake clock.
/// What a component asks for comes from bUnit where bUnit has it (navigation, scripts, who is logged in), else from the shop.
/// Sign somebody in with <c>this.AddAuthorization()</c>, staff with <see cref="SignInStaff"/>.
/// </summary>
public abstract class ShopComponentContext : BunitContext, IAsyncLifetime
{
    private readonly IServiceScope circuit;

    // How long something takes is no part of what these tests say.
    static ShopComponentContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(10);

    protected ShopComponentContext()
    {
        Clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        Shop = new ShopApp { Clock = Clock };
        circuit = Shop.Services.CreateScope();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Clock);
        // bUnit knows options in general, so it would answer with unconfigured ones.
        Services.AddSingleton(Shop.Get<IOptions<ShopOptions>>());
        Services.AddFallbackServiceProvider(circuit.ServiceProvider);
    }

    protected FakeTimeProvider Clock { get; }

    protected ShopApp Shop { get; }

    /// <summary>Somebody who works here looks at the components.</summary>
    protected BunitAuthorizationContext SignInStaff(string email = Staff.Eve)
    {
        Shop.StaffAsync(email).GetAwaiter().GetResult();
        var authorization = this.AddAuthorization();
        authorization.SetAuthorized("staff").SetRoles(StaffGuard.Role, PermissionClaims.Owner)
            .SetClaims([.. Staff.Claims(email).Where(c => c.Type is not (ClaimTypes.Name or ClaimTypes.Role))]);
        return authorization;
    }

    /// <summary>Stores things as they are.</summary>
    protected async Task AddAsync(params object[] things)
    {
        await using var db = Db();
        db.AddRange(things);
        await db.SaveChangesAsync();
    }

    protected ShopDbContext Db() => Shop.Get<IDbContextFactory<ShopDbContext>>().CreateDbContext();

    /// <summary>
    /// Does something to what <paramref name="selector"/> finds, both between two renderings: found first and used later, an element may have been
    /// rendered anew, and its handlers are gone.
    /// </summary>
    protected static Task OnAsync<TComponent>(IRenderedComponent<TComponent> page, string selector, Func<AngleSharp.Dom.IElement, Task> act)
        where TComponent : Microsoft.AspNetCore.Components.IComponent => page.InvokeAsync(() => act(page.Find(selector)));

    /// <summary>The same with a field that is filled in.</summary>
    protected static Task FillAsync<TComponent>(IRenderedComponent<TComponent> page, string selector, string value)
        where TComponent : Microsoft.AspNetCore.Components.IComponent => OnAsync(page, selector, field => field.ChangeAsync(value));

    /// <summary>
    /// Submits the form of <paramref name="page"/> twice before the first is answered. Where the first was answered on the spot and has
    /// taken the form away, there is nothing left to press.
    /// </summary>
    protected static Task PressTwiceAsync<TComponent>(IRenderedComponent<TComponent> page)
        where TComponent : Microsoft.AspNetCore.Components.IComponent => page.InvokeAsync(() =>
        {
            var first = page.Find("form").SubmitAsync();
            return Task.WhenAll([first, .. page.FindAll("form").Select(form => form.SubmitAsync())]);
        });

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        // MudBlazor's services can only be disposed asynchronously.
        await DisposeAsync();
        if (circuit is IAsyncDisposable scope)
            await scope.DisposeAsync();
        await Shop.DisposeAsync();
    }
}
