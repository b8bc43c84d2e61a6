using System.Net;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Data;

public sealed class MigrationTests
{
    public static TheoryData<DatabaseProvider> Providers => new(Enum.GetValues<DatabaseProvider>());

    [Theory, MemberData(nameof(Providers))]
    public void The_model_has_no_change_without_a_migration(DatabaseProvider provider)
    {
        using var db = DesignTimeContext(provider);
        Assert.False(db.Database.HasPendingModelChanges(), $"{provider}: run `bash .ci/migration NAME`.");
    }

    [Theory, MemberData(nameof(Providers))]
    public void Passkeys_have_their_table(DatabaseProvider provider)
    {
        using var db = DesignTimeContext(provider);
        Assert.Contains("AspNetUserPasskeys", db.Database.GenerateCreateScript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_migrations_make_every_table_in_an_empty_SQLite_file()
    {
        await using var shop = new ShopApp { Settings = { ["ConnectionStrings:Shop"] = EmptyFile(out var folder) } };
        using (folder)
        {
            await using var db = shop.Db();
            var tables = await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table'").ToListAsync();
            Assert.Superset(
                db.Model.GetEntityTypes().Select(e => e.GetTableName()!).ToHashSet(),
                tables.ToHashSet());
            Assert.Contains("AspNetUserPasskeys", tables);
            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        }
    }

    [Fact]
    public async Task A_start_goes_through_although_an_earlier_one_was_killed_while_migrating()
    {
        var connection = EmptyFile(out var folder);
        using (folder)
        {
            await using (var left = new SqliteConnection(connection))
            {
                await left.OpenAsync();
                await using var row = left.CreateCommand();
                row.CommandText =
                    """
                    CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                    INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 00:00:00');
                    """;
                await row.ExecuteNonQueryAsync();
            }

            await using var shop = new ShopApp { Settings = { ["ConnectionStrings:Shop"] = connection } };
            var ready = await Task.Run(() => ReadyAsync(shop)).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(HttpStatusCode.OK, ready);
            Assert.Contains(shop.Log.Lines, l => l.Message.Contains("killed while it migrated", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Two_starts_at_once_migrate_once()
    {
        var connection = EmptyFile(out var folder);
        using (folder)
        {
            await using var one = new ShopApp { Settings = { ["ConnectionStrings:Shop"] = connection } };
            await using var other = new ShopApp { Settings = { ["ConnectionStrings:Shop"] = connection } };
            var both = await Task.WhenAll(Task.Run(() => ReadyAsync(one)), Task.Run(() => ReadyAsync(other))).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.All(both, status => Assert.Equal(HttpStatusCode.OK, status));
        }
    }

    [Fact]
    public async Task A_server_is_not_migrated_unless_told_to()
    {
        var connection = EmptyFile(out var folder);
        using (folder)
        {
            await using var shop = new ShopApp
            {
                Settings = { ["ConnectionStrings:Shop"] = connection, ["Database:MigrateOnStart"] = "false" },
            };
            var failure = Assert.Throws<InvalidOperationException>(() => shop.Services);
            Assert.Contains("Database__MigrateOnStart=true", failure.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpStatusCode> ReadyAsync(ShopApp shop)
    {
        using var visitor = shop.Visit();
        using var answer = await visitor.GetAsync("/health/ready");
        return answer.StatusCode;
    }

    private static string EmptyFile(out TestFolder folder)
    {
        folder = new TestFolder();
        return "Data Source=" + folder.File("empty.db");
    }

    private static ShopDbContext DesignTimeContext(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => new SqliteDesignTimeFactory().CreateDbContext([]),
        DatabaseProvider.SqlServer => new SqlServerDesignTimeFactory().CreateDbContext([]),
        DatabaseProvider.Postgres => new PostgresDesignTimeFactory().CreateDbContext([]),
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };
}
