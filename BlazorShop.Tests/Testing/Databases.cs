using System.Collections.Concurrent;
using System.Reflection;
using BlazorShop.Data;
using Xunit.Sdk;

namespace BlazorShop.Tests.Testing;

/// <summary>
/// The databases of one test class, one of each provider, made when first asked for:
/// <code>
/// public sealed class StockTests(Databases databases) : IClassFixture&lt;Databases&gt;
/// {
///     [Theory, OnSqlite, OnPostgres, OnSqlServer]
///     public async Task The_last_item_is_sold_once(DatabaseProvider provider)
///     {
///         var database = await databases.GetAsync(provider);
/// </code>
/// </summary>
public sealed class Databases : IAsyncLifetime
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<TestDatabase>>> made = new();

    public Task<TestDatabase> GetAsync(DatabaseProvider provider) =>
        made.GetOrAdd(provider, p => new Lazy<Task<TestDatabase>>(() => TestDatabase.CreateAsync(p))).Value;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (var database in made.Values.Where(d => d.Value.IsCompletedSuccessfully))
            await (await database.Value).DisposeAsync();
    }
}

/// <summary>Where the database servers of the tests are: SQLite needs none.</summary>
public static class TestServers
{
    public const string PostgresVariable = "SHOP_TEST_POSTGRES";
    public const string SqlServerVariable = "SHOP_TEST_SQLSERVER";

    /// <summary>Set by <c>.ci/run</c>: what would be skipped for want of a server fails instead.</summary>
    public static bool NoSkip => Environment.GetEnvironmentVariable("SHOP_TESTS_NO_SKIP") == "1";

    public static string? Find(DatabaseProvider provider)
    {
        var value = Environment.GetEnvironmentVariable(Variable(provider));
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    public static string ConnectionString(DatabaseProvider provider) =>
        Find(provider) ?? throw new InvalidOperationException(Missing(provider));

    public static string Missing(DatabaseProvider provider) =>
        $"Set {Variable(provider)} to a connection string of a {provider} server on which databases may be created.";

    private static string Variable(DatabaseProvider provider) =>
        provider == DatabaseProvider.Postgres ? PostgresVariable : SqlServerVariable;
}

/// <summary>One row of theory data: the provider.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class OnDatabaseAttribute(DatabaseProvider provider, bool exists = true) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => exists ? [[provider]] : [];
}

public sealed class OnSqliteAttribute() : OnDatabaseAttribute(DatabaseProvider.Sqlite);

/// <summary>Skipped, with the reason, where no server is given; under <c>SHOP_TESTS_NO_SKIP=1</c> it fails there.</summary>
public sealed class OnPostgresAttribute : OnDatabaseAttribute
{
    public OnPostgresAttribute()
        : base(DatabaseProvider.Postgres)
    {
        if (TestServers.Find(DatabaseProvider.Postgres) is null && !TestServers.NoSkip)
            Skip = TestServers.Missing(DatabaseProvider.Postgres);
    }
}

/// <summary>Exists only where a server is given: no machine of the project has one, so there is nothing to skip.</summary>
public sealed class OnSqlServerAttribute() : OnDatabaseAttribute(DatabaseProvider.SqlServer, TestServers.Find(DatabaseProvider.SqlServer) is not null);
