namespace BlazorShop.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
    Postgres,
}

/// <summary>Settings <c>Database__*</c>.</summary>
public sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Null: true for SQLite, false for a server that several instances share.</summary>
    public bool? MigrateOnStart { get; set; }

    public bool Migrates => MigrateOnStart ?? Provider == DatabaseProvider.Sqlite;
}
