using System.Linq.Expressions;
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
        var text = Text.TrimToNull(search)?.ToLowerInvariant();
        var known = EnumName.TryParse<SubscriptionStatus>(status, out var wanted);
        filter = new SubscriptionFilter(wanted, text);
        return known;
    }
}

/// <summary>A subscription in the staff's list. <see cref="Last"/>: what was wanted of it last, and by whom.</summary>
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
    public LastCommand? Last { get; init; }

    public Money Total => UnitPrice * Quantity;

    public bool IsOver => Status is SubscriptionStatus.Cancelled;
}

public sealed record LastCommand(SubscriptionVerb Verb, SubscriptionCommandState State, string Actor, DateTime At);

/// <summary>Everybody's subscriptions, for staff only. Each question is asked by somebody, and refused to anybody else.</summary>
public sealed class SubscriptionAdmin(IDbContextFactory<ShopDbContext> contexts, SubscriptionService service, StaffGuard guard)
{
    private static readonly Expression<Func<Subscription, SubscriptionRow>> row = s => new SubscriptionRow(
        s.Id, s.Email, s.Item, s.UnitPrice, s.Quantity, s.Recurrence, s.Status, s.CollectionPaused, s.CancelAtPeriodEnd, s.PeriodEnd, s.Problem, s.CreatedAt, s.Environment);

    /// <summary>Newest first. A row is named by its subscription's id.</summary>
    public async Task<ListPage<SubscriptionRow>> PageAsync(ClaimsPrincipal staff, SubscriptionFilter filter, ListPlace place, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var wanted = db.Subscriptions.AsNoTracking();
        if (filter.Status is { } status)
            wanted = wanted.Where(s => s.Status == status);
        if (filter.Search is { } search)
            wanted = wanted.Where(s => s.Email.StartsWith(search));
        var named = Guid.TryParse(place.Row, out var id) ? db.Subscriptions.Where(s => s.Id == new SubscriptionId(id)) : null;
        var page = await wanted.Descending(s => s.CreatedAt).Then(s => s.Id).PageAsync(place, named, row, ct);
        var ids = page.Rows.Select(r => r.Id).ToList();
        var commands = await db.Set<SubscriptionCommand>().AsNoTracking()
            .Where(c => ids.Contains(c.SubscriptionId) && c.State != SubscriptionCommandState.AwaitsCard && c.State != SubscriptionCommandState.Superseded)
            .OrderBy(c => c.CreatedAt).ToListAsync(ct);
        var last = commands.GroupBy(c => c.SubscriptionId).ToDictionary(g => g.Key, g => g.Last());
        return page with
        {
            Rows = [.. page.Rows.Select(r => last.TryGetValue(r.Id, out var c) ? r with { Last = new LastCommand(c.Verb, c.State, c.Actor, c.CreatedAt) } : r)],
        };
    }

    /// <summary>One of them, as in the list; null where there is none.</summary>
    public async Task<SubscriptionRow?> FindAsync(ClaimsPrincipal staff, SubscriptionId id, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.ViewOrders, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Subscriptions.AsNoTracking().Where(s => s.Id == id)
            .Select(row)
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>Ends it now. The command is kept with the name of who gave it, also when the page goes away meanwhile.</summary>
    public async Task<SubscriptionChanged> CancelAsync(ClaimsPrincipal staff, SubscriptionId id)
    {
        var actor = await guard.ActorAsync(staff, Permission.Cancel, CancellationToken.None);
        return await service.EndAsync(id, actor, CancellationToken.None);
    }
}
