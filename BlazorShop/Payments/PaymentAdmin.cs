using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Foreign;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Payments;

/// <summary>Whether our books and the provider's agree, and the rules that must always hold.</summary>
public sealed record BooksReport(
    ReconciliationRun? Last,
    ReconciliationRun? Finished,
    IReadOnlyList<ReconciliationBreak> Open,
    IReadOnlyDictionary<BreakKind, int> Kinds,
    IReadOnlyList<InvariantResult> Invariants)
{
    /// <summary>Everything at the provider up to then was compared and booked; null while nobody has compared.</summary>
    public DateTime? UpTo { get; init; }

    /// <summary>When this was read, by the shop's clock.</summary>
    public DateTime Now { get; init; }

    /// <summary>More than two passes of the comparison ago.</summary>
    public bool IsOld { get; init; }

    /// <summary>Events and objects of the provider's that failed three times or more, or are in quarantine.</summary>
    public int Failing { get; init; }

    /// <summary>The first of them, by the provider's name, with what went wrong.</summary>
    public IReadOnlyList<Trouble> Troubles { get; init; } = [];

    /// <summary>Received and not owed for any order, in each currency.</summary>
    public IReadOnlyList<Money> Held { get; init; } = [];

    /// <summary>Since when the provider has not answered; null while it does.</summary>
    public DateTime? OutSince { get; init; }

    /// <summary>Something is wrong that does not go away by waiting.</summary>
    public bool IsWrong => Agree == false || Failing > 0 || Held.Count > 0 || Foreign > 0;

    /// <summary>Payments on the account that belong to no order, and nobody has decided about.</summary>
    public int Foreign { get; init; }

    /// <summary>All that are open; <see cref="Open"/> holds the first of them.</summary>
    public int Differences => Kinds.Values.Sum();

    public int Violations => Invariants.Sum(i => i.Violations);

    /// <summary>Null while nobody has compared them.</summary>
    public bool? Agree => Differences + Violations > 0 ? false : UpTo is null ? null : true;
}

/// <summary>Which stored events staff look at; what is null is not asked about.</summary>
public sealed record InboxFilter(InboxState? State = null, string? Type = null, string? Search = null)
{
    /// <summary>From the words of an address. False where the state is none.</summary>
    public static bool TryParse(string? state, string? type, string? search, out InboxFilter filter)
    {
        var known = EnumName.TryParse<InboxState>(state, out var wanted);
        filter = new InboxFilter(wanted, Text(type), Text(search));
        return known;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>A stored event in the staff's list. <see cref="Lag"/> is how long after the provider made it we had it.</summary>
public sealed record InboxRow(
    string Id, string Type, string? ObjectId, InboxState State, int Attempts, DateTime ReceivedAt, TimeSpan? Lag, string Source, string? Result);

/// <summary>A page of the list. <see cref="Total"/> is null where there are more than <see cref="ListPlace.CountedTo"/>.</summary>
public sealed record InboxPage(IReadOnlyList<InboxRow> Rows, int? Total, bool More);

/// <summary>
/// The inbox as a whole. <see cref="OtherVersions"/>: releases of the provider's API, other than ours, that events arrived in
/// lately. The lags are those of the newest deliveries; null where there are none.
/// </summary>
public sealed record InboxSummary(
    int Waiting, int Quarantined, IReadOnlyList<string> Types, string ExpectedVersion, IReadOnlyList<string> OtherVersions, TimeSpan? UsualLag, TimeSpan? LongestLag);

/// <summary>A stored event, which order it is about, and what is booked of the object it is about.</summary>
public sealed record InboxDetail(InboxEvent Event, OrderId? Order, IReadOnlyList<JournalEntry> Booked)
{
    /// <summary>Applying an event is not known to take longer.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(1);

    /// <summary>Booked while this event was being applied; the others were in the books before, or came later.</summary>
    public bool IsItsDoing(JournalEntry entry) =>
        Event.AppliedAt is { } applied && entry.At <= applied && entry.At > applied - longest;

    public TimeSpan? Lag => PaymentAdmin.LagOf(Event.CreatedAtProvider, Event.ReceivedAt);
}

/// <summary>All money that moved for an order. <see cref="Room"/> is what can still be refunded of what paid it; null where nothing did.</summary>
public sealed record MoneyTrail(
    OrderBooks Books,
    PaymentId? PaidBy,
    RefundRoom? Room,
    Money? Fee,
    IReadOnlyList<Refund> Refunds,
    IReadOnlyList<Dispute> Disputes,
    IReadOnlyList<JournalEntry> Journal)
{
    /// <summary>The most that one refund of what paid the order can be; null where nothing did.</summary>
    public Money? Left => Room?.Left;
}

/// <summary>What the payments admin reads. Each question is asked by somebody, and refused to anybody but staff.</summary>
public sealed class PaymentAdmin(
    IDbContextFactory<ShopDbContext> contexts, IInboxReader reader, IProviderEvents provider, ISubscriptionRecords subscriptions, PaymentsOptions options, StaffGuard guard, TimeProvider time)
{
    private const int Recent = 500;
    private const int MostShown = 200;
    private const int MostTroubles = 20;
    private static readonly StringComparer byNumber = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    public async Task<BooksReport> BooksAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var runs = db.Set<ReconciliationRun>().AsNoTracking().OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id);
        var open = db.Set<ReconciliationBreak>().AsNoTracking().Where(b => b.ResolvedAt == null);
        var troubles = Stuck(db);
        var now = time.GetUtcNow().UtcDateTime;
        var upTo = (await db.Set<Watermark>().AsNoTracking().FirstOrDefaultAsync(w => w.Name == Reconciler.Name, ct))?.Value;
        return new BooksReport(
            await runs.FirstOrDefaultAsync(ct),
            await runs.FirstOrDefaultAsync(r => r.FinishedAt != null && r.Problem == null, ct),
            await open.OrderByDescending(b => b.FoundAt).ThenBy(b => b.Reference).Take(MostShown).ToListAsync(ct),
            await open.GroupBy(b => b.Kind).Select(k => new { k.Key, Count = k.Count() }).ToDictionaryAsync(k => k.Key, k => k.Count, ct),
            // What is broken comes first, then 2 before 11.
            [.. (await db.Set<InvariantResult>().AsNoTracking().ToListAsync(ct)).OrderBy(i => i.Violations == 0).ThenBy(i => i.Name, byNumber)])
        {
            UpTo = upTo,
            Now = now,
            IsOld = upTo is { } then && now - then > 2 * options.ReconcileEvery,
            Failing = await FailingEvents(db).CountAsync(ct) + await troubles.CountAsync(ct),
            Troubles = await troubles.OrderBy(t => t.FirstAt).Take(MostTroubles).ToListAsync(ct),
            Held = await HeldAsync(db, ct),
            Foreign = await db.Set<ForeignPayment>().CountAsync(f => f.State == ForeignState.Open, ct),
            OutSince = await db.Set<Trouble>().Where(t => t.Reference == Alarms.Provider && t.ResolvedAt == null && t.Attempts >= Alarms.Patience)
                .Select(t => (DateTime?)t.FirstAt).FirstOrDefaultAsync(ct),
        };
    }

    /// <summary>Open work beside the word Payments: what fails, what differs, disputes that wait for an answer.</summary>
    public async Task<int> OpenWorkAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await FailingEvents(db).CountAsync(ct)
            + await Stuck(db).CountAsync(ct)
            + await db.Set<ReconciliationBreak>().CountAsync(b => b.ResolvedAt == null, ct)
            + await db.Set<ForeignPayment>().CountAsync(f => f.State == ForeignState.Open, ct)
            + await db.Set<Dispute>().CountAsync(d => d.Status == DisputeStatus.NeedsResponse || d.Status == DisputeStatus.Inquiry || d.Status == DisputeStatus.AppealNeedsResponse, ct);
    }

    private static IQueryable<InboxEvent> FailingEvents(ShopDbContext db) =>
        db.InboxEvents.Where(e => e.State == InboxState.Quarantined || (e.State == InboxState.New && e.Attempts >= Alarms.Patience));

    private static IQueryable<Trouble> Stuck(ShopDbContext db) =>
        db.Set<Trouble>().AsNoTracking().Where(t => t.ResolvedAt == null && t.Reference != Alarms.Provider && t.Attempts >= Alarms.Patience);

    private static async Task<IReadOnlyList<Money>> HeldAsync(ShopDbContext db, CancellationToken ct)
    {
        var sums = await db.Set<JournalPosting>().Where(p => p.Account == Account.Suspense).GroupBy(p => p.Currency)
            .Select(c => new { c.Key, Sum = c.Sum(p => p.Amount) }).ToListAsync(ct);
        return [.. sums.Where(c => c.Sum != 0).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new Money(-c.Sum, c.Key))];
    }

    public async Task<InboxSummary> InboxAsync(ClaimsPrincipal staff, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
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

    /// <summary>Newest first; <paramref name="page"/> counts from 0.</summary>
    public async Task<InboxPage> InboxAsync(ClaimsPrincipal staff, InboxFilter filter, int page, int size, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var wanted = Wanted(db, filter);
        // Without the bodies: they may be a mebibyte each.
        var rows = await wanted.OrderByDescending(e => e.ReceivedAt).ThenByDescending(e => e.Id)
            .Skip(Math.Max(page, 0) * size)
            .Take(size + 1)
            .Select(e => new { e.Id, e.Type, e.ObjectId, e.State, e.Attempts, e.ReceivedAt, e.CreatedAtProvider, e.Source, e.Result })
            .ToListAsync(ct);
        var counted = await wanted.Select(e => e.Id).Take(ListPlace.CountedTo + 1).CountAsync(ct);
        return new InboxPage(
            [.. rows.Take(size).Select(e => new InboxRow(
                e.Id, e.Type, e.ObjectId, e.State, e.Attempts, e.ReceivedAt, LagOf(e.CreatedAtProvider, e.ReceivedAt), e.Source, e.Result))],
            counted > ListPlace.CountedTo ? null : counted,
            rows.Count > size);
    }

    /// <summary>The event whole, or null.</summary>
    public async Task<InboxDetail?> EventAsync(ClaimsPrincipal staff, string id, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.InboxEvents.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, ct) is not { } stored)
            return null;
        var about = ReferenceOf(stored);
        return new InboxDetail(stored, await OrderOfAsync(db, about, ct), await BookedAsync(db, about, ct));
    }

    /// <summary>What was paid for an order, given back and taken back, and how that was booked.</summary>
    public async Task<MoneyTrail> OfOrderAsync(ClaimsPrincipal staff, OrderId order, CancellationToken ct)
    {
        await guard.DemandAsync(staff, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refunds = await db.Set<Refund>().AsNoTracking().Where(r => r.OrderId == order)
            .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).ToListAsync(ct);
        var paid = await db.Payments.AsNoTracking()
            .Where(p => p.OrderId == order && p.State == PaymentState.Paid && !p.InSuspense).FirstOrDefaultAsync(ct);
        return new MoneyTrail(
            await Ledger.OfAsync(db, order, ct),
            paid?.Id,
            paid is null ? null : await RefundRoom.OfAsync(db, paid, ct),
            paid is { Fee: { } fee, FeeCurrency: { } currency } ? new Money(fee, currency) : null,
            refunds,
            await db.Set<Dispute>().AsNoTracking().Where(d => d.OrderId == order).OrderByDescending(d => d.CreatedAt).ToListAsync(ct),
            await db.Set<JournalEntry>().AsNoTracking().Include(e => e.Postings.OrderBy(p => p.Line))
                .Where(e => e.OrderId == order).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct));
    }

    internal static TimeSpan? LagOf(DateTime? createdAt, DateTime receivedAt) =>
        // The provider's clock counts whole seconds, and is not ours.
        createdAt is not { } made ? null : receivedAt > made ? receivedAt - made : TimeSpan.Zero;

    /// <summary>The release train of a version: what stands after the last point of <c>2026-10-28.endive</c>.</summary>
    private static string Train(string version) => version[(version.LastIndexOf('.') + 1)..];

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

    private string? ReferenceOf(InboxEvent stored)
    {
        try
        {
            return reader.Read(stored) switch
            {
                InboxHint.Session session => session.Reference,
                InboxHint.Refund refund => refund.Reference,
                InboxHint.RefundsOf payment => payment.PaymentReference,
                InboxHint.Dispute dispute => dispute.Reference,
                _ => stored.ObjectId,
            };
        }
        catch (JsonException)
        {
            return stored.ObjectId;
        }
    }

    private async Task<OrderId?> OrderOfAsync(ShopDbContext db, string? reference, CancellationToken ct)
    {
        if (reference is null)
            return null;
        var order = await db.Payments.Where(p => p.SessionReference == reference || p.InvoiceReference == reference || p.Reference == reference).Select(p => (OrderId?)p.OrderId).FirstOrDefaultAsync(ct)
            ?? await db.Set<Refund>().Where(r => r.Reference == reference).Select(r => (OrderId?)r.OrderId).FirstOrDefaultAsync(ct)
            ?? await db.Set<Dispute>().Where(d => d.Reference == reference).Select(d => (OrderId?)d.OrderId).FirstOrDefaultAsync(ct);
        if (order is not null || await subscriptions.FirstPaymentAsync(db, reference, ct) is not { } first)
            return order;
        return await db.Payments.Where(p => p.Id == first).Select(p => (OrderId?)p.OrderId).FirstOrDefaultAsync(ct);
    }

    /// <summary>All of a payment, or what one refund or dispute moved.</summary>
    private static async Task<IReadOnlyList<JournalEntry>> BookedAsync(ShopDbContext db, string? reference, CancellationToken ct)
    {
        if (reference is null)
            return [];
        var (refund, dispute) = ("refund:" + reference, "dispute:" + reference + ":");
        var payment = await db.Payments.Where(p => p.SessionReference == reference || p.Reference == reference).Select(p => (PaymentId?)p.Id).FirstOrDefaultAsync(ct);
        return await db.Set<JournalEntry>().AsNoTracking().Include(e => e.Postings.OrderBy(p => p.Line))
            .Where(e => e.PaymentId == payment || e.EffectKey == refund || e.EffectKey == refund + ":back"
                || e.EffectKey.StartsWith(dispute))
            .OrderBy(e => e.At).ThenBy(e => e.Id)
            .ToListAsync(ct);
    }
}
