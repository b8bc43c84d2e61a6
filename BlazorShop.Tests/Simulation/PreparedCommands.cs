using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// The commands of one schedule, prepared once: SQLite would compile each of them again each time, which was a fifth of a schedule's
/// time. Of one thread only.
/// </summary>
internal sealed class PreparedCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Stack<SqliteCommand>> idle = new(StringComparer.Ordinal);
    private readonly Dictionary<DbDataReader, SqliteCommand> reading = new(ReferenceEqualityComparer.Instance);

    public DbDataReader Read(DbCommand asked)
    {
        var command = Take(asked);
        var reader = command.ExecuteReader();
        reading[reader] = command;
        return reader;
    }

    public int Run(DbCommand asked)
    {
        var command = Take(asked);
        var rows = command.ExecuteNonQuery();
        idle[command.CommandText].Push(command);
        return rows;
    }

    /// <summary>The reader is about to be disposed.</summary>
    public void Finish(DbDataReader reader)
    {
        if (!reading.Remove(reader, out var command))
            return;
        reader.Dispose();
        idle[command.CommandText].Push(command);
    }

    public void Dispose()
    {
        foreach (var command in idle.Values.SelectMany(c => c))
            command.Dispose();
        foreach (var command in reading.Values)
            command.Dispose();
    }

    private SqliteCommand Take(DbCommand asked)
    {
        if (!idle.TryGetValue(asked.CommandText, out var known))
            idle[asked.CommandText] = known = new Stack<SqliteCommand>();
        if (!known.TryPop(out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // The shop's own.
            command.CommandText = asked.CommandText;
#pragma warning restore CA2100
        }

        command.Transaction = (SqliteTransaction?)asked.Transaction;
        command.Parameters.Clear();
        foreach (SqliteParameter parameter in asked.Parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
