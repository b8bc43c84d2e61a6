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

    /// <summary>Works here, in a role that may not do this.</summary>
    NoPermission,
}

/// <summary>A command was refused to whoever asked for it.</summary>
public sealed class StaffRefusedException(StaffRefusal why) : UnauthorizedAccessException($"Only staff who may do this can: {why}.")
{
    public StaffRefusal Why { get; } = why;
}

/// <summary>The accounts of the staff as the database has them now: what a login claims may be hours old.</summary>
public interface IStaffAccounts
{
    /// <summary>Null where this is still a member of the staff, with one of these permissions.</summary>
    /// <param name="anyOf">None: whoever works here may.</param>
    Task<StaffRefusal?> WhyNotAsync(ClaimsPrincipal user, IReadOnlyCollection<Permission> anyOf, CancellationToken ct);
}

/// <summary>
/// What only staff may do or see asks here at each call. A page that is open, or a forged message to it, is no permission, and neither is
/// a claim of this morning: the account is read again each time.
/// </summary>
public sealed partial class StaffGuard(IStaffAccounts accounts, ILogger<StaffGuard> logger)
{
    /// <summary>The role of everybody who works here. What they may do there is in their other role.</summary>
    public const string Role = "Staff";

    /// <param name="command">What is asked for, for the log.</param>
    /// <exception cref="StaffRefusedException">Whoever asks is not staff, not any more, or may not do this.</exception>
    public Task DemandAsync(ClaimsPrincipal user, Permission permission, CancellationToken ct, [CallerMemberName] string command = "") =>
        DemandAsync(user, [permission], ct, command);

    /// <inheritdoc cref="DemandAsync(ClaimsPrincipal, Permission, CancellationToken, string)"/>
    /// <param name="anyOf">One of these is enough.</param>
    public async Task DemandAsync(ClaimsPrincipal user, IReadOnlyCollection<Permission> anyOf, CancellationToken ct, [CallerMemberName] string command = "")
    {
        // The cheap question first: a stranger costs no query.
        StaffRefusal? refusal = user.Identity?.IsAuthenticated == true && user.IsInRole(Role) ? null : StaffRefusal.NoClaim;
        refusal ??= await accounts.WhyNotAsync(user, anyOf, ct);
        if (refusal is not { } why)
            return;
        Refused(logger, command, user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "nobody", why);
        throw new StaffRefusedException(why);
    }

    /// <summary>The same, and under which name the command is kept.</summary>
    /// <exception cref="StaffRefusedException">Whoever asks is not staff, not any more, or may not do this.</exception>
    public async Task<string> ActorAsync(ClaimsPrincipal user, Permission permission, CancellationToken ct, [CallerMemberName] string command = "")
    {
        await DemandAsync(user, permission, ct, command);
        return user.Email() ?? user.Identity?.Name ?? "staff";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Staff command {Command} was refused to account {User}: {Why}")]
    private static partial void Refused(ILogger logger, string command, string user, StaffRefusal why);
}
