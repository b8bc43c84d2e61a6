using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace BlazorShop.Admin.Shared;

/// <summary>A page of the admin: knows who sits there, and stops asking when they leave.</summary>
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

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    protected async Task<ClaimsPrincipal> StaffAsync() => (await SignedIn).User;

    /// <summary>Reads again what nobody on the page asked for. Where that fails, the page keeps what it shows, and the log says why.</summary>
    protected Task ReadAgainAsync(Func<Task> read) => InvokeAsync(async () =>
    {
        try
        {
            await read();
            StateHasChanged();
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
#pragma warning disable CA1031 // Whoever tells of a change does not care what becomes of it: whatever is thrown would be lost.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            AdminLog.NotReadAgain(Logs.CreateLogger(GetType()), failure);
        }
    });

    /// <summary>Leads the keyboard to an element, if it is still there: what went away meanwhile takes no focus, and nothing down.</summary>
    protected static async Task FocusAsync(ElementReference element)
    {
        try
        {
            await element.FocusAsync();
        }
        catch (Exception gone) when (gone is JSException or JSDisconnectedException or InvalidOperationException)
        {
            // Rendered away, or the whole page is.
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        gone.Cancel();
        gone.Dispose();
    }
}
