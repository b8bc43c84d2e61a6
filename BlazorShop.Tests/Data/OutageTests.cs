using System.Data.Common;
using System.Net;
using BlazorShop.Carts;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BlazorShop.Tests.Data;

/// <summary>A database that goes away, fills up or takes no more writes, and comes back: the shop says so meanwhile, loses nothing, and nobody has to restart it.</summary>
public sealed class OutageTests
{
    [Theory, OnPostgres]
    public async Task A_server_that_is_gone_is_said_with_503_and_found_again_by_itself(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        using var visitor = counter.Shop.Visit();
        var form = await FillCartAsync(counter, visitor);
        using var customer = counter.Shop.Visit();
        await customer.RegisterAsync("ada@shop.test");
        await AssertWellAsync(counter, visitor);

        await AllowAsync(database, connections: false);
        counter.Clock.Advance(DatabaseHealth.Freshness);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/health/live"));
        await AssertExcusedAsync(visitor, "/cart");
        await AssertExcusedAsync(customer, "/orders");
        await AssertExcusedAsync(visitor, "/cart/add", form);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await counter.PostWebhookAsync(Counter.Event("evt_down", "charge.updated", "ch_1")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(visitor, "/health/ready"));
        Assert.Single(counter.Shop.Log.Lines, l => l.Message.Contains("requests that need it are answered with 503", StringComparison.Ordinal));

        await AllowAsync(database, connections: true);
        counter.Clock.Advance(DatabaseHealth.Freshness);
        await AssertWellAsync(counter, visitor);
        Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(Counter.Event("evt_down", "charge.updated", "ch_1")));
    }

    [Theory]
    [InlineData(Trouble.Full)]
    [InlineData(Trouble.ReadOnly)]
    public async Task A_file_that_takes_no_writes_can_still_be_read_and_is_not_ready(Trouble trouble)
    {
        var disk = new Disk();
        var large = Counter.Event("evt_full", "charge.updated", "ch_1").Replace("\"id\":\"ch_1\"", $"\"id\":\"ch_1\",\"filler\":\"{new string('x', 200_000)}\"", StringComparison.Ordinal);
        await using var counter = new Counter(configure: services => services.ConfigureDbContext<SqliteShopDbContext>(o => o.AddInterceptors(disk)));
        using var visitor = counter.Shop.Visit();
        var form = await FillCartAsync(counter, visitor);
        await AssertWellAsync(counter, visitor);

        disk.Has = trouble;
        counter.Clock.Advance(DatabaseHealth.Freshness);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(visitor, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/cart"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/catalog"));
        await AssertExcusedAsync(visitor, "/cart/add", form);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await counter.PostWebhookAsync(large));

        disk.Has = Trouble.None;
        counter.Clock.Advance(DatabaseHealth.Freshness);
        await AssertWellAsync(counter, visitor);
        Assert.Equal(HttpStatusCode.OK, await counter.PostWebhookAsync(large));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Readiness_is_proved_by_a_write_and_not_by_each_who_asks(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var writes = new Writes();
        await using var counter = new Counter(database, configure: services =>
        {
            services.ConfigureDbContext<SqliteShopDbContext>(o => o.AddInterceptors(writes));
            services.ConfigureDbContext<PostgresShopDbContext>(o => o.AddInterceptors(writes));
            services.ConfigureDbContext<SqlServerShopDbContext>(o => o.AddInterceptors(writes));
        });
        using var visitor = counter.Shop.Visit();
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/health/ready"));
        Assert.Equal([1], writes.Rows);
        counter.Clock.Advance(DatabaseHealth.Freshness);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/health/ready"));
        Assert.Equal([1, 1], writes.Rows);
    }

    [Fact]
    public void What_was_refused_because_of_what_was_asked_is_no_outage()
    {
        Assert.False(DatabaseFailure.IsOutage(new DbUpdateException("", new SqliteException("UNIQUE constraint failed", 19))));
        Assert.False(DatabaseFailure.IsOutage(new PostgresException("", "", "", "23505")));
        Assert.False(DatabaseFailure.IsOutage(new InvalidOperationException()));
        Assert.True(DatabaseFailure.IsOutage(new DbUpdateException("", new PostgresException("", "", "", "53100"))));
        Assert.True(DatabaseFailure.IsOutage(new InvalidOperationException("", new NpgsqlException("Failed to connect"))));
        Assert.True(DatabaseFailure.IsOutage(new NpgsqlException("The operation has timed out", new TimeoutException())));
        Assert.True(DatabaseFailure.IsOutage(new SqliteException("database is locked", 5)));
    }

    /// <summary>Puts a kettle into the cart; answers the form that does it again.</summary>
    private static async Task<Dictionary<string, string>> FillCartAsync(Counter counter, Visitor visitor)
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        string slug;
        await using (var db = counter.Shop.Db())
            slug = await db.Products.Where(p => p.Variants.Any(v => v.Id == kettle)).Select(p => p.Slug).SingleAsync();
        using (await visitor.SubmitAsync("/products/" + slug, new Dictionary<string, string>(), "form[action$='/cart/add']"))
        {
            var fields = (await visitor.PageAsync("/products/" + slug)).QuerySelectorAll("form[action$='/cart/add'] [name]");
            return fields.GroupBy(f => f.GetAttribute("name")!).ToDictionary(g => g.Key, g => g.First().GetAttribute("value") ?? "");
        }
    }

    private static async Task AssertWellAsync(Counter counter, Visitor visitor)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/health/ready"));
        Assert.Contains("Kettle", (await visitor.PageAsync("/cart")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await using var db = counter.Shop.Db();
        Assert.Equal(1, await db.Set<CartLine>().CountAsync());
    }

    private static async Task AssertExcusedAsync(Visitor visitor, string path, Dictionary<string, string>? form = null)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        using var answer = await visitor.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(15), answer.Headers.RetryAfter!.Delta);
        Assert.Equal("We'll be right back", (await Visitor.ReadAsync(answer)).QuerySelector("h1")!.TextContent);
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task AllowAsync(TestDatabase database, bool connections)
    {
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await using var server = new NpgsqlConnection(TestServers.ConnectionString(DatabaseProvider.Postgres));
        await server.OpenAsync();
        await using var command = server.CreateCommand();
#pragma warning disable CA2100 // The name is ours.
        command.CommandText = $"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {connections}; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND NOT {connections}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public enum Trouble
    {
        None,
        Full,
        ReadOnly,
    }

    /// <summary>
    /// A file that turns read-only, or may not grow: SQLite's own refusals. What would still fit into its last page is refused in SQLite's words, too: a
    /// full disk lets nothing through.
    /// </summary>
    private sealed class Disk : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public Trouble Has { get; set; }

        public async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Has switch
            {
                Trouble.ReadOnly => "PRAGMA query_only=ON",
                Trouble.Full => "PRAGMA max_page_count=1",
                _ => "PRAGMA query_only=OFF; PRAGMA max_page_count=1073741823",
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        public void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => ConnectionOpenedAsync(connection, eventData).GetAwaiter().GetResult();

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Write(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Write(command);
            return ValueTask.FromResult(result);
        }

        private void Write(DbCommand command)
        {
            if (Has is Trouble.Full && new[] { "INSERT", "UPDATE", "DELETE" }.Any(w => command.CommandText.Contains(w + " ", StringComparison.Ordinal)))
                throw new SqliteException("SQLite Error 13: 'database or disk is full'.", 13);
        }
    }

    private sealed class Writes : DbCommandInterceptor
    {
        public List<int> Rows { get; } = [];

        public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("DataProtectionKeys", StringComparison.Ordinal))
                Rows.Add(result);
            return ValueTask.FromResult(result);
        }
    }
}
