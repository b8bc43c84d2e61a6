using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Carts;

public sealed class CartServiceTests : IAsyncLifetime
{
    private static readonly CartOwner.Guest guest = new(new string('a', 64));
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly ShopApp shop;
    private readonly CartOwner.Customer customer = new(Make.Customer());

    public CartServiceTests() => shop = new ShopApp { Clock = clock };

    private CartService Carts => shop.Get<CartService>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task An_item_added_to_a_cart_twice_adds_up()
    {
        var kettle = await AddProductAsync(stock: 50);
        Assert.Equal(new AddedToCart.Added("Kettle", 2), await Carts.AddAsync(guest, kettle, 2, default));
        Assert.Equal(new AddedToCart.Added("Kettle", 3), await Carts.AddAsync(guest, kettle, 3, default));
        var line = Assert.Single((await ViewAsync(guest)).Lines);
        Assert.Equal((5, 9995), (line.Quantity, line.Quoted.Gross.Minor));
    }

    [Fact]
    public async Task A_cart_takes_no_more_than_there_are()
    {
        var kettle = await AddProductAsync(stock: 3);
        await Carts.AddAsync(guest, kettle, 2, default);
        Assert.Equal(new AddedToCart.Limited("Kettle", 3, 3), await Carts.AddAsync(guest, kettle, 2, default));
        Assert.Equal(3, (await ViewAsync(guest)).Count);
    }

    [Fact]
    public async Task What_others_are_paying_for_cannot_be_put_in_a_cart()
    {
        var kettle = await AddProductAsync(stock: 3);
        await StockAsync(kettle, onHand: 3, reserved: 2);
        Assert.Equal(new AddedToCart.Limited("Kettle", 1, 1), await Carts.AddAsync(guest, kettle, 3, default));
    }

    [Theory]
    [InlineData(150)]
    [InlineData(int.MaxValue)]
    public async Task A_cart_takes_twenty_of_a_kind(int wanted)
    {
        var kettle = await AddProductAsync(stock: 5000);
        await Carts.AddAsync(guest, kettle, 19, default);
        Assert.Equal(new AddedToCart.AtMost("Kettle", 20, 20), await Carts.AddAsync(guest, kettle, wanted, default));
        await Carts.SetQuantityAsync(guest, kettle, wanted, default);
        Assert.Equal(20, (await ViewAsync(guest)).Count);
    }

    [Fact]
    public async Task What_is_sold_out_unknown_or_withdrawn_is_not_added()
    {
        var sold = await AddProductAsync(stock: 0);
        var hidden = await AddProductAsync();
        await PublishAsync(hidden, false);
        Assert.IsType<AddedToCart.SoldOut>(await Carts.AddAsync(guest, sold, 1, default));
        Assert.IsType<AddedToCart.NotFound>(await Carts.AddAsync(guest, hidden, 1, default));
        Assert.IsType<AddedToCart.NotFound>(await Carts.AddAsync(guest, Id.New<VariantId>(clock), 1, default));
        await using var db = shop.Db();
        Assert.Empty(await db.Carts.ToListAsync());
    }

    [Fact]
    public async Task A_full_cart_takes_nothing_new_but_more_of_what_it_has()
    {
        var variants = await FillAsync(guest, CartService.MaxLines);
        Assert.IsType<AddedToCart.Full>(await Carts.AddAsync(guest, await AddProductAsync(), 1, default));
        Assert.IsType<AddedToCart.Added>(await Carts.AddAsync(guest, variants[0], 1, default));
        Assert.Equal(CartService.MaxLines, (await ViewAsync(guest)).Lines.Count);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(9, 5)]
    [InlineData(0, null)]
    [InlineData(-3, null)]
    public async Task A_quantity_that_is_set_is_what_there_is_at_most_and_nought_takes_the_line_out(int wanted, int? becomes)
    {
        var kettle = await AddProductAsync(stock: 5);
        await Carts.AddAsync(guest, kettle, 1, default);
        await Carts.SetQuantityAsync(guest, kettle, wanted, default);
        Assert.Equal(becomes, (await ViewAsync(guest)).Lines.SingleOrDefault()?.Quantity);
    }

    [Fact]
    public async Task A_quantity_of_nothing_that_is_in_the_cart_changes_nothing()
    {
        var kettle = await AddProductAsync();
        await Carts.SetQuantityAsync(guest, kettle, 3, default);
        Assert.Null((await ViewAsync(guest)).Id);
        await Carts.AddAsync(guest, kettle, 1, default);
        var before = (await ViewAsync(guest)).Version;
        await Carts.SetQuantityAsync(guest, Id.New<VariantId>(clock), 3, default);
        Assert.Equal(before, (await ViewAsync(guest)).Version);
    }

    [Fact]
    public async Task A_price_that_changed_is_told_until_it_was_seen()
    {
        var kettle = await AddProductAsync(price: 1999);
        await Carts.AddAsync(guest, kettle, 1, default);
        Assert.Null((await ViewAsync(guest)).Lines[0].FormerPrice);
        await PriceAsync(kettle, 2499);

        var view = await ViewAsync(guest);
        Assert.Equal("The price of Kettle changed from €19.99 to €24.99 since you added it.", CartWords.PriceChange(view.Lines[0]));
        Assert.Equal(2499, view.Total.Minor);

        await Carts.AcknowledgeAsync(guest, default);
        var seen = await ViewAsync(guest);
        Assert.Null(seen.Lines[0].FormerPrice);
        Assert.Equal(view.Version, seen.Version);
    }

    [Fact]
    public async Task What_can_no_longer_be_bought_says_so_and_stays()
    {
        var kettle = await AddProductAsync(stock: 5);
        await Carts.AddAsync(guest, kettle, 4, default);

        await StockAsync(kettle, onHand: 2);
        var few = await ViewAsync(guest);
        Assert.Equal("Only 2 left of Kettle. Reduce the quantity to continue.", CartWords.Problem(few.Lines[0]));
        Assert.False(few.CanCheckOut);

        await StockAsync(kettle, onHand: 0);
        Assert.Equal("Kettle is sold out. Remove it to continue.", CartWords.Problem((await ViewAsync(guest)).Lines[0]));

        await StockAsync(kettle, onHand: 9);
        await PublishAsync(kettle, false);
        Assert.Equal("Kettle is sold out. Remove it to continue.", CartWords.Problem((await ViewAsync(guest)).Lines[0]));

        await PublishAsync(kettle, true);
        Assert.True((await ViewAsync(guest)).CanCheckOut);
    }

    [Fact]
    public async Task Logging_in_joins_both_carts_and_says_so()
    {
        var kettle = await AddProductAsync(stock: 50);
        var lamp = await AddProductAsync("Lamp", stock: 50);
        await Carts.AddAsync(customer, kettle, 2, default);
        await Carts.AddAsync(guest, kettle, 3, default);
        await Carts.AddAsync(guest, lamp, 1, default);

        await Carts.MergeAsync(guest, customer.Id, default);

        var view = await ViewAsync(customer);
        Assert.Equal([("Kettle", 5), ("Lamp", 1)], view.Lines.Select(l => (l.Item.Name, l.Quantity)));
        Assert.Equal("We've added the items you chose before logging in to those already in your cart.", CartWords.Of(view.Notices));
        Assert.Null((await ViewAsync(guest)).Id);
    }

    [Fact]
    public async Task A_guests_cart_that_meets_an_empty_one_needs_no_words()
    {
        await Carts.AddAsync(guest, await AddProductAsync(), 2, default);
        await Carts.MergeAsync(guest, customer.Id, default);
        var view = await ViewAsync(customer);
        Assert.Equal((2, null), (view.Count, CartWords.Of(view.Notices)));
    }

    [Fact]
    public async Task Joined_quantities_stop_at_what_is_there_and_the_notice_says_of_what()
    {
        var kettle = await AddProductAsync(stock: 4);
        var gone = await AddProductAsync("Vase", stock: 1);
        await Carts.AddAsync(customer, kettle, 3, default);
        await Carts.AddAsync(guest, kettle, 3, default);
        await Carts.AddAsync(guest, gone, 1, default);
        await StockAsync(gone, onHand: 0);

        await Carts.MergeAsync(guest, customer.Id, default);

        var view = await ViewAsync(customer);
        Assert.Equal(4, view.Lines[0].Quantity);
        Assert.EndsWith("Please note: only 4 left of Kettle; Vase is sold out.", CartWords.Of(view.Notices), StringComparison.Ordinal);
        Assert.NotNull(view.Lines[1].Problem);
    }

    [Fact]
    public async Task A_merge_never_takes_away_what_the_customer_had()
    {
        var kettle = await AddProductAsync(stock: 5);
        await Carts.AddAsync(customer, kettle, 5, default);
        await Carts.AddAsync(guest, kettle, 1, default);
        await StockAsync(kettle, onHand: 2);
        await Carts.MergeAsync(guest, customer.Id, default);
        var line = Assert.Single((await ViewAsync(customer)).Lines);
        Assert.Equal(5, line.Quantity);
        Assert.Equal("Only 2 left of Kettle. Reduce the quantity to continue.", CartWords.Problem(line));
    }

    [Fact]
    public async Task What_does_not_fit_into_a_full_cart_is_named()
    {
        await FillAsync(customer, CartService.MaxLines);
        await Carts.AddAsync(guest, await AddProductAsync("Vase"), 1, default);
        await Carts.MergeAsync(guest, customer.Id, default);
        var view = await ViewAsync(customer);
        Assert.Equal(CartService.MaxLines, view.Lines.Count);
        Assert.Contains("the cart is full, so Vase was left out", CartWords.Of(view.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_repeated_adds_nothing()
    {
        var kettle = await AddProductAsync(stock: 50);
        await Carts.AddAsync(customer, kettle, 1, default);
        await Carts.AddAsync(guest, kettle, 2, default);
        await Carts.MergeAsync(guest, customer.Id, default);
        await Carts.MergeAsync(guest, customer.Id, default);
        Assert.Equal(3, (await ViewAsync(customer)).Count);
    }

    [Fact]
    public async Task A_notice_is_shown_until_it_was_seen()
    {
        var kettle = await AddProductAsync(stock: 50);
        await Carts.AddAsync(customer, kettle, 1, default);
        await Carts.AddAsync(guest, kettle, 2, default);
        await Carts.MergeAsync(guest, customer.Id, default);
        await Carts.AcknowledgeAsync(customer, default);
        Assert.Null(CartWords.Of((await ViewAsync(customer)).Notices));
    }

    [Fact]
    public async Task A_cart_survives_a_restart()
    {
        await using var database = TestDatabase.Sqlite();
        await using (var before = new ShopApp { Database = database })
        {
            await using var db = before.Db();
            var kettle = (await db.AddProductAsync()).Variants[0].Id;
            await before.Get<CartService>().AddAsync(guest, kettle, 3, default);
        }

        await using var after = new ShopApp { Database = database };
        Assert.Equal(3, (await after.Get<CartService>().ViewAsync(guest, default)).Count);
    }

    [Fact]
    public async Task Guests_carts_that_nobody_touched_are_forgotten_after_a_week_and_customers_never()
    {
        var kettle = await AddProductAsync();
        var returning = new CartOwner.Guest(new string('b', 64));
        await Carts.AddAsync(guest, kettle, 1, default);
        await Carts.AddAsync(returning, kettle, 1, default);
        await Carts.AddAsync(customer, kettle, 1, default);

        clock.Advance(TimeSpan.FromDays(6));
        // Looking is touching.
        await Carts.AcknowledgeAsync(returning, default);
        await shop.RunOnceAsync<CartExpiryWorker>();
        Assert.Equal(1, await Carts.CountAsync(guest, default));

        clock.Advance(TimeSpan.FromDays(2));
        await shop.RunOnceAsync<CartExpiryWorker>();
        Assert.Equal(0, await Carts.CountAsync(guest, default));
        Assert.Equal(1, await Carts.CountAsync(returning, default));

        clock.Advance(TimeSpan.FromDays(1000));
        await shop.RunOnceAsync<CartExpiryWorker>();
        Assert.Equal(1, await Carts.CountAsync(customer, default));
        await using var db = shop.Db();
        Assert.Equal(1, await db.Set<CartLine>().CountAsync());
    }

    [Fact]
    public async Task The_database_does_not_know_the_token_of_a_guests_cart()
    {
        await Carts.AddAsync(guest, await AddProductAsync(), 1, default);
        await using var db = shop.Db();
        var stored = (await db.Carts.SingleAsync()).TokenHash!;
        Assert.NotEqual(guest.Token, stored);
        Assert.Empty((await ViewAsync(new CartOwner.Guest(stored))).Lines);
    }

    private Task<CartView> ViewAsync(CartOwner owner) => Carts.ViewAsync(owner, default);

    private async Task<VariantId> AddProductAsync(string name = "Kettle", long price = 1999, int stock = 5)
    {
        await using var db = shop.Db();
        return (await db.AddProductAsync(name, price, stock)).Variants[0].Id;
    }

    private async Task<List<VariantId>> FillAsync(CartOwner owner, int lines)
    {
        await using var db = shop.Db();
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

    private async Task PriceAsync(VariantId variant, long price)
    {
        await using var db = shop.Db();
        var stored = await db.Variants.SingleAsync(v => v.Id == variant);
        stored.Price = stored.Price with { Minor = price };
        await db.SaveChangesAsync();
    }

    private async Task StockAsync(VariantId variant, int onHand, int reserved = 0)
    {
        await using var db = shop.Db();
        await db.StockItems.Where(s => s.VariantId == variant)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, onHand).SetProperty(i => i.Reserved, reserved));
    }

    private async Task PublishAsync(VariantId variant, bool published)
    {
        await using var db = shop.Db();
        await db.Products.Where(p => p.Variants.Any(v => v.Id == variant)).ExecuteUpdateAsync(s => s.SetProperty(p => p.IsPublished, published));
    }
}

/// <summary>Several tabs, one cart.</summary>
public sealed class CartConcurrencyTests(Databases databases) : IClassFixture<Databases>
{
    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Twenty_clicks_at_once_put_twenty_items_in(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var shop = new ShopApp { Database = database };
        var carts = shop.Get<CartService>();
        var (kettle, guest) = (await AddProductAsync(database), Guest());

        await AtOnceAsync(20, _ => carts.AddAsync(guest, kettle, 1, default));

        Assert.Equal(20, Assert.Single((await carts.ViewAsync(guest, default)).Lines).Quantity);
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Two_tabs_with_different_things_lose_neither(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var shop = new ShopApp { Database = database };
        var carts = shop.Get<CartService>();
        var (kettle, lamp, guest) = (await AddProductAsync(database), await AddProductAsync(database), Guest());

        await AtOnceAsync(10, i => carts.AddAsync(guest, i % 2 == 0 ? kettle : lamp, 1, default));

        Assert.Equal([5, 5], (await carts.ViewAsync(guest, default)).Lines.Select(l => l.Quantity));
    }

    [Theory, OnSqlite, OnPostgres, OnSqlServer]
    public async Task Logging_in_on_five_tabs_at_once_merges_carts_once(DatabaseProvider provider)
    {
        var database = await databases.GetAsync(provider);
        await using var shop = new ShopApp { Database = database };
        var carts = shop.Get<CartService>();
        var (kettle, guest, customer) = (await AddProductAsync(database), Guest(), Make.Customer());
        await carts.AddAsync(guest, kettle, 2, default);

        await AtOnceAsync(5, async _ =>
        {
            await carts.MergeAsync(guest, customer, default);
            return true;
        });

        Assert.Equal(2, await carts.CountAsync(new CartOwner.Customer(customer), default));
        Assert.Equal(0, await carts.CountAsync(guest, default));
    }

    private static Task<T[]> AtOnceAsync<T>(int times, Func<int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => act(i))));

    private static CartOwner.Guest Guest() => new(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"));

    private static async Task<VariantId> AddProductAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return (await db.AddProductAsync(stock: 100)).Variants[0].Id;
    }
}
