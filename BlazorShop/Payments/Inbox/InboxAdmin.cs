using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments.Inbox;

/// <summary>Which stored events staff look at; what is null is not asked about.</summary>
public sealed record InboxFilter(InboxState? State = null, string? Type = null, string? Search = null)
{
    /// <summary>From the words of an address. False where the state is none.</summary>
    public static bool TryParse(string? state, string? type, string? search, out InboxFilter filter)
    {
        var known = EnumName.TryParse<InboxState>(state, out var wanted);
        filter = new InboxFilter(wanted, Text.TrimToNull(type), Text.TrimToNull(search));
        return known;
    }
}

/// <summary>A stored event in the staff's list.</summary>
public sealed record InboxRow(
    string Id, string Provider, string Type, string? ObjectId, InboxState State, int Attempts, DateTime ReceivedAt, DateTime? CreatedAtProvider, string Source, string? Result)
{
    /// <summary>As <see cref="InboxEvent.Name"/>.</summary>
    public string Name => InboxEvent.NameOf(Provider, Id);

    /// <summary>Time between the provider creating the event and us receiving it.</summary>
    public TimeSpan? Lag => InboxAdmin.LagOf(CreatedAtProvider, ReceivedAt);
}

/// <summary>
/// The inbox as a whole. <see cref="OtherVersions"/>: releases of the provider's API, other than ours, that events arrived in
/// lately. The lags are those of the newest deliveries; null where there are none.
/// </summary>
public sealed record InboxSummary(
    int Waiting, int Quarantined, IReadOnlyList<string> Types, string ExpectedVersion, IReadOnlyList<string> OtherVersions, TimeSpan? UsualLag, TimeSpan? LongestLag);

/// <summary>The inbox, for staff only.</summary>
public sealed class InboxAdmin(IDbContextFactory<ShopDbContext> contexts, IProviderEvents provider, StaffGuard guard)
{
    private const int Recent = 500;

    public async Task<InboxSummary> SummaryAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var newest = await db.InboxEvents.AsNoTracking().OrderByDescending(e => e.ReceivedAt).Take(Recent)
            .Select(e => new { e.Type, e.ApiVersion, e.Source, e.CreatedAtProvider, e.ReceivedAt }).ToListAsync(ct);
        var lags = newest.Where(e => e.Source == "webhook").Select(e => LagOf(e.CreatedAtProvider, e.ReceivedAt)).OfType<TimeSpan>().Order().ToList();
        return new InboxSummary(
            await db.InboxEvents.CountAsync(e => e.State == InboxState.New, ct),
            await db.InboxEvents.CountAsync(e => e.State == InboxState.Quarantined, ct),
            [.. newest.Select(e => e.Type).Distinct().Order(StringComparer.Ordinal)],
            provider.ApiVersion,
            [.. newest.Select(e => e.ApiVersion).OfType<string>().Where(v => Train(v) != Train(provider.ApiVersion)).Distinct().Order(StringComparer.Ordinal)],
            lags.Count == 0 ? null : lags[lags.Count / 2],
            lags.Count == 0 ? null : lags[^1]);
    }

    /// <summary>Newest first. A row is named as <see cref="InboxRow.Name"/> says.</summary>
    public async Task<ListPage<InboxRow>> PageAsync(ClaimsPrincipal staff, InboxFilter filter, ListPlace place, CancellationToken ct)
    {
        await guard.DemandAsync(staff, Permission.Payments, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var named = place.Row is { } name ? InboxEvent.Named(db.InboxEvents, name) : null;
        // Without the bodies: they may be a mebibyte each.
        return await Wanted(db, filter).Descending(e => e.ReceivedAt).Then(e => e.Id).Then(e => e.Provider).PageAsync(
            place,
            named,
            e => new InboxRow(e.Id, e.Provider, e.Type, e.ObjectId, e.State, e.Attempts, e.ReceivedAt, e.CreatedAtProvider, e.Source, e.Result),
            ct);
    }

    internal static TimeSpan? LagOf(DateTime? createdAt, DateTime receivedAt) =>
        // The provider's clock counts whole seconds, and is not ours.
        createdAt is not { } made ? null : receivedAt > made ? receivedAt - made : TimeSpan.Zero;

    private static IQueryable<InboxEvent> Wanted(ShopDbContext db, InboxFilter filter)
    {
        var events = db.InboxEvents.AsNoTracking();
        if (filter.State is { } state)
            events = events.Where(e => e.State == state);
        if (filter.Type is { } type)
            events = events.Where(e => e.Type == type);
        if (filter.Search is { } search)
            events = events.Where(e => e.Id.StartsWith(search) || e.ObjectId!.StartsWith(search));
        return events;
    }

    /// <summary>The release train of a version: what stands after the last point of <c>2026-10-28.endive</c>.</summary>
    private static string Train(string version) => version[(version.LastIndexOf('.') + 1)..];
}
