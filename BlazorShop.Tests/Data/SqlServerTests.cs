using System.Data;
using System.Data.Common;
using BlazorShop.Accounts;
using BlazorShop.Accounts.SecondFactor;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.Options;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace BlazorShop.Tests.Data;

/// <summary>What can be known about SQL Server without one: its scripts and the shop's queries are T-SQL.</summary>
public sealed class SqlServerTests
{
    [Fact]
    public void The_migration_script_is_TSql()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        var script = db.GetService<IMigrator>().GenerateScript();
        Assert.Contains("CREATE TABLE [Orders]", script, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE [AspNetUserPasskeys]", script, StringComparison.Ordinal);
        AssertTSql(script);
    }

    /// <summary>Migrations of before that day are applied everywhere they will ever be: what has landed is not rewritten.</summary>
    private const string FirstCompiledLate = "20261128";

    /// <summary>The idempotent script is applied again to a database that has been migrated: a batch that names a dropped column must not be compiled there.</summary>
    [Fact]
    public void What_a_migration_does_to_rows_is_compiled_only_when_it_runs_and_is_TSql()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        var statements = (
            from migration in db.GetService<IMigrationsAssembly>().Migrations
            where string.CompareOrdinal(migration.Key, FirstCompiledLate) > 0
            from operation in db.GetService<IMigrationsAssembly>().CreateMigration(migration.Value, db.Database.ProviderName!).UpOperations.OfType<SqlOperation>()
            where !operation.Sql.Contains(" TRIGGER ", StringComparison.Ordinal)
            select operation.Sql).ToList();
        Assert.True(statements.Count > 10, $"Only {statements.Count} statements.");
        Assert.All(statements, sql =>
        {
            Assert.StartsWith("EXEC(N'", sql, StringComparison.Ordinal);
            AssertTSql(sql);
            AssertTSql(sql["EXEC(N'".Length..^"');".Length].Replace("''", "'", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_planted_query_that_is_no_TSql_is_found() =>
        Assert.ThrowsAny<Exception>(() => AssertTSql("SELECT * FROM Orders LIMIT 1"));

    [Fact]
    public async Task Queries_of_prices_and_stock_are_TSql()
    {
        var server = new NoSqlServer();
        var variants = new[] { Id.New<VariantId>(TimeProvider.System), Id.New<VariantId>(TimeProvider.System) };
        var payment = Id.New<PaymentId>(TimeProvider.System);
        await server.WriteDownAsync(db => new OfferService(server).GetAsync(db, variants, CancellationToken.None));
        var stock = new StockService(TimeProvider.System);
        await server.WriteDownAsync(db => stock.HoldAsync(db, payment, Make.Quote([.. variants.Select(v => (v, 1))]), CancellationToken.None));
        await server.WriteDownAsync(db => stock.TakeAsync(db, payment, CancellationToken.None));
        await server.WriteDownAsync(db => stock.ReleaseAsync(db, payment, CancellationToken.None));
        Assert.True(server.Said.Count >= 5, $"Only {server.Said.Count} statements.");
        Assert.All(server.Said, AssertTSql);
    }

    [Fact]
    public async Task Queries_of_the_admin_are_TSql()
    {
        var server = new NoSqlServer();
        var (staff, guard) = (Staff.Login(Staff.Eve), Staff.GuardOfAll);
        var accounts = new StaffAccounts(
            server,
            new StaffSecondFactor(Options.Create(new StaffFactorOptions { RequireSecondFactor = false }), null!),
            Options.Create(new Microsoft.AspNetCore.Identity.IdentityOptions()),
            TimeProvider.System);
        await server.WriteDownAsync(_ => accounts.WhyNotAsync(staff, [BlazorShop.Common.Permission.Refund], CancellationToken.None));
        var filter = new OrderFilter(OrderStatus.Confirmed, PaymentStatus.Paid, "BS-", "live");
        var orders = new OrderAdmin(server, guard);
        await server.WriteDownAsync(_ => orders.PageAsync(staff, filter, new ListPlace(After: "BS-AAAA-2222"), CancellationToken.None));
        // Nobody answers where the row stands, so that is given.
        foreach (var back in new[] { false, true })
        {
            await server.WriteDownAsync(db => db.Orders.Descending(o => o.PlacedAt).Then(o => o.Id)
                .PageAsync([DateTime.UtcNow, new OrderId(Guid.NewGuid())], back, o => o.Number, CancellationToken.None));
            await server.WriteDownAsync(db => db.Products.Ascending(p => p.Name).Then(p => p.Id)
                .PageAsync(["Kettle", new ProductId(Guid.NewGuid())], back, p => p.Slug, CancellationToken.None));
        }

        await server.WriteDownAsync(_ => orders.FindAsync(staff, "BS-AAAA-2222", CancellationToken.None));
        await server.WriteDownAsync(async _ =>
        {
            await foreach (var row in orders.StreamAsync(staff, filter, CancellationToken.None))
                Assert.Fail(row.Number);
        });
        await server.WriteDownAsync(_ => new StockAdmin(server, guard).PageAsync(staff, "kettle", new ListPlace(After: "KETTLE"), CancellationToken.None));
        await server.WriteDownAsync(_ => orders.OfCustomerAsync(staff, new CustomerId(Guid.NewGuid()), 20, CancellationToken.None));
        await server.WriteDownAsync(_ => new CustomerAdmin(server, guard).PageAsync(staff, "Ada", ["1"], new ListPlace(Before: Guid.NewGuid().ToString()), CancellationToken.None));
        await server.WriteDownAsync(_ => new CustomerAdmin(server, guard).FindAsync(staff, new CustomerId(Guid.NewGuid()), CancellationToken.None));
        await server.WriteDownAsync(_ => new AccountAdmin(server, guard).FindAsync(staff, "ada", CancellationToken.None));
        await server.WriteDownAsync(_ => new AccountAdmin(server, guard).OfAsync(staff, ["1"], CancellationToken.None));
        Assert.All(server.Said, AssertTSql);
    }

    /// <summary>Believes everybody: no database is there that could be asked.</summary>

    internal static void AssertTSql(string sql)
    {
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        Assert.True(errors.Count == 0, string.Join('\n', errors.Select(e => $"Line {e.Line}: {e.Message}")) + "\n" + sql);
    }
}

/// <summary>A SQL Server that is not there: writes down what it is asked, and answers with no rows.</summary>
internal sealed class NoSqlServer : IDbContextFactory<ShopDbContext>
{
    private readonly Listener listener = new();

    public List<string> Said => listener.Said;

    public ShopDbContext CreateDbContext()
    {
        var options = new DbContextOptionsBuilder<SqlServerShopDbContext>();
        options.UseShopDatabase(DatabaseProvider.SqlServer, "Server=nowhere").AddInterceptors(listener);
        return new SqlServerShopDbContext(options.Options);
    }

    /// <summary>Runs what would be asked; that a query misses its one row is no failure here.</summary>
    public async Task WriteDownAsync(Func<ShopDbContext, Task> work)
    {
        var before = Said.Count;
        await using var db = CreateDbContext();
        try
        {
            await work(db);
        }
        catch (InvalidOperationException) when (Said.Count > before)
        {
            // "Sequence contains no elements": a count, say, always has a row on a real server.
        }

        Assert.True(Said.Count > before, "Nothing was asked.");
    }

    private sealed class Listener : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public List<string> Said { get; } = [];

        public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Said.Add(command.CommandText);
#pragma warning disable CA2000 // The reader owns it.
            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(new DataTable().CreateDataReader()));
#pragma warning restore CA2000
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Said.Add(command.CommandText);
            return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(1));
        }
    }
}
