using System.Data.Common;
using System.Reflection;
using BlazorShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BlazorShop.Payments.Inbox;

/// <summary>
/// "Insert unless it is there", the one statement of the shop that a provider has its own words for. What the columns are
/// called and how values are stored is read from the model.
/// </summary>
internal sealed class InboxInsert
{
    private readonly ShopDbContext db;
    private readonly List<Column> columns;
    private readonly string sql;
    private DbCommand? prepared;

    public InboxInsert(ShopDbContext db)
    {
        this.db = db;
        var table = db.Model.FindEntityType(typeof(InboxEvent))!;
        columns = [.. table.GetProperties().Select((p, i) => new Column($"@p{i}", p.GetColumnName(), p.PropertyInfo!, p.GetRelationalTypeMapping(), p.IsNullable))];
        sql = $"INSERT INTO \"{table.GetTableName()}\" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) "
            + $"VALUES ({string.Join(", ", columns.Select(c => c.Parameter))}) ON CONFLICT DO NOTHING";
    }

    private DbConnection Connection => db.Database.GetDbConnection();

    /// <summary>Which of them were not there. All in one transaction, committed before it returns.</summary>
    public async Task<bool[]> RunAsync(IReadOnlyList<InboxEvent> events, int timeout)
    {
        if (Connection.CanCreateBatch)
            return await InOneTripAsync(events, timeout);
        await using var transaction = await Connection.BeginTransactionAsync();
        var stored = await OneAfterAnotherAsync(events, transaction, timeout);
        await transaction.CommitAsync();
        return stored;
    }

    /// <summary>What PostgreSQL gets in one batch without a transaction of its own is one transaction: no trip to begin it, none to commit.</summary>
    private async Task<bool[]> InOneTripAsync(IReadOnlyList<InboxEvent> events, int timeout)
    {
        await using var batch = Connection.CreateBatch();
        await using var maker = Connection.CreateCommand();
        batch.Timeout = timeout;
        foreach (var received in events)
        {
            var insert = batch.CreateBatchCommand();
            insert.CommandText = sql;
            foreach (var column in columns)
                insert.Parameters.Add(column.Mapping.CreateParameter(maker, column.Parameter, column.Property.GetValue(received), column.Nullable));
            batch.BatchCommands.Add(insert);
        }

        // The server plans the statement once for the life of the connection.
        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();
        return [.. batch.BatchCommands.Select(c => c.RecordsAffected == 1)];
    }

    private async Task<bool[]> OneAfterAnotherAsync(IReadOnlyList<InboxEvent> events, DbTransaction transaction, int timeout)
    {
        var command = prepared ??= Prepare();
        command.Transaction = transaction;
        command.CommandTimeout = timeout;
        var stored = new bool[events.Count];
        for (var i = 0; i < stored.Length; i++)
        {
            for (var c = 0; c < columns.Count; c++)
                command.Parameters[c].Value = columns[c].Stored(events[i]);
            stored[i] = await command.ExecuteNonQueryAsync() == 1;
        }

        return stored;
    }

    private DbCommand Prepare()
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Made of the model's own names.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var column in columns)
            command.Parameters.Add(column.Mapping.CreateParameter(command, column.Parameter, null, column.Nullable));
        return command;
    }

    private sealed record Column(string Parameter, string Name, PropertyInfo Property, RelationalTypeMapping Mapping, bool Nullable)
    {
        public object Stored(InboxEvent received)
        {
            var value = Property.GetValue(received);
            return (Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
        }
    }
}
