using Microsoft.EntityFrameworkCore.Migrations;

namespace BlazorShop.Data;

/// <summary>Statements of a migration that change rows.</summary>
internal static class DataStep
{
    /// <summary>
    /// Runs a statement. SQL Server compiles a batch before it asks whether the batch is to run: an idempotent script that is applied again would fail
    /// on a column that a later step has dropped. What <c>EXEC</c> is handed is compiled only when it runs.
    /// </summary>
    public static void Data(this MigrationBuilder migration, string sql) =>
        migration.Sql(migration.IsSqlServer() ? $"EXEC(N'{sql.Replace("'", "''", StringComparison.Ordinal)}');" : sql);

    /// <summary>A text as a literal that keeps every letter: without the <c>N</c>, SQL Server reads it in the code page of its collation.</summary>
    public static string Literal(this MigrationBuilder migration, string text) =>
        $"{(migration.IsSqlServer() ? "N" : "")}'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static bool IsSqlServer(this MigrationBuilder migration) => migration.ActiveProvider!.EndsWith("SqlServer", StringComparison.Ordinal);

    public static bool IsSqlite(this MigrationBuilder migration) => migration.ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal);
}
