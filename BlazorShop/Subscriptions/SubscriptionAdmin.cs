using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Recurring;
using BlazorShop.Pricing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Subscriptions;

/// <summary>Which subscriptions staff look at; what is null is not asked about.</summary>
public sealed record SubscriptionFilter(SubscriptionStatus? Status = null, string? Search = null)
{
    /// <summary>From the words of an address. False where the status is none: a filter that was mistyped must not show everything.</summary>
    public static bool TryParse(string? status, string? search, out SubscriptionFilter filter)
    {
        var text = string.IsNullOrWhiteSpace(search) ? null : search.Trim().ToLowerInvariant();
        SubscriptionStatus? wanted = null;
        var known = string.IsNullOrWhiteSpace(status);
        if (!known && !char.IsDigit(status!.Trim()[0]) && Enum.TryParse<SubscriptionStatus>(status, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed))
            (known, wanted) = (true, parsed);
        filter = new SubscriptionFilter(wanted, text);
        return known;
    }
}

/// <summary>A subscription in the staff's list. <see cref="Said"/>: who wanted what of it last.</summary>
public sealed record SubscriptionRow(
    SubscriptionId Id,
    string Email,
    ItemSnapshot Item,
    Money UnitPrice,
    int Quantity,
    Recurrence Recurrence,
    SubscriptionStatus Status,
    bool CollectionPaused,
    bool CancelAtPeriodEnd,
    DateTime? PeriodEnd,
    string? Problem,
    DateTime CreatedAt,
    string Environment)
{
    public LastCommand? Said { get; init; }

    public Money Total => UnitPrice * Quantity;

    public bool IsOver => Status is SubscriptionStatus.Cancelled;
}

public sealed record LastCommand(SubscriptionVerb Verb, SubscriptionCommandState State, string Actor, DateTime At);

/// <summary>A page of the list. <see cref="Total"/> is null where there are more than <see cref="SubscriptionAdmin.CountedTo"/>.</summary>
public sealed record SubscriptionPage(IReadOnlyList<SubscriptionRow> Rows, int? Total, bool More);

/// <summary>Everybody's subscriptions, for staff only. Each question is asked by somebody, and refused to anybody else.</summary>
public sealed class SubscriptionAdmin(IDbContextFactory<ShopDbContext> contexts, SubscriptionService service, StaffGuard guard)
{
    /// <summary>How far the list counts itself.</summary>
    public const int CountedTo = 1000;

    /// <summary>Newest first; <paramref name="page"/> counts from 0.</summary>
    public async Task<SubscriptionPage> PageAsync(ClaimsPrincipal staff, SubscriptionFilter filter, int page, int size, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var wanted = db.Subscriptions.AsNoTracking();
        if (filter.Status is { } status)
            wanted = wanted.Where(s => s.Status == status);
        if (filter.Search is { } search)
            wanted = wanted.Where(s => s.Email.StartsWith(search));
        var rows = await wanted.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id)
            .Skip(Math.Max(page, 0) * size)
            .Take(size + 1)
            .Select(s => new SubscriptionRow(
                s.Id, s.Email, s.Item, s.UnitPrice, s.Quantity, s.Recurrence, s.Status, s.CollectionPaused,
                s.CancelAtPeriodEnd, s.PeriodEnd, s.Problem, s.CreatedAt, s.Environment))
            .ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var commands = await db.Set<SubscriptionCommand>().AsNoTracking()
            .Where(c => ids.Contains(c.SubscriptionId) && c.State != SubscriptionCommandState.AwaitsCard && c.State != SubscriptionCommandState.Superseded)
            .OrderBy(c => c.CreatedAt).ToListAsync(ct);
        var last = commands.GroupBy(c => c.SubscriptionId).ToDictionary(g => g.Key, g => g.Last());
        var counted = await wanted.Select(s => s.Id).Take(CountedTo + 1).CountAsync(ct);
        return new SubscriptionPage(
            [.. rows.Take(size).Select(r => last.TryGetValue(r.Id, out var c) ? r with { Said = new LastCommand(c.Verb, c.State, c.Actor, c.CreatedAt) } : r)],
            counted > CountedTo ? null : counted,
            rows.Count > size);
    }

    /// <summary>One of them, as in the list; null where there is none.</summary>
    public async Task<SubscriptionRow?> FindAsync(ClaimsPrincipal staff, SubscriptionId id, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Subscriptions.AsNoTracking().Where(s => s.Id == id)
            .Select(s => new SubscriptionRow(
                s.Id, s.Email, s.Item, s.UnitPrice, s.Quantity, s.Recurrence, s.Status, s.CollectionPaused,
                s.CancelAtPeriodEnd, s.PeriodEnd, s.Problem, s.CreatedAt, s.Environment))
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>Ends it now. The command is kept with the name of who gave it, also when the page goes away meanwhile.</summary>
    public async Task<SubscriptionChanged> CancelAsync(ClaimsPrincipal staff, SubscriptionId id)
    {
        var actor = await guard.ActorAsync(staff, CancellationToken.None);
        return await service.EndAsync(id, actor, CancellationToken.None);
    }
}
