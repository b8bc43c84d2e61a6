using System.Data.Common;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BlazorShop.Tests.Simulation;

/// <summary>The process was killed here: nothing of it runs any more, and what it had not committed is gone.</summary>
internal sealed class SimulatedCrashException : OperationCanceledException;

/// <summary>Something that must always hold did not.</summary>
internal sealed class BrokenRuleException(string rule, string what) : Exception($"{rule}: {what}")
{
    public string Rule { get; } = rule;
}

/// <summary>The contexts of one process: real EF over the schedule's SQLite database, with a gate wherever others could come between.</summary>
internal sealed class GatedContexts : IDbContextFactory<ShopDbContext>
{
    private readonly Universe universe;
    private readonly ShopProcess process;
    private readonly DbContextOptions<SqliteShopDbContext> options;

    public GatedContexts(Universe universe, ShopProcess process, params IInterceptor[] more)
    {
        this.universe = universe;
        this.process = process;
        options = Options(universe, [new Transactions(universe, process), new Saves(universe, process), new Commands(universe, process), .. more]);
    }

    public static DbContextOptions<SqliteShopDbContext> Options(Universe universe, params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<SqliteShopDbContext>();
        options.UseShopDatabase(DatabaseProvider.Sqlite, "Data Source=:memory:");
        // One connection for all: whoever comes between does so between transactions, never within one.
        options.UseSqlite(universe.Connection).AddInterceptors(interceptors);
        return options.Options;
    }

    public ShopDbContext CreateDbContext()
    {
        universe.Gate(process, "context");
        return new SqliteShopDbContext(options);
    }

    private sealed class Transactions(Universe universe, ShopProcess process) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            universe.Gate(process, "begin");
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            universe.Gate(process, "commit");
            return ValueTask.FromResult(result);
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            universe.Gate(process, "committed");
            return Task.CompletedTask;
        }
    }

    private sealed class Saves(Universe universe, ShopProcess process) : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!universe.InTransaction)
                universe.Gate(process, "save");
            return ValueTask.FromResult(result);
        }
    }

    private sealed class Commands(Universe universe, ShopProcess process) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            process.MustLive();
            universe.Seeded?.Rewrite(command, universe.InTransaction);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            process.MustLive();
            if (!universe.InTransaction)
                universe.Gate(process, "write");
            universe.Seeded?.Rewrite(command, universe.InTransaction);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (!universe.InTransaction)
                universe.Gate(process, "written");
            return ValueTask.FromResult(result);
        }
    }
}
