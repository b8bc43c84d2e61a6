using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Carts;

/// <summary>A guest and a customer of one shop, each with a cart of their own.</summary>
public abstract class CartTest : IAsyncLifetime
{
    protected static CartOwner.Guest Guest { get; } = new(new string('a', 64));

    protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    protected CartOwner.Customer Customer { get; } = new(Make.Customer());

    protected ShopApp Shop { get; }

    protected CartTest() => Shop = new ShopApp { Clock = Clock };

    protected CartService Carts => Shop.Get<CartService>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Shop.DisposeAsync();

    protected Task<CartView> ViewAsync(CartOwner owner) => Carts.ViewAsync(owner, default);

    protected async Task<VariantId> AddProductAsync(string name = "Kettle", long price = 1999, int stock = 5)
    {
        await using var db = Shop.Db();
        return (await db.AddProductAsync(name, price, stock)).Variants[0].Id;
    }

    protected async Task<List<VariantId>> FillAsync(CartOwner owner, int lines)
    {
        await using var db = Shop.Db();
        var product = Make.Product(Make.Category(), "Button");
        for (var i = 1; i < lines; i++)
            product.Variants.Add(Make.Variant(product, options: "Size " + i));
        product.Refresh();
        db.Add(new BlazorShop.Catalog.Category { Id = product.CategoryId, Slug = "buttons", Name = "Buttons" });
        db.Add(product);
        await db.SaveChangesAsync();
        foreach (var variant in product.Variants)
            await Carts.AddAsync(owner, variant.Id, 1, default);
        return [.. product.Variants.Select(v => v.Id)];
    }

    protected async Task PriceAsync(VariantId variant, long price)
    {
        await using var db = Shop.Db();
        var stored = await db.Variants.SingleAsync(v => v.Id == variant);
        stored.Price = stored.Price with { Minor = price };
        await db.SaveChangesAsync();
    }

    protected async Task StockAsync(VariantId variant, int onHand, int reserved = 0)
    {
        await using var db = Shop.Db();
        await db.StockItems.Where(s => s.VariantId == variant)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, onHand).SetProperty(i => i.Reserved, reserved));
    }

    protected async Task PublishAsync(VariantId variant, bool published)
    {
        await using var db = Shop.Db();
        await db.Products.Where(p => p.Variants.Any(v => v.Id == variant)).ExecuteUpdateAsync(s => s.SetProperty(p => p.IsPublished, published));
    }
}
