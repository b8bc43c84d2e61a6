using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Carts;

/// <summary>A variant that was deleted leaves the carts it is in, and their owners hear of it.</summary>
public sealed class VanishedVariantTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_gone_leaves_the_cart_and_is_said_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, vase) = (await counter.ProductAsync("Kettle", 3900, 5), await counter.ProductAsync("Vase", 1000, 5));
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        await counter.AddAsync(buyer, vase, 2);
        await DeleteAsync(counter, vase);

        var view = await counter.CartAsync(buyer);

        Assert.Equal("Kettle", Assert.Single(view.Lines).Item.Name);
        Assert.Equal("An item in your cart is no longer sold, so we took it out.", CartWords.Of(view.Notices));
        var owner = new CartOwner.Customer(buyer.Customer);
        Assert.Equal(1, await counter.Carts.CountAsync(owner, default));
        await counter.Carts.AcknowledgeAsync(owner, default);
        Assert.Null(CartWords.Of((await counter.CartAsync(buyer)).Notices));
    }

    [Fact]
    public async Task A_guest_whose_only_item_is_gone_reads_why_the_cart_is_empty()
    {
        await using var counter = new Counter();
        var kettle = await counter.ProductAsync("Kettle", 3900, 5);
        string slug;
        await using (var db = counter.Shop.Db())
            slug = await db.Products.Select(p => p.Slug).SingleAsync();
        using var guest = counter.Shop.Visit();
        (await guest.SubmitAsync("/products/" + slug, new Dictionary<string, string>(), "form[action$='/cart/add']")).Dispose();
        await DeleteAsync(counter, kettle);

        var page = await guest.PageAsync("/cart");

        Assert.Contains(page.QuerySelectorAll("main [role=status]"), s => s.TextContent == "An item in your cart is no longer sold, so we took it out.");
        Assert.Contains("Your cart is empty", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Cart 0", page.QuerySelector(".cart-link")!.TextContent.Trim());
    }

    [Fact]
    public async Task What_an_empty_cart_says_is_over_when_something_new_is_put_in()
    {
        await using var counter = new Counter();
        var (kettle, vase) = (await counter.ProductAsync("Kettle", 3900, 5), await counter.ProductAsync("Vase", 1000, 5));
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, vase);
        await DeleteAsync(counter, vase);
        Assert.NotNull(CartWords.Of((await counter.CartAsync(buyer)).Notices));

        await counter.AddAsync(buyer, kettle);

        Assert.Null(CartWords.Of((await counter.CartAsync(buyer)).Notices));
    }

    [Fact]
    public async Task What_a_guest_had_yet_to_be_told_is_told_after_logging_in()
    {
        await using var counter = new Counter();
        var (kettle, vase) = (await counter.ProductAsync("Kettle", 3900, 5), await counter.ProductAsync("Vase", 1000, 5));
        var guest = new CartOwner.Guest(new string('a', 64));
        await counter.Carts.AddAsync(guest, kettle, 1, default);
        await counter.Carts.AddAsync(guest, vase, 1, default);
        await DeleteAsync(counter, vase);
        var buyer = await counter.BuyerAsync();

        await counter.Carts.MergeAsync(guest, buyer.Customer, default);

        Assert.Equal("An item in your cart is no longer sold, so we took it out.", CartWords.Of((await counter.CartAsync(buyer)).Notices));
    }

    private static async Task DeleteAsync(Counter counter, VariantId variant)
    {
        await using var db = counter.Shop.Db();
        await db.StockItems.Where(s => s.VariantId == variant).ExecuteDeleteAsync();
        await db.Variants.Where(v => v.Id == variant).ExecuteDeleteAsync();
    }
}
