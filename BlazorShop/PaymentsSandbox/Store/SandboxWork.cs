using System.Text.Json.Nodes;
using BlazorShop.PaymentsSandbox.Objects;
using Microsoft.Data.Sqlite;

namespace BlazorShop.PaymentsSandbox.Store;

/// <summary>The request that caused a change; events carry it.</summary>
internal sealed record RequestMark(string Id, string? IdempotencyKey);

/// <summary>One transaction over the documents. Everything that changes the sandbox's world goes through here.</summary>
internal sealed partial class SandboxWork(SqliteTransaction transaction, TimeProvider time, RequestMark? request)
{
    public long Now { get; } = time.GetUtcNow().ToUnixTimeSeconds();

    public long NowMilliseconds { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether an event waits for delivery.</summary>
    public bool Announced { get; private set; }

    public JsonObject? Find(string kind, string? id)
    {
        if (id is null)
            return null;
        using var command = Command("SELECT json FROM objects WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id));
        return command.ExecuteScalar() is string json ? Json.Parse(json) : null;
    }

    /// <summary>Creates or replaces a document; its kind is its <c>object</c>.</summary>
    public JsonObject Put(JsonObject document)
    {
        using var command = Command(
            """
            INSERT INTO objects (kind, id, json, created) VALUES ($kind, $id, $json, $created)
            ON CONFLICT (id) DO UPDATE SET json = excluded.json
            """,
            ("$kind", document.Text("object")!), ("$id", document.Id()), ("$json", document.Write()), ("$created", document.Number("created")));
        command.ExecuteNonQuery();
        return document;
    }

    /// <summary>Documents of a kind, newest first, where the given top-level members have the given values.</summary>
    public List<JsonObject> All(string kind, params (string Member, string Value)[] where)
    {
        var sql = "SELECT json FROM objects WHERE kind = $kind"
            + string.Concat(where.Select((w, i) => $" AND json_extract(json, '$.{w.Member}') = $v{i}")) + " ORDER BY seq DESC";
        using var command = Command(sql, [("$kind", kind), .. where.Select((w, i) => ($"$v{i}", (object)w.Value))]);
        return Documents(command);
    }

    public List<JsonObject> Newest(string kind, int limit)
    {
        using var command = Command(
            "SELECT json FROM objects WHERE kind = $kind ORDER BY seq DESC LIMIT $limit", ("$kind", kind), ("$limit", limit));
        return Documents(command);
    }

    public List<JsonObject> OpenSessionsPast(long moment)
    {
        using var command = Command(
            """
            SELECT json FROM objects WHERE kind = 'checkout.session' AND json_extract(json, '$.status') = 'open'
              AND json_extract(json, '$.expires_at') <= $moment
            """, ("$moment", moment));
        return Documents(command);
    }

    /// <summary>Stores an event of what <paramref name="subject"/> is now, and a delivery of it.</summary>
    public void Emit(string type, JsonObject subject, JsonObject? before = null)
    {
        var snapshot = subject.Shown();
        // The secret opens the payment form; an event has no need of it.
        if (snapshot.Text("object") == "checkout.session")
            snapshot["client_secret"] = null;
        Announce(EventObject.Of(type, snapshot, before, Now, request));
    }

    public void Announce(JsonObject happening)
    {
        Put(happening);
        if (IsOn(Switches.DropWebhooks))
            Deliver(happening.Id(), NowMilliseconds, "dropped");
        else
            Deliver(happening.Id(), NowMilliseconds);
    }

    public SqliteCommand Command(string sql, params (string Name, object? Value)[] values)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Every piece of the text is written in this folder; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    public static List<JsonObject> Documents(SqliteCommand command)
    {
        var found = new List<JsonObject>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            found.Add(Json.Parse(reader.GetString(0)));
        return found;
    }
}
