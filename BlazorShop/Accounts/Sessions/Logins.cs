using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BlazorShop.Accounts.Sessions;

/// <summary>
/// The rows of all logins. A cookie is good only as long as its row: each request and each event of an open page asks here, and whatever
/// ends a login ends it everywhere at once.
/// </summary>
internal sealed class Logins(IDbContextFactory<ShopDbContext> contexts, IOptions<IdentityOptions> identity, TimeProvider time)
{
    public static readonly TimeSpan CustomerLifetime = TimeSpan.FromDays(30);
    public static readonly TimeSpan StaffLifetime = TimeSpan.FromHours(12);
    public static readonly TimeSpan StaffIdle = TimeSpan.FromMinutes(30);

    /// <summary>How long a login that is over is kept, for whoever asks what happened.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private static readonly TimeSpan seenEvery = TimeSpan.FromMinutes(1);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Null while the login goes on, which this call counts as activity of; else why it is over.</summary>
    public async Task<LoginEnd?> AskAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        var claims = identity.Value.ClaimsIdentity;
        if (user.LoginId() is not { } id || user.FindFirstValue(claims.UserIdClaimType) is not { } owner)
            return LoginEnd.Unknown;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await (
            from login in db.Set<Login>().AsNoTracking()
            join account in db.Users on login.UserId equals account.Id
            where login.Id == id && login.UserId == owner
            select new
            {
                Login = login,
                account.SecurityStamp,
                account.LockoutEnabled,
                account.LockoutEnd,
            }).FirstOrDefaultAsync(ct);
        if (found is null)
            return LoginEnd.Unknown;
        if (found.Login.EndedAt is not null)
            return found.Login.EndedBecause ?? LoginEnd.Unknown;
        var roles = await db.UserRoles.Where(r => r.UserId == owner).Join(db.Roles, r => r.RoleId, r => r.Id, (_, r) => r.Name!).ToListAsync(ct);
        var now = Now;
        LoginEnd? end = found.Login switch
        {
            { ExpiresAt: var expires } when now >= expires => LoginEnd.Expired,
            { LastSeenAt: var seen } when now >= seen + StaffIdle && roles.Contains(Policies.StaffRole) => LoginEnd.Idle,
            _ when ShopUserManager.IsBarred(found.LockoutEnabled, found.LockoutEnd, identity.Value, time.GetUtcNow()) => LoginEnd.Locked,
            { Stamp: var stamp } when stamp != found.SecurityStamp => LoginEnd.SecurityChanged,
            _ when !user.FindAll(claims.RoleClaimType).Select(c => c.Value).ToHashSet().SetEquals(roles) => LoginEnd.RightsChanged,
            _ => null,
        };
        var mine = db.Set<Login>().Where(l => l.Id == id && l.EndedAt == null);
        if (end is { } because)
        {
            // A page that changes the password proves itself again a moment later: that one's stamp is another by then.
            var stamp = found.Login.Stamp;
            await EndAsync(mine.Where(l => l.Stamp == stamp), because, ct);
        }
        else if (now - found.Login.LastSeenAt >= seenEvery)
        {
            var before = now - seenEvery;
            await mine.Where(l => l.LastSeenAt <= before).ExecuteUpdateAsync(s => s.SetProperty(l => l.LastSeenAt, now), ct);
        }

        return end;
    }

    /// <summary>A new login of this browser, and the name under which its cookie knows it.</summary>
    public async Task<Guid> StartAsync(ShopUser user, bool isStaff, HttpContext http, CancellationToken ct)
    {
        var login = Make(Guid.CreateVersion7(time.GetUtcNow()), user.Id, user.SecurityStamp, isStaff, http);
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(login);
        await db.SaveChangesAsync(ct);
        return login.Id;
    }

    /// <summary>
    /// A login from before there were rows gets its own. Its name is made from what its cookie holds: requests at the same moment find the
    /// same row, and a copy of the old cookie finds it ended when it is.
    /// </summary>
    /// <param name="issuedAt">When the cookie was made.</param>
    /// <returns>Null where there is no such account.</returns>
    public async Task<Guid?> AdoptAsync(ClaimsPrincipal user, DateTimeOffset issuedAt, HttpContext http, CancellationToken ct)
    {
        var claims = identity.Value.ClaimsIdentity;
        if (user.FindFirstValue(claims.UserIdClaimType) is not { } owner)
            return null;
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{issuedAt.UtcTicks}")).AsSpan(0, 16));
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Login>().AnyAsync(l => l.Id == id, ct))
            return id;
        if (!await db.Users.AnyAsync(u => u.Id == owner, ct))
            return null;
        db.Add(Make(id, owner, user.FindFirstValue(claims.SecurityStampClaimType), user.IsInRole(Policies.StaffRole), http));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (Collision.Is(failure))
        {
            // Another request of the same page was faster.
        }

        return id;
    }

    /// <summary>The same login goes on after its own account was changed in it.</summary>
    public async Task GoesOnAsync(Guid id, ShopUser user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        // An open page of the same login may have seen the new stamp first.
        await db.Set<Login>().Where(l => l.Id == id && l.UserId == user.Id && (l.EndedAt == null || l.EndedBecause == LoginEnd.SecurityChanged))
            .ExecuteUpdateAsync(
                s => s.SetProperty(l => l.Stamp, user.SecurityStamp!)
                    .SetProperty(l => l.EndedAt, (DateTime?)null)
                    .SetProperty(l => l.EndedBecause, (LoginEnd?)null),
                ct);
    }

    public async Task EndAsync(Guid id, LoginEnd because, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await EndAsync(db.Set<Login>().Where(l => l.Id == id), because, ct);
    }

    /// <summary>One of somebody's own logins; false where it is none of theirs, or over.</summary>
    public async Task<bool> EndOwnAsync(string user, Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await EndAsync(db.Set<Login>().Where(l => l.Id == id && l.UserId == user), LoginEnd.EndedByOwner, ct) == 1;
    }

    /// <summary>All of somebody's logins but this one; how many those were.</summary>
    public async Task<int> EndOthersAsync(string user, Guid? here, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await EndAsync(db.Set<Login>().Where(l => l.UserId == user && l.Id != here), LoginEnd.EndedEverywhere, ct);
    }

    /// <summary>Somebody's logins that would be let in now, the one seen last first.</summary>
    public async Task<IReadOnlyList<Login>> OpenAsync(ShopUser user, bool isStaff, CancellationToken ct)
    {
        var now = Now;
        var seen = isStaff ? now - StaffIdle : DateTime.MinValue;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Login>().AsNoTracking()
            .Where(l => l.UserId == user.Id && l.EndedAt == null && l.Stamp == user.SecurityStamp && l.ExpiresAt > now && l.LastSeenAt > seen)
            .OrderByDescending(l => l.LastSeenAt).ThenByDescending(l => l.Id).ToListAsync(ct);
    }

    /// <summary>All that is known of somebody's logins, for themselves.</summary>
    public async Task<IReadOnlyList<Login>> AllAsync(string user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Login>().AsNoTracking().Where(l => l.UserId == user).OrderByDescending(l => l.CreatedAt).ToListAsync(ct);
    }

    public async Task ForgetOldAsync(CancellationToken ct)
    {
        var old = Now - Memory;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<Login>().Where(l => l.ExpiresAt < old || l.EndedAt < old).ExecuteDeleteAsync(ct);
    }

    private Task<int> EndAsync(IQueryable<Login> which, LoginEnd because, CancellationToken ct)
    {
        var now = Now;
        return which.Where(l => l.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.EndedAt, (DateTime?)now).SetProperty(l => l.EndedBecause, (LoginEnd?)because), ct);
    }

    private Login Make(Guid id, string owner, string? stamp, bool isStaff, HttpContext http)
    {
        var now = Now;
        var browser = http.Request.Headers.UserAgent.ToString();
        return new Login
        {
            Id = id,
            UserId = owner,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + (isStaff ? StaffLifetime : CustomerLifetime),
            Stamp = stamp ?? "",
            Browser = browser.Length == 0 ? null : Text.Limit(browser, Login.LongestBrowser),
            Address = http.Connection.RemoteIpAddress is { } address ? Text.Limit(address.ToString(), Login.LongestAddress) : null,
        };
    }
}
