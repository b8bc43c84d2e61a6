using System.Data.Common;
using BlazorShop.Accounts;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Data;

/// <summary>Starts that meet, and starts that were killed: the shop that comes up is whole, and there is one of everything.</summary>
public sealed class StartLockTests
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Two_starts_at_once_on_a_server_without_the_database_both_come_up(DatabaseProvider provider)
    {
        await using var database = TestDatabase.Missing(provider);
        await using var one = Shop(database);
        await using var other = Shop(database);

        await Task.WhenAll(Task.Run(() => one.Services), Task.Run(() => other.Services));

        await AssertWholeAsync(one);
        await AssertWholeAsync(other);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_start_waits_until_another_one_is_done_and_says_so(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var shop = Shop(database);
        Task start;
        await using (await StartLock.TakeAsync(database, create: false, shop.Log.CreateLogger("other"), default))
        {
            start = Task.Run(() => shop.Services);
            await shop.Log.UntilAsync(l => l.Message.Contains("this one waits for it", StringComparison.Ordinal));
            await using var db = database.CreateDbContext();
            Assert.False(await db.Users.AnyAsync());
        }

        await start;
        await AssertWholeAsync(shop);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_start_killed_after_any_of_its_writes_is_completed_by_the_next_one(DatabaseProvider provider)
    {
        var writes = 1;
        for (var survived = 0; survived < writes; survived++)
        {
            await using var database = await TestDatabase.CreateAsync(provider);
            var kill = new KilledAfter(survived);
            await using (var killed = Shop(database, kill))
                Assert.ThrowsAny<Exception>(() => killed.Services);
            await using (var next = Shop(database, kill = new KilledAfter(int.MaxValue)))
                await AssertWholeAsync(next);
            // What the next start had to do shrinks with what survived; the first of them had everything to do.
            writes = Math.Max(writes, kill.Writes);
        }

        Assert.True(writes > 5, $"Only {writes} writes were seen.");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_start_killed_between_two_migrations_is_completed_by_the_next_one(DatabaseProvider provider)
    {
        await using var database = TestDatabase.Missing(provider);
        await using (var killed = Shop(database, new KilledAfter(2)))
            Assert.ThrowsAny<Exception>(() => killed.Services);
        await using var next = Shop(database);
        await AssertWholeAsync(next);
    }

    [Theory]
    [InlineData("28P01", DatabaseFailure.Kind.Login)]
    [InlineData("3D000", DatabaseFailure.Kind.NoDatabase)]
    [InlineData("42501", DatabaseFailure.Kind.Permission)]
    [InlineData("53100", DatabaseFailure.Kind.Resources)]
    [InlineData("53300", DatabaseFailure.Kind.Resources)]
    [InlineData("57P03", DatabaseFailure.Kind.Starting)]
    [InlineData("25006", DatabaseFailure.Kind.ReadOnly)]
    [InlineData("08006", DatabaseFailure.Kind.NoAnswer)]
    [InlineData("42P07", DatabaseFailure.Kind.Refused)]
    public void PostgreSQL_says_by_its_state_what_is_wrong(string state, object kind) => Assert.Equal(kind, DatabaseFailure.OfState(state));

    [Theory]
    [InlineData(18456, 14, DatabaseFailure.Kind.Login)]
    [InlineData(4060, 11, DatabaseFailure.Kind.NoDatabase)]
    [InlineData(262, 14, DatabaseFailure.Kind.Permission)]
    [InlineData(9002, 17, DatabaseFailure.Kind.Resources)]
    [InlineData(17142, 14, DatabaseFailure.Kind.Starting)]
    [InlineData(3906, 16, DatabaseFailure.Kind.ReadOnly)]
    [InlineData(-2, 11, DatabaseFailure.Kind.NoAnswer)]
    [InlineData(53, 20, DatabaseFailure.Kind.NoAnswer)]
    [InlineData(2714, 16, DatabaseFailure.Kind.Refused)]
    public void SqlServer_says_by_its_number_what_is_wrong(int number, byte severity, object kind) =>
        Assert.Equal(kind, DatabaseFailure.OfSqlServer(number, severity));

    [Theory, OnPostgres]
    public async Task A_database_that_does_not_exist_is_named_as_missing(DatabaseProvider provider)
    {
        await using var database = TestDatabase.Missing(provider);
        await using var shop = new ShopApp { Database = database, Settings = { ["Database:MigrateOnStart"] = "false" } };
        Assert.StartsWith("The Postgres database of ConnectionStrings__Shop does not exist (", Refusal(shop), StringComparison.Ordinal);
    }

    [Theory, OnPostgres]
    public async Task A_step_that_the_server_refuses_is_not_called_an_outage(DatabaseProvider provider)
    {
        await using var database = TestDatabase.Missing(provider);
        await using (var server = new Npgsql.NpgsqlConnection(TestServers.ConnectionString(provider)))
        {
            await server.OpenAsync();
            await using var create = server.CreateCommand();
#pragma warning disable CA2100 // The name is ours.
            create.CommandText = "CREATE DATABASE " + new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
#pragma warning restore CA2100
            await create.ExecuteNonQueryAsync();
        }

        await using (var db = database.CreateDbContext())
            await db.Database.ExecuteSqlAsync($"CREATE TABLE \"AspNetUsers\" (\"Mine\" integer)");
        await using var shop = Shop(database);
        Assert.Matches("^The Postgres database of ConnectionStrings__Shop refused a step of the start \\(42P07: .*AspNetUsers.*\\): undo", Refusal(shop));
    }

    private static string Refusal(ShopApp shop) => Assert.Throws<InvalidOperationException>(() => shop.Services).Message;

    private static ShopApp Shop(TestDatabase database, KilledAfter? kill = null) => new()
    {
        Database = database,
        Seed = "1",
        Staffed = true,
        Settings = { ["Database:MigrateOnStart"] = "true" },
        Configure = services =>
        {
            if (kill is null)
                return;
            services.ConfigureDbContext<SqliteShopDbContext>(o => o.AddInterceptors(kill));
            services.ConfigureDbContext<PostgresShopDbContext>(o => o.AddInterceptors(kill));
            services.ConfigureDbContext<SqlServerShopDbContext>(o => o.AddInterceptors(kill));
        },
    };

    private static async Task AssertWholeAsync(ShopApp shop)
    {
        await using var db = shop.Db();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        var account = Assert.Single(await db.Users.ToListAsync());
        var roles = await db.Roles.OrderBy(r => r.Name).ToListAsync();
        Assert.Equal([BlazorShop.Common.PermissionClaims.Owner, Policies.StaffRole], roles.Select(r => r.Name));
        Assert.Equal(roles.Select(r => (account.Id, r.Id)).Order(), (await db.UserRoles.ToListAsync()).Select(m => (m.UserId, m.RoleId)).Order());
        Assert.Single(await db.Products.ToListAsync());
        Assert.Single(await db.Set<BlazorShop.Payments.Reconciliation.ShopMark>().Where(m => m.Name == "first-start").ToListAsync());
    }

    /// <summary>
    /// The process as it looks to its database when it is killed: so many writes arrive, then nothing does, nor a commit. In a transaction what had
    /// arrived is undone, as the server does for a connection that is gone.
    /// </summary>
    private sealed class KilledAfter(int survive) : DbCommandInterceptor, IDbTransactionInterceptor
    {
        private int writes;

        public int Writes => Math.Max(0, writes);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Arrives(command);
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Arrives(command);
            return new(result);
        }

        public ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (writes > survive)
                throw new KilledException();
            Write();
            return new(result);
        }

        private void Arrives(DbCommand command)
        {
            if (writes > survive)
                throw new KilledException();
            var text = command.CommandText;
            if (text.Contains("INSERT INTO", StringComparison.Ordinal) || text.Contains("UPDATE \"", StringComparison.Ordinal) || text.Contains("DELETE FROM", StringComparison.Ordinal))
                Write();
        }

        private void Write()
        {
            if (Interlocked.Increment(ref writes) > survive)
                throw new KilledException();
        }
    }

    private sealed class KilledException : Exception;
}
