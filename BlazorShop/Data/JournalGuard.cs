using Microsoft.EntityFrameworkCore.Migrations;

namespace BlazorShop.Data;

/// <summary>The journal is append-only in the database itself: whoever tries to change a booking is refused, with whatever tool.</summary>
internal static class JournalGuard
{
    private static readonly string[] tables = ["JournalEntries", "JournalPostings"];

    private static readonly (string Table, string Same)[] replaced =
    [
        ("JournalEntries", "\"Id\" = NEW.\"Id\""),
        ("JournalPostings", "\"EntryId\" = NEW.\"EntryId\" AND \"Line\" = NEW.\"Line\""),
    ];

    public static void Put(MigrationBuilder migration)
    {
        if (migration.ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal))
            PutSqlite(migration);
        else if (migration.ActiveProvider!.EndsWith("PostgreSQL", StringComparison.Ordinal))
            PutPostgres(migration);
        else
            PutSqlServer(migration);
    }

    public static void Take(MigrationBuilder migration)
    {
        var postgres = migration.ActiveProvider!.EndsWith("PostgreSQL", StringComparison.Ordinal);
        foreach (var table in tables)
        {
            if (postgres)
            {
                migration.Sql($"DROP TRIGGER \"{table}_AppendOnly\" ON \"{table}\";");
                migration.Sql($"DROP TRIGGER \"{table}_NoTruncate\" ON \"{table}\";");
            }
            else if (migration.ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal))
            {
                migration.Sql($"DROP TRIGGER \"{table}_NoUpdate\";");
                migration.Sql($"DROP TRIGGER \"{table}_NoDelete\";");
                migration.Sql($"DROP TRIGGER \"{table}_NoReplace\";");
            }
            else
            {
                migration.Sql($"DROP TRIGGER [{table}_AppendOnly];");
            }
        }

        if (postgres)
            migration.Sql("DROP FUNCTION journal_is_append_only();");
    }

    private static void PutSqlite(MigrationBuilder migration)
    {
        foreach (var table in tables)
        {
            foreach (var (name, action) in new[] { ("NoUpdate", "UPDATE"), ("NoDelete", "DELETE") })
            {
                migration.Sql(
                    $"CREATE TRIGGER \"{table}_{name}\" BEFORE {action} ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END;");
            }
        }

        // INSERT OR REPLACE deletes without asking the trigger above.
        foreach (var (table, same) in replaced)
        {
            migration.Sql(
                $"CREATE TRIGGER \"{table}_NoReplace\" BEFORE INSERT ON \"{table}\" WHEN EXISTS (SELECT 1 FROM \"{table}\" WHERE {same}) "
                + "BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END;");
        }
    }

    private static void PutPostgres(MigrationBuilder migration)
    {
        migration.Sql("CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'The journal is append-only.'; END $$;");
        foreach (var table in tables)
        {
            migration.Sql($"CREATE TRIGGER \"{table}_AppendOnly\" BEFORE UPDATE OR DELETE ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();");
            migration.Sql($"CREATE TRIGGER \"{table}_NoTruncate\" BEFORE TRUNCATE ON \"{table}\" FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();");
        }
    }

    private static void PutSqlServer(MigrationBuilder migration)
    {
        foreach (var table in tables)
        {
            // In a string of its own: a trigger must be the only statement of its batch.
            migration.Sql(
                $"EXEC(N'CREATE TRIGGER [{table}_AppendOnly] ON [{table}] AFTER UPDATE, DELETE AS BEGIN THROW 51000, ''The journal is append-only.'', 1; END');");
        }
    }
}
