using System.Data.Common;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Refunds;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Data;

/// <summary>A database of the release before, which kept what happened in English sentences.</summary>
public sealed class KindsStepTests
{
    private static readonly DateTime day = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Steps_of_an_order_that_were_sentences_become_kinds_with_their_arguments(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.UpToAsync(provider, "OrderCharges");
        var (euro, crown) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var before = database.CreateDbContext())
        {
            await OrderAsync(before, euro, "EURO", "EUR", problem: "Your card has insufficient funds.");
            await StepAsync(before, euro, 1, "Order placed", "2 items, €39.00", "placed");
            await StepAsync(before, euro, 2, "Payment failed", "Your card has insufficient funds.", "failed:cs_1");
            await StepAsync(before, euro, 3, "Payment failed", "Votre carte a été refusée.", "failed:cs_2");
            await StepAsync(before, euro, 4, "Partly shipped", "DHL, tracking number JD0146: 1 × Kettle", "ship:1");
            await StepAsync(before, euro, 5, "Refund on its way", "€1,005.50: A scratch: on the lid.", "refund:re_1:Pending");
            await StepAsync(before, euro, 6, "Refunded", "€5.00: Your order was cancelled. Out of stock.", "refund:re_2:Succeeded");
            await StepAsync(before, euro, 7, "Refunded", "€5.00: An item sold out before your payment arrived, so the whole amount goes back to you.", "refund:re_3:Succeeded");
            await StepAsync(before, euro, 8, "Not paid in time", "Nothing was charged; the goods are free for others again.", "expired:cs_1");
            await StepAsync(before, euro, 9, "Parcel lost", "The carrier says so.", "lost");
            await OrderAsync(before, crown, "CROWN", "ISK", problem: null);
            await StepAsync(before, crown, 1, "Refunded", "ISK\u00a02,400: A scratch.", "refund:re_1:Succeeded");
            await PaymentAsync(before, crown, """{"OrderNumber":"CROWN","Locale":"fr"}""");
            await PaymentAsync(before, euro, """{"OrderNumber":"EURO","Locale":"en"}""");
            await before.Database.MigrateAsync();
        }

        await using var db = database.CreateDbContext();
        var orders = await db.Orders.AsNoTracking().Include(o => o.History.OrderBy(h => h.Sequence)).ToDictionaryAsync(o => o.Number);
        Assert.Equal((DeclineReason.InsufficientFunds, "en", "fr"), (orders["EURO"].PaymentProblem!.Value, orders["EURO"].Language, orders["CROWN"].Language));
        Assert.Equal(
            [
                ("Order placed", "2 items, €39.00"),
                ("Payment failed", "There isn't enough money on the card or account."),
                ("Payment failed", "Votre carte a été refusée."),
                ("Partially shipped", "DHL JD0146: 1 × Kettle"),
                ("Refund on its way", "€1,005.50: A scratch: on the lid."),
                ("Refunded", "€5.00: Your order was cancelled. Out of stock."),
                ("Refunded", "€5.00: An item sold out before your payment arrived, so we're refunding the whole amount."),
                ("Not paid in time", "Nothing was charged. The items are back in stock."),
                ("Note", "Parcel lost: The carrier says so."),
            ],
            orders["EURO"].History.Select(h => (OrderWords.Title(h), OrderWords.Details(h))));
        Assert.Equal(
            [new Money(100550, "EUR"), new Money(500, "EUR"), new Money(500, "EUR")],
            orders["EURO"].History.Where(h => h.Amount is not null).Select(h => h.Amount!.Value));
        // Its amounts are written without the hundredths it is counted in: the text stays.
        Assert.Equal((null, "ISK\u00a02,400: A scratch."), (orders["CROWN"].History[0].Amount, OrderWords.Details(orders["CROWN"].History[0])));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_the_step_to_kinds_what_staff_were_asked_is_asked_and_what_they_had_done_is_done(DatabaseProvider provider)
    {
        const string restored = "Restored from the payment provider's records after a loss of data: check whether it has shipped.";
        await using var database = await TestDatabase.UpToAsync(provider, "OrderCharges");
        var (open, done, cut, lost) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var before = database.CreateDbContext())
        {
            await OrderAsync(before, open, "OPEN", "EUR", attention: restored + " A second payment of €39.00 arrived and is being refunded.");
            // Settled by staff, and asked again in the same words.
            await StepAsync(before, open, 1, "Needs attention", restored, "a");
            await StepAsync(before, open, 2, "Attention settled", restored, "settled:0");
            await StepAsync(before, open, 3, "Needs attention", restored, "restored");
            await StepAsync(before, open, 4, "Needs attention", "A second payment of €39.00 arrived and is being refunded.", "twice:1");
            await StepAsync(before, open, 5, "Needs attention", "Settled by itself.", "b");
            await OrderAsync(before, done, "DONE", "EUR");
            await StepAsync(before, done, 1, "Needs attention", restored, "restored");
            await OrderAsync(before, cut, "CUT", "EUR", attention: "…the end of many things.");
            await StepAsync(before, cut, 1, "Needs attention", "One of many things.", "a");
            await OrderAsync(before, lost, "LOST", "EUR", attention: "Nobody knows why.");
            await before.Database.MigrateAsync();
        }

        await using var db = database.CreateDbContext();
        var orders = await db.Orders.AsNoTracking().Include(o => o.History).ToDictionaryAsync(o => o.Number);
        Assert.Equal(
            [(AttentionKind.Restored, true), (AttentionKind.Note, true)], orders["OPEN"].OpenAttention.Select(a => (a.Attention, orders["OPEN"].NeedsAttention)));
        Assert.EndsWith("A second payment of €39.00 arrived and is being refunded.", Staff.AsksOf(orders["OPEN"]), StringComparison.Ordinal);
        Assert.Equal((0, false), (orders["DONE"].OpenAttention.Count, orders["DONE"].NeedsAttention));
        Assert.Equal("One of many things.", Staff.AsksOf(orders["CUT"]));
        Assert.Equal(("Nobody knows why.", true), (Staff.AsksOf(orders["LOST"]), orders["LOST"].NeedsAttention));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_the_step_to_kinds_refunds_and_journal_know_why_and_the_journal_is_append_only(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.UpToAsync(provider, "OrderCharges");
        var order = Guid.CreateVersion7();
        await using (var before = database.CreateDbContext())
        {
            await OrderAsync(before, order, "EURO", "EUR");
            foreach (var (key, reason) in new[]
            {
                ("a", "A scratch."), ("b", "Refunded by the shop."), ("c", "Your order was cancelled. Out of stock."), ("d", "Your order was cancelled."),
                ("e", "This order was paid twice; the second payment goes back."), ("f", "Refunded at the payment provider."),
            })
                await RefundAsync(before, order, key, reason);
            foreach (var (key, what) in new[]
            {
                ("pay:pi_1", "Visa ending in 4242"), ("pay:in_1:outside", "Paid outside"), ("refund:re_1", "Refund: A scratch."), ("refund:re_1:back", "Refund did not reach the buyer"),
                ("dispute:du_1:out:1", "Dispute: fraudulent"), ("dispute:du_1:in:1", "Dispute won"), ("odd:1", "By hand"),
            })
                await BookAsync(before, order, key, what);
            await before.Database.MigrateAsync();
        }

        await using var db = database.CreateDbContext();
        Assert.Equal(
            [
                (RefundReason.ByShop, "A scratch."), (RefundReason.ByShop, ""), (RefundReason.OrderCancelled, "Out of stock."), (RefundReason.OrderCancelled, ""),
                (RefundReason.PaidTwice, ""), (RefundReason.AtProvider, ""),
            ],
            (await db.Set<Refund>().OrderBy(r => r.IdempotencyKey).ToListAsync()).Select(r => (r.Because, r.Reason)));
        Assert.Equal(
            [
                ("dispute:du_1:in:1", JournalKind.DisputeWon, ""), ("dispute:du_1:out:1", JournalKind.Dispute, "Fraudulent"), ("odd:1", JournalKind.Note, "By hand"),
                ("pay:in_1:outside", JournalKind.PaidOutside, ""), ("pay:pi_1", JournalKind.Payment, "Visa ending in 4242"),
                ("refund:re_1", JournalKind.Refund, "A scratch."), ("refund:re_1:back", JournalKind.RefundReturned, ""),
            ],
            (await db.Set<JournalEntry>().ToListAsync()).Select(e => (e.EffectKey, e.Kind, e.Text)).OrderBy(e => e.EffectKey, StringComparer.Ordinal));

        // Every table that is guarded refuses again, with whatever tool.
        foreach (var sql in new[]
        {
            "UPDATE \"JournalEntries\" SET \"Text\" = 'x'", "DELETE FROM \"JournalEntries\"", "UPDATE \"JournalPostings\" SET \"Amount\" = 1", "DELETE FROM \"JournalPostings\"",
        })
            Assert.Contains("append-only", (await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(sql))).Message, StringComparison.Ordinal);
        await BookNowAsync(db, order);
    }

    private static async Task BookNowAsync(ShopDbContext db, Guid order)
    {
        var entry = new JournalEntry { Id = Guid.CreateVersion7(), Provider = "stripe", EffectKey = "pay:pi_2", At = day, OrderId = new OrderId(order), PaymentId = default, Kind = JournalKind.Payment };
        entry.Postings.Add(new JournalPosting { EntryId = entry.Id, Line = 1, Account = Account.Provider, Amount = 1, Currency = "EUR" });
        entry.Postings.Add(new JournalPosting { EntryId = entry.Id, Line = 2, Account = Account.Sales, Amount = -1, Currency = "EUR" });
        db.Add(entry);
        await db.SaveChangesAsync();
    }

    private static Task<int> OrderAsync(ShopDbContext db, Guid id, string number, string currency, string? problem = null, string? attention = null) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "Orders" ("Id", "Number", "CustomerId", "Email", "Environment", "Status", "PaymentStatus", "FulfilmentStatus", "PlacedAt", "Refunded", "HeldMinor",
            "IsDisputed", "IsRestored", "Version", "Total_Currency", "Total_Minor", "ShippingAddress_FullName", "ShippingAddress_Line1", "ShippingAddress_City",
            "ShippingAddress_PostalCode", "ShippingAddress_Country", "PaymentProblem", "Attention", "Subtotal", "Discount", "Delivery", "Tax")
        VALUES ({id}, {number}, {id}, 'ada@example.org', 'test', 'Confirmed', 'Paid', 'Unfulfilled', {day}, 0, 0,
            {false}, {false}, 1, {currency}, 3900, 'Ada', '1', 'Paris', '75001', 'FR', {problem}, {attention}, 3900, 0, 0, 0)
        """);

    private static Task<int> StepAsync(ShopDbContext db, Guid order, int sequence, string what, string details, string effect) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "OrderHistory" ("OrderId", "Sequence", "At", "What", "Details", "OrderStatus", "PaymentStatus", "FulfilmentStatus", "Effect")
        VALUES ({order}, {sequence}, {day}, {what}, {details}, 'Confirmed', 'Paid', 'Unfulfilled', {effect})
        """);

    private static Task<int> PaymentAsync(ShopDbContext db, Guid order, string request) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "Payments" ("Id", "OrderId", "CustomerId", "Attempt", "State", "Request", "IdempotencyKey", "CreatedAt", "ExpiresAt", "Environment", "InSuspense",
            "Received", "ReceivedOutside", "CartVersion", "Version", "Amount_Currency", "Amount_Minor")
        VALUES ({Guid.CreateVersion7()}, {order}, {order}, 1, 'Expired', {request}, {order.ToString()}, {day}, {day}, 'test', {false}, 0, 0, 0, 1, 'EUR', 3900)
        """);

    private static Task<int> RefundAsync(ShopDbContext db, Guid order, string key, string reason) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "Refunds" ("Id", "PaymentId", "OrderId", "State", "Reason", "RequestedBy", "IdempotencyKey", "IsOutside", "CreatedAt", "ChangedAt", "Amount_Currency", "Amount_Minor")
        VALUES ({Guid.CreateVersion7()}, {order}, {order}, 'Succeeded', {reason}, 'shop', {key}, {false}, {day}, {day}, 'EUR', 500)
        """);

    private static async Task BookAsync(ShopDbContext db, Guid order, string key, string what)
    {
        var id = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "JournalEntries" ("Id", "EffectKey", "At", "OrderId", "PaymentId", "What") VALUES ({id}, {key}, {day}, {order}, {order}, {what})""");
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "JournalPostings" ("EntryId", "Line", "Account", "Amount", "Currency") VALUES ({id}, 1, 'Provider', 500, 'EUR'), ({id}, 2, 'Sales', -500, 'EUR')""");
    }
}
