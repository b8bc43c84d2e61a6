using BlazorShop.Data;
using BlazorShop.Data.Providers;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BlazorShop.Tests.Testing;

/// <summary>An empty database with all migrations, of any provider, gone when disposed.</summary>
public sealed class TestDatabase : IDbContextFactory<ShopDbContext>, IAsyncDisposable
{
    private static readonly Lazy<string> template = new(MakeTemplate);
    private static readonly Lazy<Task<string>> postgresTemplate = new(MakePostgresTemplateAsync);
    private readonly TestFolder? folder;

    private TestDatabase(DatabaseProvider provider, string connectionString, TestFolder? folder = null)
    {
        Provider = provider;
        ConnectionString = connectionString;
        this.folder = folder;
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>A migrated SQLite file in a folder of its own.</summary>
    public static TestDatabase Sqlite()
    {
        var folder = new TestFolder();
        var file = folder.File("shop.db");
        CopyMigrated(file);
        return new TestDatabase(DatabaseProvider.Sqlite, "Data Source=" + file, folder);
    }

    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Sqlite)
            return Sqlite();
        if (provider != DatabaseProvider.Postgres)
            return await UpToAsync(provider, migration: null);
        var database = Missing(provider);
        await OnServerAsync(provider, TestServers.ConnectionString(provider), $"CREATE DATABASE {NameOf(database)} TEMPLATE {await postgresTemplate.Value}");
        return database;
    }

    /// <summary>A database as the release left it whose last migration was this one; null: with all of them.</summary>
    public static async Task<TestDatabase> UpToAsync(DatabaseProvider provider, string? migration)
    {
        var database = Missing(provider);
        if (provider != DatabaseProvider.Sqlite)
            await OnServerAsync(provider, TestServers.ConnectionString(provider), $"CREATE DATABASE {NameOf(database)}");
        await using var db = database.CreateDbContext();
        await db.Database.MigrateAsync(migration);
        return database;
    }

    /// <summary>The address of a database that nobody has made: a file that is not there, a name that the server does not know.</summary>
    public static TestDatabase Missing(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Sqlite)
        {
            var folder = new TestFolder();
            return new TestDatabase(provider, "Data Source=" + folder.File("shop.db"), folder);
        }

        var server = TestServers.ConnectionString(provider);
        var name = "shop_test_" + Guid.NewGuid().ToString("N");
        return new TestDatabase(provider, provider == DatabaseProvider.Postgres
            ? new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString
            : new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString);
    }

    /// <summary>Puts a migrated, empty SQLite file there; migrating once and copying is what makes a test's start cheap.</summary>
    public static void CopyMigrated(string file) => File.Copy(template.Value, file);

    public ShopDbContext CreateDbContext() => Context(Provider, ConnectionString);

    /// <summary>A context as the application has it, over any database.</summary>
    public static ShopDbContext Context(DatabaseProvider provider, string connection) => provider switch
    {
        DatabaseProvider.Sqlite => new SqliteShopDbContext(Options<SqliteShopDbContext>(provider, connection)),
        DatabaseProvider.SqlServer => new SqlServerShopDbContext(Options<SqlServerShopDbContext>(provider, connection)),
        DatabaseProvider.Postgres => new PostgresShopDbContext(Options<PostgresShopDbContext>(provider, connection)),
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };

    public async ValueTask DisposeAsync()
    {
        folder?.Dispose();
        if (Provider == DatabaseProvider.Postgres)
        {
            await using (var pooled = new NpgsqlConnection(ConnectionString))
                NpgsqlConnection.ClearPool(pooled);
            await OnServerAsync(Provider, TestServers.ConnectionString(Provider), $"DROP DATABASE IF EXISTS {NameOf(this)} WITH (FORCE)");
        }
        else if (Provider == DatabaseProvider.SqlServer)
        {
            await using (var pooled = new SqlConnection(ConnectionString))
                SqlConnection.ClearPool(pooled);
            await OnServerAsync(
                Provider,
                TestServers.ConnectionString(Provider),
                $"IF DB_ID('{NameOf(this)}') IS NOT NULL BEGIN ALTER DATABASE {NameOf(this)} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE {NameOf(this)} END");
        }
    }

    private static string NameOf(TestDatabase database) => database.Provider == DatabaseProvider.Postgres
        ? new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!
        : new SqlConnectionStringBuilder(database.ConnectionString).InitialCatalog;

    private static DbContextOptions<TContext> Options<TContext>(DatabaseProvider provider, string connection)
        where TContext : ShopDbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        options.UseShopDatabase(provider, connection);
        return options.Options;
    }

    private static async Task OnServerAsync(DatabaseProvider provider, string server, string sql)
    {
        await using System.Data.Common.DbConnection connection =
            provider == DatabaseProvider.Postgres ? new NpgsqlConnection(server) : new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Nobody can connect to it: a database with somebody in it cannot be copied.</summary>
    private static async Task<string> MakePostgresTemplateAsync()
    {
        var database = await UpToAsync(DatabaseProvider.Postgres, migration: null);
        await using (var pooled = new NpgsqlConnection(database.ConnectionString))
            NpgsqlConnection.ClearPool(pooled);
        var server = TestServers.ConnectionString(DatabaseProvider.Postgres);
        await OnServerAsync(DatabaseProvider.Postgres, server, $"ALTER DATABASE {NameOf(database)} ALLOW_CONNECTIONS false");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return NameOf(database);
    }

    private static string MakeTemplate()
    {
        var folder = new TestFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var file = folder.File("template.db");
        var connection = $"Data Source={file};Pooling=False";
        using (var db = Context(DatabaseProvider.Sqlite, connection))
            db.Database.Migrate();
        using (var checkpoint = new SqliteConnection(connection))
        {
            checkpoint.Open();
            using var command = checkpoint.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }

        return file;
    }
}
