using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Data;

public sealed class ConventionTests(Databases databases) : IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task An_order_comes_back_as_it_was_stored(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var placedAt = new DateTime(2026, 11, 23, 8, 30, 15, DateTimeKind.Utc);
        var order = Make.Order(Make.Customer(), "ada@example.org", placedAt, lines: [("Kettle", 1999, 2), ("Cup", 450, 1)]);
        order.MarkPaid("cs_" + order.Number, "pi_" + order.Number, order.Total, "Visa ending in 4242", placedAt.AddMinutes(1));
        await using (var db = database.CreateDbContext())
        {
            db.Add(order);
            await db.SaveChangesAsync();
        }

        await using var again = database.CreateDbContext();
        var read = await again.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.History).SingleAsync(o => o.Id == order.Id);
        Assert.Equal(new Money(4448, "EUR"), read.Total);
        Assert.Equal(placedAt, read.PlacedAt);
        Assert.Equal(DateTimeKind.Utc, read.PlacedAt.Kind);
        Assert.Equal(DateTimeKind.Utc, read.ConfirmedAt!.Value.Kind);
        Assert.Equal(Make.Address(), read.ShippingAddress);
        Assert.Equal(order.Status, read.Status);
        Assert.Equal(["Kettle", "Cup"], read.Lines.OrderBy(l => l.Position).Select(l => l.Name));
        Assert.Equal(["Order placed", "Paid"], read.History.OrderBy(h => h.Sequence).Select(OrderWords.Title));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_status_is_stored_as_its_word(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var order = Make.Order(Make.Customer());
        await using var db = database.CreateDbContext();
        db.Add(order);
        await db.SaveChangesAsync();
        var words = await db.Database.SqlQueryRaw<string>("""SELECT "Status" AS "Value" FROM "Orders" WHERE "Number" = {0}""", order.Number).ToListAsync();
        Assert.Equal(["Pending"], words);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_save_of_a_row_that_has_changed_meanwhile_is_refused(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var order = Make.Order(Make.Customer());
        await using (var db = database.CreateDbContext())
        {
            db.Add(order);
            await db.SaveChangesAsync();
        }

        await using var first = database.CreateDbContext();
        await using var second = database.CreateDbContext();
        var mine = await first.Orders.Include(o => o.History).SingleAsync(o => o.Id == order.Id);
        var theirs = await second.Orders.Include(o => o.History).SingleAsync(o => o.Id == order.Id);
        mine.AskAttention(AttentionKind.Note, DateTime.UtcNow, "look", new EventDetails { Text = "Look." });
        await first.SaveChangesAsync();
        theirs.MarkExpired("cs_1", DateTime.UtcNow);
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => second.SaveChangesAsync());
    }

    [Fact]
    public void An_id_is_a_UUID_of_version_7_in_the_order_of_the_clock()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
        var earlier = Id.New<OrderId>(clock);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var later = Id.New<OrderId>(clock);
        Assert.Equal(7, earlier.Value.Version);
        Assert.True(string.CompareOrdinal(earlier.ToString(), later.ToString()) < 0);
    }

    [Fact]
    public async Task SQLite_waits_for_a_lock_itself_and_keeps_what_it_acknowledged()
    {
        await using var database = TestDatabase.Sqlite();
        await using var db = database.CreateDbContext();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        Assert.Equal("wal", await AskAsync("journal_mode"));
        Assert.Equal(2L, await AskAsync("synchronous"));
        Assert.Equal(5000L, await AskAsync("busy_timeout"));
        Assert.Equal(1L, await AskAsync("foreign_keys"));

        async Task<object?> AskAsync(string pragma)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant.
            command.CommandText = "PRAGMA " + pragma;
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync();
        }
    }
}
