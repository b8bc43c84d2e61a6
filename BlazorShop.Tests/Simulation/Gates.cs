using System.Collections.Concurrent;
using System.Data.Common;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>The process was killed here: nothing of it runs any more, and what it had not committed is gone.</summary>
internal sealed class SimulatedCrashException : OperationCanceledException;

/// <summary>Something that must always hold did not.</summary>
internal sealed class BrokenRuleException(string rule, string what) : Exception($"{rule}: {what}")
{
    public string Rule { get; } = rule;
}

/// <summary>The contexts of one process: real EF over the schedule's database, with a gate wherever others could come between.</summary>
internal sealed class GatedContexts(Universe universe, ShopProcess process) : IDbContextFactory<ShopDbContext>
{
    public ShopDbContext CreateDbContext()
    {
        universe.Gate(process, "context");
        return universe.Contexts.Rent(process);
    }
}

/// <summary>
/// All contexts of a schedule. A third of a schedule's time went into making them, some hundreds of each: they are reset and used
/// again, and know for whom.
/// </summary>
internal sealed class ContextPool
{
    /// <summary>What the context would otherwise make sure of itself, which it may not in a pool.</summary>
    private static readonly IServiceProvider identity = new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    private readonly PooledDbContextFactory<SqliteShopDbContext> pool;
    private readonly ConcurrentDictionary<DbContext, ShopProcess?> tenants = new(ReferenceEqualityComparer.Instance);

    public ContextPool(Universe universe)
    {
        var options = new DbContextOptionsBuilder<SqliteShopDbContext>();
        options.UseShopDatabase(DatabaseProvider.Sqlite, "Data Source=:memory:");
        // One connection for all: whoever comes between does so between transactions, never within one.
        options.UseSqlite(universe.Connection)
            .UseApplicationServiceProvider(identity)
            .UseLoggerFactory(NullLoggerFactory.Instance)
            .AddInterceptors(new Transactions(universe, this), new Saves(universe, this), new Commands(universe, this));
        pool = new PooledDbContextFactory<SqliteShopDbContext>(options.Options, 32);
    }

    /// <param name="process">Whose it is until it is disposed; null: nobody's, whom nothing disturbs.</param>
    public SqliteShopDbContext Rent(ShopProcess? process)
    {
        var db = pool.CreateDbContext();
        tenants[db] = process;
        return db;
    }

    private ShopProcess? Tenant(DbContextEventData of) => of.Context is { } db ? tenants.GetValueOrDefault(db) : null;

    private sealed class Transactions(Universe universe, ContextPool pool) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            if (pool.Tenant(eventData) is { } process)
            {
                universe.Gate(process, "begin");
                universe.Weather.Busy("begin");
            }

            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (pool.Tenant(eventData) is { } process)
                universe.Gate(process, "commit");
            return ValueTask.FromResult(result);
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (pool.Tenant(eventData) is { } process)
            {
                universe.Gate(process, "committed");
                universe.Weather.Unanswered();
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Saves(Universe universe, ContextPool pool) : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (pool.Tenant(eventData) is { } process && !universe.InTransaction)
                universe.Gate(process, "save");
            return ValueTask.FromResult(result);
        }
    }

    private sealed class Commands(Universe universe, ContextPool pool) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (pool.Tenant(eventData) is { } process)
            {
                process.MustLive();
                universe.Seeded?.Rewrite(command, universe.InTransaction);
            }

            return ValueTask.FromResult(universe.IsHere ? InterceptionResult<DbDataReader>.SuppressWithResult(universe.Prepared.Read(command)) : result);
        }

        public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
        {
            if (universe.IsHere)
                universe.Prepared.Finish(eventData.DataReader);
            return result;
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (pool.Tenant(eventData) is { } process)
            {
                process.MustLive();
                if (!universe.InTransaction)
                    universe.Gate(process, "write");
                universe.Weather.Busy("write");
                universe.Seeded?.Rewrite(command, universe.InTransaction);
            }

            return ValueTask.FromResult(universe.IsHere ? InterceptionResult<int>.SuppressWithResult(universe.Prepared.Run(command)) : result);
        }

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (pool.Tenant(eventData) is { } process && !universe.InTransaction)
                universe.Gate(process, "written");
            return ValueTask.FromResult(result);
        }
    }
}
