using System.Reflection;
using BlazorShop.Common;
using BlazorShop.Data;
using Bunit;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// Renders components without a browser, over the real services of a <see cref="ShopApp"/> on SQLite and a fake clock.
/// What a component asks for comes from bUnit where bUnit has it (navigation, scripts, who is signed in), else from the shop.
/// Sign somebody in with <c>this.AddAuthorization()</c>.
/// </summary>
public abstract class ShopComponentContext : BunitContext, IAsyncLifetime
{
    // bUnit's Render comes back at the first wait; the renderer knows when there is none left, and tells nobody.
    private static readonly FieldInfo pending = typeof(Renderer).GetField("_pendingTasks", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new InvalidOperationException("The renderer keeps what it waits for somewhere else now.");

    private readonly IServiceScope circuit;

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

    /// <summary>Rendered, and everything it asked the database for has come: what a person sees, not the skeleton before it.</summary>
    public override IRenderedComponent<TComponent> Render<TComponent>(Action<ComponentParameterCollectionBuilder<TComponent>>? parameterBuilder = null)
    {
        var rendered = base.Render(parameterBuilder);
        // A test may hold something back on purpose: it then looks at the page that waits.
        SpinWait.SpinUntil(() => pending.GetValue(Renderer) is null, TimeSpan.FromSeconds(3));
        return rendered;
    }

    protected ShopDbContext Db() => Shop.Get<IDbContextFactory<ShopDbContext>>().CreateDbContext();

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
