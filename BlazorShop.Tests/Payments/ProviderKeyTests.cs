using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Inbox;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace BlazorShop.Tests.Payments;

/// <summary>Two payment providers may call two things by the same name: rows say whose name it is, and keys know.</summary>
public sealed class ProviderKeyTests(Databases databases) : IClassFixture<Databases>
{
    private static readonly DateTime day = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Two_providers_may_give_two_payments_the_same_reference(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        var name = "cs_" + Guid.NewGuid();
        await AddAsync(database, Payment("stripe", name));
        await AddAsync(database, Payment("other", name));
        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(database, Payment("stripe", name)));
    }

    [Fact]
    public async Task Every_key_that_is_a_providers_name_includes_whose_it_is()
    {
        var database = await databases.GetAsync(DatabaseProvider.Sqlite);
        await using var db = database.CreateDbContext();
        var rows = db.Model.GetEntityTypes().Where(e => typeof(IOfProvider).IsAssignableFrom(e.ClrType)).ToList();
        Assert.True(rows.Count >= 10, string.Join(", ", rows.Select(r => r.ClrType.Name)));
        var keys = rows.SelectMany(e => e.GetKeys().Select(k => k.Properties).Concat(e.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties)));

        Assert.Empty(keys.Where(IsByName).Select(k => $"{k[0].DeclaringType.ShortName()}: {string.Join(", ", k.Select(p => p.Name))}"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_event_of_another_provider_waits_for_its_own_gateway(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var shop = counter.Shop;
        await using (var db = shop.Db())
        {
            foreach (var whose in new[] { "stripe", "other" })
                db.Add(new InboxEvent { Id = "evt_same", Provider = whose, Type = "of.nothing", Payload = [1], Source = "webhook", ReceivedAt = day, NextAt = day });
            await db.SaveChangesAsync();
        }

        await shop.RunOnceAsync<InboxWorker>();

        await using var after = shop.Db();
        Assert.Equal(
            [("other", InboxState.New), ("stripe", InboxState.Ignored)],
            (await after.InboxEvents.AsNoTracking().OrderBy(e => e.Provider).ToListAsync()).Select(e => (e.Provider, e.State)));
    }

    /// <summary>A database of the release before, which knew one provider and kept its words for disputes.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_older_than_the_providers_name_become_stripes_and_its_words_for_disputes_become_kinds(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.UpToAsync(provider, "Kinds");
        await using (var before = database.CreateDbContext())
        {
            await DisputeAsync(before, "du_1", "warning_needs_response", "fraudulent");
            await DisputeAsync(before, "du_2", "lost", "product_not_received");
            await DisputeAsync(before, "du_3", "of_tomorrow", "of_tomorrow");
            await before.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "InboxEvents" ("Id", "Type", "Payload", "Sha256", "Source", "Livemode", "ReceivedAt", "State", "Attempts", "NextAt")
                VALUES ('evt_1', 'x', {new byte[] { 1 }}, '', 'webhook', {false}, {day}, 'Applied', 1, {day})
                """);
            await before.Database.MigrateAsync();
        }

        await using var db = database.CreateDbContext();
        Assert.Equal(
            [(DisputeStatus.Inquiry, DisputeReason.Fraudulent), (DisputeStatus.Lost, DisputeReason.NotReceived), (DisputeStatus.Other, DisputeReason.General)],
            (await db.Set<Dispute>().OrderBy(d => d.Reference).ToListAsync()).Select(d => (d.Status, d.Reason)));
        Assert.Equal(("evt_1", "stripe"), ((await db.InboxEvents.SingleAsync()).Id, (await db.InboxEvents.SingleAsync()).Provider));
        Assert.Equal(2, await db.Set<Dispute>().CountAsync(d => d.Provider == "stripe" && d.Status != DisputeStatus.Other));
    }

    /// <summary>By a text that is neither whose it is nor in which mode: our own ids are no texts.</summary>
    private static bool IsByName(IReadOnlyList<IReadOnlyProperty> key) =>
        key.Any(p => p.ClrType == typeof(string) && p.Name is not (nameof(IOfProvider.Provider) or nameof(BlazorShop.Payments.Payment.Environment)))
        && key.All(p => p.Name != nameof(IOfProvider.Provider));

    private static async Task AddAsync(TestDatabase database, Payment payment)
    {
        await using var db = database.CreateDbContext();
        db.Add(payment);
        await db.SaveChangesAsync();
    }

    private static Payment Payment(string provider, string name) => new()
    {
        Provider = provider,
        Id = Id.New<PaymentId>(TimeProvider.System),
        OrderId = Id.New<OrderId>(TimeProvider.System),
        Attempt = 1,
        CustomerId = Make.Customer(),
        Amount = new Money(1999, "EUR"),
        State = PaymentState.Paid,
        IdempotencyKey = name,
        Request = "{}",
        SessionReference = name,
        InvoiceReference = name,
        Reference = name,
        Environment = "sandbox",
        CreatedAt = day,
        ExpiresAt = day,
    };

    private static Task<int> DisputeAsync(ShopDbContext db, string reference, string status, string reason) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "Disputes" ("Reference", "PaymentId", "OrderId", "Status", "Reason", "FundsWithdrawn", "FundsReinstated", "CreatedAt", "ChangedAt", "Amount_Currency", "Amount_Minor")
        VALUES ({reference}, {Guid.CreateVersion7()}, {Guid.CreateVersion7()}, {status}, {reason}, {true}, {false}, {day}, {day}, 'EUR', 500)
        """);
}
