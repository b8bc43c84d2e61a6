using System.Runtime.CompilerServices;
using System.Security.Claims;

namespace BlazorShop.Common;

/// <summary>Why somebody who claims to be staff is not.</summary>
public enum StaffRefusal
{
    /// <summary>Not logged in, or without the role's claim.</summary>
    NoClaim,

    /// <summary>The account is gone.</summary>
    NoAccount,

    /// <summary>The account has lost the role.</summary>
    NoRole,

    /// <summary>The account is locked.</summary>
    Locked,

    /// <summary>Password, second factor or rights were changed since the login.</summary>
    OldStamp,

    /// <summary>The shop asks staff for a second factor, and this login had none.</summary>
    NoSecondFactor,
}

/// <summary>The accounts of the staff as the database has them now: what a login claims may be hours old.</summary>
public interface IStaffAccounts
{
    /// <summary>Null where this is still a member of the staff.</summary>
    Task<StaffRefusal?> WhyNotAsync(ClaimsPrincipal user, CancellationToken ct);
}

/// <summary>
/// What only staff may do or see asks here at each call. A page that is open, or a forged message to it, is no permission, and neither is
/// a claim of this morning: the account is read again each time.
/// </summary>
public sealed partial class StaffGuard(IStaffAccounts accounts, ILogger<StaffGuard> logger)
{
    public const string Role = "Staff";

    /// <param name="command">What is asked for, for the log.</param>
    /// <exception cref="UnauthorizedAccessException">Whoever asks is not staff, or not any more.</exception>
    public async Task DemandAsync(ClaimsPrincipal user, CancellationToken ct, [CallerMemberName] string command = "")
    {
        // The cheap question first: a stranger costs no query.
        StaffRefusal? refusal = user.Identity?.IsAuthenticated == true && user.IsInRole(Role) ? null : StaffRefusal.NoClaim;
        refusal ??= await accounts.WhyNotAsync(user, ct);
        if (refusal is not { } why)
            return;
        Refused(logger, command, user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "nobody", why);
        throw new UnauthorizedAccessException("Only staff may do this.");
    }

    /// <summary>The same, and under which name the command is kept.</summary>
    /// <exception cref="UnauthorizedAccessException">Whoever asks is not staff, or not any more.</exception>
    public async Task<string> ActorAsync(ClaimsPrincipal user, CancellationToken ct, [CallerMemberName] string command = "")
    {
        await DemandAsync(user, ct, command);
        return user.Email() ?? user.Identity?.Name ?? "staff";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Staff command {Command} was refused to account {User}: {Why}")]
    private static partial void Refused(ILogger logger, string command, string user, StaffRefusal why);
}
