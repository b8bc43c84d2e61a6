using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BlazorShop.Accounts.Sessions;

/// <summary>Every event of an open page passes here: see <see cref="CircuitLogin"/>.</summary>
internal sealed class CircuitGate(CircuitLogin login, AuthenticationStateProvider signedIn) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        var user = (await signedIn.GetAuthenticationStateAsync()).User;
        await login.LetInAsync(user, () => next(context));
    };

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        login.IsLive = true;
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        login.IsLive = false;
        return Task.CompletedTask;
    }
}
