using BlazorShop.Assurance;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Assurance;

public sealed class PriceRulesOfTheBooksTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_amount_of_an_order_that_is_not_the_sum_of_its_parts_is_found(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var invariants = new Invariants(database, TimeProvider.System);
        var order = Make.Order(Make.Customer(), number: "ODD", lines: ("Kettle", 1999, 2));
        await using var db = database.CreateDbContext();
        db.Orders.Add(order);
        await db.SaveChangesAsync();
        Assert.Equal([], await BrokenAsync());

        foreach (var (column, rules) in new[] { ("Subtotal", "I15"), ("Delivery", "I15"), ("Tax", "I15"), ("Discount", "I15 I16") })
        {
            await ChangeAsync("Orders", column, 1);
            Assert.Equal(rules.Split(' '), await BrokenAsync());
            await ChangeAsync("Orders", column, -1);
        }

        await ChangeAsync("OrderLines", "Discount", 3999);
        await ChangeAsync("Orders", "Discount", 3999);
        await ChangeAsync("Orders", "Total_Minor", -3999);
        Assert.Equal(["I16"], await BrokenAsync());

        async Task<List<string>> BrokenAsync() =>
            [.. (await invariants.CheckAsync(default)).Where(v => v.Name is "I15" or "I16" && v.Broken.Contains("order ODD")).Select(v => v.Name)];

#pragma warning disable EF1002 // The names are ours.
        Task ChangeAsync(string table, string column, long by) => db.Database.ExecuteSqlRawAsync($"UPDATE \"{table}\" SET \"{column}\" = \"{column}\" + {by}");
#pragma warning restore EF1002
    }
}
