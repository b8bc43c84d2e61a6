using System.Data.Common;
using BlazorShop.Catalog;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Orders;
using BlazorShop.Payments.Inbox;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace BlazorShop.Tests.Data;

/// <summary>A list is read page by page in the order of its database, whatever that thinks of letters.</summary>
public sealed class KeysetTests
{
    private static readonly string[] names =
    [
        "", " lamp", "Étagère", "ÉTAGÈRE", "Etagere", "etagere", "KETTLE", "Kettle", "Kéttle", "Ketlle", "kettle", "kettle ", "kettle-2", "kettle 2", "kettle2",
        "Øre", "ore", "Straße", "strasse", "STRASSE", "Zebra", "zebra", "中", "😀", "A'; --",
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_row_is_on_one_page_whether_or_not_the_database_tells_case_and_accents_apart(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.CreateDbContext();
        var category = Make.Category();
        db.Add(category);
        // Three of each, so that a page ends between two of the same name.
        db.AddRange(names.SelectMany(name => Enumerable.Repeat(name, 3)).Select(name => Make.Product(category, name)));
        await db.SaveChangesAsync();
        if (provider is DatabaseProvider.Postgres)
            await db.Database.ExecuteSqlAsync($"CREATE COLLATION careless (provider = icu, locale = 'und-u-ks-level1', deterministic = false)");
        string[] collations = provider is DatabaseProvider.Postgres ? ["C", "und-x-icu", "careless"] : ["BINARY", "NOCASE", "RTRIM"];
        foreach (var collation in collations)
        {
            var products = db.Products.Select(p => new { Name = EF.Functions.Collate(p.Name, collation), p.Id, p.Slug });
            var up = await ListPages.TurnAsync(place => products.Ascending(p => p.Name).Then(p => p.Id).PageAsync(place, products.Where(p => p.Slug == place.Row), p => p.Slug, default), slug => slug);
            Assert.Equal(await products.OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => p.Slug).ToListAsync(), up.SelectMany(p => p.Rows));
            var down = await ListPages.TurnAsync(place => products.Descending(p => p.Name).Then(p => p.Id).PageAsync(place, products.Where(p => p.Slug == place.Row), p => p.Slug, default), slug => slug);
            Assert.Equal(up.SelectMany(p => p.Rows).Reverse(), down.SelectMany(p => p.Rows));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_page_far_behind_the_first_begins_in_an_index(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var subscription = Make.Subscription();
        await using (var db = database.CreateDbContext())
        {
            var category = Make.Category();
            db.AddRange(category, subscription, Make.Product(category), Make.Order(Make.Customer(), number: "BS-AAAA-2222"), Make.Event("evt_1"));
            db.Add(new Customer { Id = Make.Customer(), UserId = "1", CreatedAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
        }

        var (plans, guard, eve) = (new Plans(database), Staff.GuardOfAll, Staff.Login(Staff.Eve));
        await using var read = database.CreateDbContext();
        var (sku, customer) = (await read.Variants.Select(v => v.Sku).SingleAsync(), await read.Customers.Select(c => c.Id).SingleAsync());
        await plans.AssertBeginsAsync("IX_Orders_PlacedAt_Id", "PlacedAt", "<", p => new OrderAdmin(p, guard).PageAsync(eve, new OrderFilter(), new ListPlace(After: "BS-AAAA-2222"), default));
        await plans.AssertBeginsAsync("IX_Customers_CreatedAt_Id", "CreatedAt", ">", p => new CustomerAdmin(p, guard).PageAsync(eve, null, [], new ListPlace(Before: customer.ToString()), default));
        await plans.AssertBeginsAsync("IX_InboxEvents_ReceivedAt", "ReceivedAt", "<", p => new InboxAdmin(p, null!, guard).PageAsync(eve, new InboxFilter(), new ListPlace(After: "stripe:evt_1"), default));
        await plans.AssertBeginsAsync("IX_Subscriptions_CreatedAt_Id", "CreatedAt", "<", p => new SubscriptionAdmin(p, null!, guard).PageAsync(eve, new SubscriptionFilter(), new ListPlace(After: subscription.Id.ToString()), default));
        await plans.AssertBeginsAsync("IX_Products_Name_Id", "Name", ">", p => new StockAdmin(p, guard).PageAsync(eve, null, new ListPlace(After: sku), default));
    }

    /// <summary>How the database would go about the second of the questions that a page asks: the rows, after where they begin.</summary>
    private sealed class Plans(TestDatabase database) : DbCommandInterceptor, IDbContextFactory<ShopDbContext>
    {
        // To so few rows a server takes other ways than to a million.
        private const string AsOfMany = "-c enable_seqscan=off -c enable_sort=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

        private readonly List<string> plans = [];

        public async Task AssertBeginsAsync(string index, string column, string side, Func<IDbContextFactory<ShopDbContext>, Task> ask)
        {
            plans.Clear();
            await ask(this);
            Assert.Matches(
                database.Provider is DatabaseProvider.Postgres ? $"Index (Only )?Scan [^\n]*{index}[^\n]*\n *Index Cond: [^\n]*\"{column}\"[^\n]* {side}=" : $"INDEX {index} \\({column}{side}\\?",
                plans[1]);
            Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plans[1], StringComparison.Ordinal);
        }

        public ShopDbContext CreateDbContext()
        {
            if (database.Provider is DatabaseProvider.Postgres)
            {
                var options = new DbContextOptionsBuilder<PostgresShopDbContext>();
                options.UseShopDatabase(DatabaseProvider.Postgres, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = AsOfMany }.ConnectionString).AddInterceptors(this);
                return new PostgresShopDbContext(options.Options);
            }

            var file = new DbContextOptionsBuilder<SqliteShopDbContext>();
            file.UseShopDatabase(DatabaseProvider.Sqlite, database.ConnectionString).AddInterceptors(this);
            return new SqliteShopDbContext(file.Options);
        }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            var asked = command.CommandText;
            command.CommandText = (database.Provider is DatabaseProvider.Postgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + asked;
            var plan = new List<string>();
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                    plan.Add(reader.GetString(reader.FieldCount - 1));
            }

            command.CommandText = asked;
            plans.Add(string.Join('\n', plan));
            return result;
        }
    }
}
