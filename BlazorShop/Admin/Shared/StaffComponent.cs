using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorShop.Admin.Shared;

/// <summary>A page of the desk: knows who sits there, and stops asking when they leave.</summary>
public abstract class StaffComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource gone = new();

    // A handler may still ask after the page went away.
    protected StaffComponent() => Gone = gone.Token;

    /// <summary>Ends what is still being asked when the page goes away.</summary>
    protected CancellationToken Gone { get; }

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected async Task<ClaimsPrincipal> StaffAsync() => (await SignedIn).User;

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        gone.Cancel();
        gone.Dispose();
    }
}
