using System.Globalization;

namespace BlazorShop.Tests.Simulation;

/// <summary>What schedules came to: a simulation proves only what it reaches, so that is counted, printed and asserted.</summary>
internal sealed class Reach
{
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    private const string States = """
        SELECT 'payment ' || State || CASE WHEN InSuspense THEN ', held: ' || coalesce(SuspendedBecause, '') ELSE '' END, count(*) FROM Payments GROUP BY 1
        UNION ALL SELECT 'refund ' || State, count(*) FROM Refunds GROUP BY 1
        UNION ALL SELECT 'dispute ' || Status, count(*) FROM Disputes GROUP BY 1
        UNION ALL SELECT 'reservation ' || State, count(*) FROM Reservations GROUP BY 1
        UNION ALL SELECT 'order ' || Status, count(*) FROM Orders GROUP BY 1
        UNION ALL SELECT 'order ' || PaymentStatus, count(*) FROM Orders GROUP BY 1
        UNION ALL SELECT 'order ' || FulfilmentStatus, count(*) FROM Orders GROUP BY 1
        UNION ALL SELECT 'order needs attention', count(*) FROM Orders WHERE NeedsAttention
        UNION ALL SELECT 'order restored', count(*) FROM Orders WHERE IsRestored
        UNION ALL SELECT 'event ' || State, count(*) FROM InboxEvents GROUP BY 1
        UNION ALL SELECT 'mail ' || replace(rtrim(substr(DedupKey, instr(substr(DedupKey, 7), ':') + 7), '0123456789'), ':', ''), count(*) FROM OutboxMessages WHERE DedupKey LIKE 'order:%' GROUP BY 1
        UNION ALL SELECT 'mail ' || State, count(*) FROM OutboxMessages GROUP BY 1
        UNION ALL SELECT 'trouble', count(*) FROM Troubles
        UNION ALL SELECT 'difference of the books', count(*) FROM ReconciliationBreaks
        """;

    public IReadOnlyDictionary<string, int> Counts => counts;

    public int this[string what] => counts.GetValueOrDefault(what);

    public void Note(string what) => Note(what, 1);

    public void Add(Reach other)
    {
        foreach (var (what, times) in other.counts)
            Note(what, times);
    }

    /// <summary>The states in which a schedule ended.</summary>
    public void Look(Universe universe)
    {
        using var command = universe.Connection.CreateCommand();
        command.CommandText = States;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            Note(reader.GetString(0), reader.GetInt32(1));
    }

    public override string ToString() => string.Join("\n", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value,7} {c.Key}")));

    private void Note(string what, int times) => counts[what] = counts.GetValueOrDefault(what) + times;
}
