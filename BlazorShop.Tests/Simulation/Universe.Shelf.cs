using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Fulfilment;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Simulation;

/// <summary>What stands on the shelf when a schedule begins.</summary>
internal sealed partial class Universe
{
    private static Guid Fixed(int last) => new(last, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    private static SqliteConnection MakeTemplate()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var options = new DbContextOptionsBuilder<SqliteShopDbContext>();
        options.UseShopDatabase(DatabaseProvider.Sqlite, "Data Source=:memory:");
        options.UseSqlite(connection);
        using var db = new SqliteShopDbContext(options.Options);
        db.Database.Migrate();
        var category = new Category { Id = new CategoryId(Fixed(1)), Slug = "shelf", Name = "Shelf" };
        var product = new Product { Id = new ProductId(Fixed(2)), CategoryId = category.Id, Slug = "cup", Name = "Cup" };
        long[] prices = [1000, 2550, 399];
        for (var i = 0; i < variants.Length; i++)
        {
            product.Variants.Add(new ProductVariant
            {
                Id = variants[i],
                ProductId = product.Id,
                Sku = $"CUP-{i}",
                Options = $"Size {i}",
                Price = new Money(prices[i], "EUR"),
                Position = i,
                Stock = new StockItem { VariantId = variants[i], OnHand = 1 },
            });
        }

        product.Refresh();
        db.AddRange(category, product, Coffee(category));
        db.SaveChanges();
        Run(db.HireAsync(Staff.Eve));
        return connection;
    }

    private static Product Coffee(Category category)
    {
        var product = new Product { Id = new ProductId(Fixed(3)), CategoryId = category.Id, Slug = "coffee", Name = "Coffee post" };
        product.Variants.Add(new ProductVariant
        {
            Id = coffee,
            ProductId = product.Id,
            Sku = CoffeeSku,
            Options = "",
            Price = coffeePrice,
            Recurrence = new Recurrence(RecurrenceUnit.Week, 1),
            Stock = new StockItem { VariantId = coffee, OnHand = 3 },
        });
        product.Refresh();
        return product;
    }
}
