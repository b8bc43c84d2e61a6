using System.Data.Common;
using System.Security.Claims;
using BlazorShop.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace BlazorShop.Accounts.Sessions;

#pragma warning disable CA1001 // Without a wait handle the semaphore holds nothing; disposed, it would fail a question that is still asked when the page goes.
/// <summary>
/// Whether the login of an open page still goes on. Once it does not, nothing that comes from the page is done any more; what stands there, and what
/// somebody typed, stays. The page says so, and goes on when its browser has logged in again as the same person: the connection that is
/// made then brings the new login with it.
/// </summary>
internal sealed partial class CircuitLogin(
    Logins logins, IJSRuntime scripts, IOptions<IdentityOptions> identity, TimeProvider time, ILogger<CircuitLogin> logger) : IOpenPage
#pragma warning restore CA1001
{
    /// <summary>An answer is believed this long.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim one = new(1);
    private string? owner;
    private ClaimsPrincipal? asked;
    private DateTimeOffset askedAt;
    private bool isLive;
    private bool isTold = true;

    public event Action? WentOn;

    /// <summary>Whether there is a page that can be told: not while it is rendered for the first time, nor while the connection is gone.</summary>
    public bool IsLive
    {
        get => isLive;
        set
        {
            isLive = value;
            // A page that comes back may have missed it.
            isTold = Ended is null;
        }
    }

    /// <summary>Why nothing is done any more; null while all is well.</summary>
    public LoginEnd? Ended { get; private set; }

    public bool IsOver => Ended is not null;

    /// <summary>
    /// Whether this may be whose page it is from now on: whoever comes first, and then only the same person. A connection that is made again without
    /// login, or by somebody else in the same browser, takes nothing over: the page stays as it is, under a login that is over.
    /// </summary>
    public bool Admit(ClaimsPrincipal user)
    {
        var id = user.Identity?.IsAuthenticated == true ? user.FindFirstValue(identity.Value.ClaimsIdentity.UserIdClaimType) : null;
        if (owner is not null && owner != id)
            return false;
        owner = id;
        return true;
    }

    /// <summary>Asks now, however young the last answer is, and tells the page.</summary>
    public async Task AskAgainAsync(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true)
            return;
        await one.WaitAsync();
        try
        {
            await AskAsync(user);
        }
        finally
        {
            one.Release();
        }

        Tell();
    }

    /// <summary>Lets an event in, or not; events keep the order in which they came, though each may have to wait for an answer.</summary>
    public async Task LetInAsync(ClaimsPrincipal user, Func<Task> happen)
    {
        if (user.Identity?.IsAuthenticated != true)
        {
            await happen();
            return;
        }

        var happening = Task.CompletedTask;
        await one.WaitAsync();
        try
        {
            if (!ReferenceEquals(user, asked) || time.GetUtcNow() - askedAt >= Believed)
                await AskAsync(user);
            if (Ended is null)
                happening = happen();
        }
        finally
        {
            one.Release();
        }

        Tell();
        await happening;
    }

    private async Task AskAsync(ClaimsPrincipal user)
    {
        LoginEnd? end;
        try
        {
            end = await logins.AskAsync(user, CancellationToken.None);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or InvalidOperationException { InnerException: DbException or TimeoutException })
        {
            // Without the database nothing can be done in this page anyway; what was answered before stands.
            NotAsked(logger, failure);
            return;
        }

        if (end != Ended)
            isTold = false;
        var goesOn = IsOver && end is null;
        (Ended, asked, askedAt) = (end, user, time.GetUtcNow());
        if (goesOn)
            WentOn?.Invoke();
    }

    private void Tell()
    {
        if (!IsLive || isTold)
            return;
        isTold = true;
        // Not awaited: the browser's answer would have to pass the very gate that is closed now.
        _ = SayAsync(Ended is null ? "shopLogin.goesOn" : "shopLogin.ended");
    }

    private async Task SayAsync(string what)
    {
        try
        {
            await scripts.InvokeVoidAsync(what);
        }
        catch (Exception gone) when (gone is JSException or JSDisconnectedException or InvalidOperationException or OperationCanceledException)
        {
            // The page is not there, its script not yet, or it has not answered: it is told again with the next question.
            isTold = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An open page could not ask whether its login goes on")]
    private static partial void NotAsked(ILogger logger, Exception failure);
}
