using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Payments.Inbox;

/// <summary>The staff's list of stored events, page by page.</summary>
public sealed class InboxPagesTests
{
    private static readonly DateTime begin = new(2026, 11, 1, 8, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_event_is_on_one_page_also_where_many_came_at_the_same_moment_and_two_providers_call_theirs_the_same(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, Enumerable.Range(1, 60).Select(n => Make.Event($"evt_{n / 2:D3}", at: begin.AddHours(n / 7 * 7), provider: n % 2 == 0 ? "stripe" : "sandbox")));
        var pages = await ListPages.TurnAsync(place => ReadAsync(database, place), row => row.Name);
        var all = pages.SelectMany(p => p.Rows).ToList();
        Assert.Equal((3, 60), (pages.Count, all.Count));
        Assert.Equal(all.Select(e => e.ReceivedAt).OrderDescending(), all.Select(e => e.ReceivedAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_that_arrives_while_staff_read_moves_nothing_to_another_page(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, Enumerable.Range(1, 30).Select(n => Make.Event($"evt_{n:D2}", at: begin.AddMinutes(n))));
        var newest = await ReadAsync(database, ListPlace.First);
        await AddAsync(database, Enumerable.Range(31, 3).Select(n => Make.Event($"evt_{n:D2}", at: begin.AddDays(9))));
        var older = await ReadAsync(database, new ListPlace(After: newest.Rows[^1].Name));
        Assert.Equal(["evt_05", "evt_04", "evt_03", "evt_02", "evt_01"], older.Rows.Select(r => r.Id));
        var back = await ReadAsync(database, new ListPlace(Before: newest.Rows[0].Name));
        Assert.Equal((ListPlace.Size, "evt_33", 33, false), (back.Rows.Count, back.Rows[0].Id, back.Total, back.Before));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_filter_has_pages_of_its_own_and_an_event_that_left_it_still_says_where_the_next_begins(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, Enumerable.Range(1, 90).Select(n => Make.Event(
            $"evt_{n:D2}", n % 3 == 0 ? "charge.refunded" : "customer.created", n % 2 == 0 ? $"ch_{n}" : $"cus_{n}", n % 3 == 1 ? InboxState.Quarantined : InboxState.Applied, begin.AddMinutes(n))));
        foreach (var (filter, found) in new (InboxFilter, Func<int, bool>)[]
        {
            (new(InboxState.Quarantined), n => n % 3 == 1),
            (new(Type: "charge.refunded"), n => n % 3 == 0),
            (new(Search: "cus_"), n => n % 2 == 1),
            (new(InboxState.Applied, "charge.refunded", "ch_"), n => n % 6 == 0),
            (new(Search: "evt_07"), n => n == 7),
            (new(Type: "charge.refund"), _ => false),
        })
        {
            var pages = await ListPages.TurnAsync(place => ReadAsync(database, place, filter), row => row.Name);
            Assert.Equal(Enumerable.Range(1, 90).Where(found).Reverse().Select(n => $"evt_{n:D2}"), pages.SelectMany(p => p.Rows).Select(r => r.Id));
        }

        // The last of the page was replayed meanwhile.
        Assert.Equal("evt_13", (await ReadAsync(database, new ListPlace(After: "stripe:evt_15"), new InboxFilter(InboxState.Quarantined))).Rows[0].Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_page_after_an_event_that_is_not_there_is_the_first(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, Enumerable.Range(1, 3).Select(n => Make.Event($"evt_{n}", at: begin.AddMinutes(n))));
        foreach (var place in new[] { new ListPlace(After: "evt_2"), new ListPlace(After: "sandbox:evt_2"), new ListPlace(Before: ":"), new ListPlace(After: "'; --", Before: "x") })
        {
            var page = await ReadAsync(database, place);
            Assert.Equal((3, "evt_3", false, false), (page.Rows.Count, page.Rows[0].Id, page.Before, page.After));
        }
    }

    private static Task<ListPage<InboxRow>> ReadAsync(TestDatabase database, ListPlace place, InboxFilter? filter = null) =>
        new InboxAdmin(database, null!, Staff.GuardOfAll).PageAsync(Staff.Login(Staff.Eve), filter ?? new InboxFilter(), place, default);

    private static async Task AddAsync(TestDatabase database, IEnumerable<InboxEvent> events)
    {
        await using var db = database.CreateDbContext();
        db.AddRange(events);
        await db.SaveChangesAsync();
    }
}
