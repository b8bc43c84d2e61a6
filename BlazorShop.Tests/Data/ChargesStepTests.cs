using BlazorShop.Data;
using BlazorShop.Pricing;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Data;

/// <summary>Orders of the release before, whose adjustments were lines of quantity 0.</summary>
public sealed class ChargesStepTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_added_to_an_order_or_taken_off_it_becomes_a_charge_of_its_kind(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.UpToAsync(provider, "LoginRows");
        var (renewal, plain) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var before = database.CreateDbContext())
        {
            await OrderAsync(before, renewal, "RENEWAL", 1050);
            await LineAsync(before, renewal, 1, "Coffee post", 1400, 1);
            await LineAsync(before, renewal, 2, "Adjustment for a changed subscription: Unused time: 3 days", -400, 0);
            await LineAsync(before, renewal, 3, "Credit used", -50, 0);
            await LineAsync(before, renewal, 4, "Tax", 90, 0);
            await LineAsync(before, renewal, 5, "Taxi ride", 10, 0);
            await OrderAsync(before, plain, "PLAIN", 3998);
            await LineAsync(before, plain, 1, "Kettle", 1999, 2);
            await before.Database.MigrateAsync();
        }

        await using var db = database.CreateDbContext();
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.Charges.OrderBy(c => c.Position)).ToDictionaryAsync(o => o.Number);

        var quote = orders["RENEWAL"].Quote;
        Assert.Equal(("Coffee post", 1050L, 1400L), (Assert.Single(quote.Lines).Item.Name, quote.Total.Minor, orders["RENEWAL"].Subtotal));
        Assert.Equal(orders["RENEWAL"].Total, quote.Total);
        Assert.Equal(
            [
                (ChargeKind.Proration, "Unused time: 3 days", -400L), (ChargeKind.Credit, null, -50L), (ChargeKind.Tax, null, 90L),
                (ChargeKind.Other, "Taxi ride", 10L),
            ],
            quote.Charges.Select(c => (c.Kind, c.Name, c.Amount.Minor)));
        Assert.Equal((3998L, 0, orders["PLAIN"].Total), (orders["PLAIN"].Subtotal, orders["PLAIN"].Charges.Count, orders["PLAIN"].Quote.Total));
    }

    private static Task<int> OrderAsync(ShopDbContext db, Guid id, string number, long total) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "Orders" ("Id", "Number", "CustomerId", "Email", "Environment", "Status", "PaymentStatus", "FulfilmentStatus", "PlacedAt", "Refunded", "HeldMinor",
            "IsDisputed", "IsRestored", "Version", "Total_Currency", "Total_Minor", "ShippingAddress_FullName", "ShippingAddress_Line1", "ShippingAddress_City",
            "ShippingAddress_PostalCode", "ShippingAddress_Country")
        VALUES ({id}, {number}, {id}, 'ada@example.org', 'test', 'Confirmed', 'Paid', 'Unfulfilled', {new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc)}, 0, 0,
            {false}, {false}, 1, 'EUR', {total}, 'Ada', '1', 'Paris', '75001', 'FR')
        """);

    private static Task<int> LineAsync(ShopDbContext db, Guid order, int position, string name, long price, int quantity) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "OrderLines" ("OrderId", "Position", "VariantId", "ProductSlug", "Name", "Options", "Sku", "UnitPrice_Currency", "UnitPrice_Minor", "Quantity")
        VALUES ({order}, {position}, {(quantity == 0 ? Guid.Empty : Guid.CreateVersion7())}, '', {name}, '', '', 'EUR', {price}, {quantity})
        """);
}
