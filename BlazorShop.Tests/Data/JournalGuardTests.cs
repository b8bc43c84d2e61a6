using System.Data.Common;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Journal;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Data;

/// <summary>What is booked stays booked, whoever asks the database to forget it, and with whatever words.</summary>
public sealed class JournalGuardTests(Databases databases) : IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Nobody_changes_or_deletes_a_booking(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var entry = await BookAsync(database);
        await using var db = database.CreateDbContext();
        var entries = db.Set<JournalEntry>().Where(e => e.Id == entry);
        var postings = db.Set<JournalPosting>().Where(p => p.EntryId == entry);

        await RefusedAsync(() => postings.ExecuteUpdateAsync(s => s.SetProperty(p => p.Amount, 1)));
        await RefusedAsync(() => entries.ExecuteUpdateAsync(s => s.SetProperty(e => e.Text, "Nothing")));
        await RefusedAsync(() => postings.ExecuteDeleteAsync());
        await RefusedAsync(() => entries.ExecuteDeleteAsync());
        Assert.Equal([1999L, -1999L], await postings.OrderBy(p => p.Line).Select(p => p.Amount).ToListAsync());
    }

    [Fact]
    public async Task SQLites_way_to_replace_a_booking_by_inserting_it_is_closed()
    {
        var database = await databases.GetAsync(DatabaseProvider.Sqlite);
        var entry = await BookAsync(database);
        await using var db = database.CreateDbContext();
        await RefusedAsync(() => db.Database.ExecuteSqlRawAsync(
            "INSERT OR REPLACE INTO JournalPostings (EntryId, Line, Account, Amount, Currency) SELECT EntryId, Line, Account, 1, Currency FROM JournalPostings"));
        await RefusedAsync(() => db.Database.ExecuteSqlRawAsync(
            "INSERT OR REPLACE INTO JournalEntries (Id, EffectKey, At, OrderId, PaymentId, Kind, Text) SELECT Id, EffectKey || 'x', At, OrderId, PaymentId, Kind, Text FROM JournalEntries"));
        Assert.Equal(3998, await db.Set<JournalPosting>().Where(p => p.EntryId == entry).SumAsync(p => Math.Abs(p.Amount)));
    }

    [Theory, OnPostgres]
    public async Task Nobody_empties_the_journal(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await BookAsync(database);
        await using var db = database.CreateDbContext();
        await RefusedAsync(() => db.Database.ExecuteSqlRawAsync("TRUNCATE \"JournalPostings\""));
        await RefusedAsync(() => db.Database.ExecuteSqlRawAsync("TRUNCATE \"JournalEntries\" CASCADE"));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task The_same_fact_is_booked_in_the_journal_once(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var key = "pay:" + Guid.NewGuid();
        await BookAsync(database, key);
        await Assert.ThrowsAsync<DbUpdateException>(() => BookAsync(database, key));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task A_reason_longer_than_a_line_of_the_journal_is_no_reason_not_to_book(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var db = database.CreateDbContext();
        var key = "refund:" + Guid.NewGuid();
        new Ledger(TimeProvider.System).Move(db, key, Payment(), JournalKind.Refund, new string('x', 300), new Money(100, "EUR"), Account.Provider, Account.Refunds);
        await db.SaveChangesAsync();
        Assert.Equal(JournalEntry.LongestText, (await db.Set<JournalEntry>().SingleAsync(e => e.EffectKey == key)).Text.Length);
    }

    [Theory]
    [InlineData(0, Account.Sales, Account.Provider)]
    [InlineData(-1, Account.Sales, Account.Provider)]
    [InlineData(100, Account.Provider, Account.Provider)]
    public async Task What_moves_no_money_is_no_booking_of_the_journal(long minor, Account from, Account to)
    {
        var database = await databases.GetAsync(DatabaseProvider.Sqlite);
        await using var db = database.CreateDbContext();
        Assert.Throws<InvalidOperationException>(() => new Ledger(TimeProvider.System).Move(db, "pay:x", Payment(), JournalKind.Payment, "", new Money(minor, "EUR"), from, to));
    }

    private static async Task RefusedAsync(Func<Task> change)
    {
        var refused = await Assert.ThrowsAnyAsync<DbException>(change);
        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<Guid> BookAsync(TestDatabase database, string? key = null)
    {
        await using var db = database.CreateDbContext();
        new Ledger(TimeProvider.System).Move(db, key ?? "pay:" + Guid.NewGuid(), Payment(), JournalKind.Payment, "", new Money(1999, "EUR"), Account.Sales, Account.Provider);
        await db.SaveChangesAsync();
        return db.ChangeTracker.Entries<JournalEntry>().Single().Entity.Id;
    }

    private static Payment Payment() => new()
    {
        Provider = "stripe",
        Id = Id.New<PaymentId>(TimeProvider.System),
        OrderId = Id.New<OrderId>(TimeProvider.System),
        Attempt = 1,
        CustomerId = Make.Customer(),
        Amount = new Money(1999, "EUR"),
        State = PaymentState.Paid,
        IdempotencyKey = Guid.NewGuid().ToString(),
        Request = "{}",
        Environment = "sandbox",
        CreatedAt = DateTime.UtcNow,
        ExpiresAt = DateTime.UtcNow,
    };
}
