using BlazorShop.Payments.Journal;
using BlazorShop.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Simulation;

public sealed class EventOrderTests
{
    [Fact]
    public async Task Whatever_the_order_of_its_events_a_paid_refunded_and_disputed_purchase_ends_the_same() => await Task.Factory.StartNew(
        () =>
        {
            using var universe = new Universe(1);
            var events = universe.PayRefundAndDispute();
            Assert.Equal(6, events.Count);
            using var before = new SqliteConnection("Data Source=:memory:");
            before.Open();
            universe.Connection.BackupDatabase(before);
            string? expected = null;
            var orders = 0;
            // Every seventh: each event at each place, each two of them in both orders. A long run plays them all.
            foreach (var order in Orders([.. events]).Where((_, at) => LongRuns.On || at % 7 == 0))
            {
                before.BackupDatabase(universe.Connection);
                // As if it had never been: what was leased before is free again.
                universe.Clock.Advance(TimeSpan.FromMinutes(2));
                foreach (var happened in order)
                    universe.Tell(happened);
                var state = State(universe);
                expected ??= state;
                Assert.True(expected == state, $"After {string.Join(", ", order.Select(e => e.Type))}:\n{state}\ninstead of\n{expected}");
                // The same facts again, under other ids and from the end: too late to change anything.
                foreach (var happened in order.Reverse())
                    universe.Tell(happened.Again());
                Assert.Equal(expected, State(universe));
                orders++;
            }

            Assert.Equal(LongRuns.Pick(103, 720), orders);
            Rules.End(universe);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Everything of the books that does not tell in which order it was heard.</summary>
    private static string State(Universe universe)
    {
        using var db = universe.Look();
        var order = db.Orders.AsNoTracking().Single();
        var journal = (from entry in db.Set<JournalEntry>()
                       join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                       orderby entry.EffectKey, posting.Line
                       select entry.EffectKey + " " + posting.Account + " " + posting.Amount).ToList();
        var stock = db.StockItems.OrderBy(s => s.VariantId).Select(s => s.OnHand + "/" + s.Reserved).ToList();
        var waiting = db.InboxEvents.Where(e => e.State == BlazorShop.Payments.Inbox.InboxState.New).Select(e => e.Type + " " + e.Result).ToList();
        var confirmed = db.OutboxMessages.Count(m => m.DedupKey.EndsWith(":confirmed"));
        return $"{order.Status} {order.PaymentStatus} {order.Refunded} disputed {order.IsDisputed}; {string.Join(", ", journal)}; {string.Join(" ", stock)}; {confirmed} mail; waiting: {string.Join(", ", waiting)}";
    }

    private static IEnumerable<IReadOnlyList<SimulatedProvider.Event>> Orders(IReadOnlyList<SimulatedProvider.Event> events)
    {
        if (events.Count == 1)
        {
            yield return events;
            yield break;
        }

        foreach (var first in events)
        {
            foreach (var rest in Orders([.. events.Where(e => e != first)]))
                yield return [first, .. rest];
        }
    }
}
