using BlazorShop.Carts;
using BlazorShop.Common;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Carts;

public sealed class CartServiceTests : CartTest
{
    [Fact]
    public async Task An_item_added_to_a_cart_twice_adds_up()
    {
        var kettle = await AddProductAsync(stock: 50);
        Assert.Equal(new AddedToCart.Added("Kettle", 2), await Carts.AddAsync(Guest, kettle, 2, default));
        Assert.Equal(new AddedToCart.Added("Kettle", 3), await Carts.AddAsync(Guest, kettle, 3, default));
        var line = Assert.Single((await ViewAsync(Guest)).Lines);
        Assert.Equal((5, 9995), (line.Quantity, line.Quoted.Gross.Minor));
    }

    [Fact]
    public async Task A_cart_takes_no_more_than_there_are()
    {
        var kettle = await AddProductAsync(stock: 3);
        await Carts.AddAsync(Guest, kettle, 2, default);
        Assert.Equal(new AddedToCart.Limited("Kettle", 3, 3), await Carts.AddAsync(Guest, kettle, 2, default));
        Assert.Equal(3, (await ViewAsync(Guest)).Count);
    }

    [Fact]
    public async Task What_others_are_paying_for_cannot_be_put_in_a_cart()
    {
        var kettle = await AddProductAsync(stock: 3);
        await StockAsync(kettle, onHand: 3, reserved: 2);
        Assert.Equal(new AddedToCart.Limited("Kettle", 1, 1), await Carts.AddAsync(Guest, kettle, 3, default));
    }

    [Theory]
    [InlineData(150)]
    [InlineData(int.MaxValue)]
    public async Task A_cart_takes_twenty_of_a_kind(int wanted)
    {
        var kettle = await AddProductAsync(stock: 5000);
        await Carts.AddAsync(Guest, kettle, 19, default);
        Assert.Equal(new AddedToCart.AtMost("Kettle", 20, 20), await Carts.AddAsync(Guest, kettle, wanted, default));
        await Carts.SetQuantityAsync(Guest, kettle, wanted, default);
        Assert.Equal(20, (await ViewAsync(Guest)).Count);
    }

    [Fact]
    public async Task What_is_sold_out_unknown_or_withdrawn_is_not_added()
    {
        var sold = await AddProductAsync(stock: 0);
        var hidden = await AddProductAsync();
        await PublishAsync(hidden, false);
        Assert.IsType<AddedToCart.SoldOut>(await Carts.AddAsync(Guest, sold, 1, default));
        Assert.IsType<AddedToCart.NotFound>(await Carts.AddAsync(Guest, hidden, 1, default));
        Assert.IsType<AddedToCart.NotFound>(await Carts.AddAsync(Guest, Id.New<VariantId>(Clock), 1, default));
        await using var db = Shop.Db();
        Assert.Empty(await db.Carts.ToListAsync());
    }

    [Fact]
    public async Task A_full_cart_takes_nothing_new_but_more_of_what_it_has()
    {
        var variants = await FillAsync(Guest, CartService.MaxLines);
        Assert.IsType<AddedToCart.Full>(await Carts.AddAsync(Guest, await AddProductAsync(), 1, default));
        Assert.IsType<AddedToCart.Added>(await Carts.AddAsync(Guest, variants[0], 1, default));
        Assert.Equal(CartService.MaxLines, (await ViewAsync(Guest)).Lines.Count);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(9, 5)]
    [InlineData(0, null)]
    [InlineData(-3, null)]
    public async Task A_quantity_that_is_set_is_what_there_is_at_most_and_nought_takes_the_line_out(int wanted, int? becomes)
    {
        var kettle = await AddProductAsync(stock: 5);
        await Carts.AddAsync(Guest, kettle, 1, default);
        await Carts.SetQuantityAsync(Guest, kettle, wanted, default);
        Assert.Equal(becomes, (await ViewAsync(Guest)).Lines.SingleOrDefault()?.Quantity);
    }

    [Fact]
    public async Task A_quantity_of_nothing_that_is_in_the_cart_changes_nothing()
    {
        var kettle = await AddProductAsync();
        await Carts.SetQuantityAsync(Guest, kettle, 3, default);
        Assert.Null((await ViewAsync(Guest)).Id);
        await Carts.AddAsync(Guest, kettle, 1, default);
        var before = (await ViewAsync(Guest)).Version;
        await Carts.SetQuantityAsync(Guest, Id.New<VariantId>(Clock), 3, default);
        Assert.Equal(before, (await ViewAsync(Guest)).Version);
    }

    [Fact]
    public async Task A_price_that_changed_is_told_until_it_was_seen()
    {
        var kettle = await AddProductAsync(price: 1999);
        await Carts.AddAsync(Guest, kettle, 1, default);
        Assert.Null((await ViewAsync(Guest)).Lines[0].FormerPrice);
        await PriceAsync(kettle, 2499);

        var view = await ViewAsync(Guest);
        Assert.Equal("The price of Kettle changed from €19.99 to €24.99 since you added it.", CartWords.PriceChange(view.Lines[0]));
        Assert.Equal(2499, view.Total.Minor);

        await Carts.AcknowledgeAsync(Guest, default);
        var seen = await ViewAsync(Guest);
        Assert.Null(seen.Lines[0].FormerPrice);
        Assert.Equal(view.Version, seen.Version);
    }

    [Fact]
    public async Task What_can_no_longer_be_bought_says_so_and_stays()
    {
        var kettle = await AddProductAsync(stock: 5);
        await Carts.AddAsync(Guest, kettle, 4, default);

        await StockAsync(kettle, onHand: 2);
        var few = await ViewAsync(Guest);
        Assert.Equal("Only 2 left of Kettle. Reduce the quantity to continue.", CartWords.Problem(few.Lines[0]));
        Assert.False(few.CanCheckOut);

        await StockAsync(kettle, onHand: 0);
        Assert.Equal("Kettle is sold out. Remove it to continue.", CartWords.Problem((await ViewAsync(Guest)).Lines[0]));

        await StockAsync(kettle, onHand: 9);
        await PublishAsync(kettle, false);
        Assert.Equal("Kettle is sold out. Remove it to continue.", CartWords.Problem((await ViewAsync(Guest)).Lines[0]));

        await PublishAsync(kettle, true);
        Assert.True((await ViewAsync(Guest)).CanCheckOut);
    }

    [Fact]
    public async Task A_cart_survives_a_restart()
    {
        await using var database = TestDatabase.Sqlite();
        await using (var before = new ShopApp { Database = database })
        {
            await using var db = before.Db();
            var kettle = (await db.AddProductAsync()).Variants[0].Id;
            await before.Get<CartService>().AddAsync(Guest, kettle, 3, default);
        }

        await using var after = new ShopApp { Database = database };
        Assert.Equal(3, (await after.Get<CartService>().ViewAsync(Guest, default)).Count);
    }

    [Fact]
    public async Task Guests_carts_that_nobody_touched_are_forgotten_after_a_week_and_customers_never()
    {
        var kettle = await AddProductAsync();
        var returning = new CartOwner.Guest(new string('b', 64));
        await Carts.AddAsync(Guest, kettle, 1, default);
        await Carts.AddAsync(returning, kettle, 1, default);
        await Carts.AddAsync(Customer, kettle, 1, default);

        Clock.Advance(TimeSpan.FromDays(6));
        // Looking is touching.
        await Carts.AcknowledgeAsync(returning, default);
        await Shop.RunOnceAsync<CartExpiryWorker>();
        Assert.Equal(1, await Carts.CountAsync(Guest, default));

        Clock.Advance(TimeSpan.FromDays(2));
        await Shop.RunOnceAsync<CartExpiryWorker>();
        Assert.Equal(0, await Carts.CountAsync(Guest, default));
        Assert.Equal(1, await Carts.CountAsync(returning, default));

        Clock.Advance(TimeSpan.FromDays(1000));
        await Shop.RunOnceAsync<CartExpiryWorker>();
        Assert.Equal(1, await Carts.CountAsync(Customer, default));
        await using var db = Shop.Db();
        Assert.Equal(1, await db.Set<CartLine>().CountAsync());
    }

    [Fact]
    public async Task The_database_does_not_know_the_token_of_a_guests_cart()
    {
        await Carts.AddAsync(Guest, await AddProductAsync(), 1, default);
        await using var db = Shop.Db();
        var stored = (await db.Carts.SingleAsync()).TokenHash!;
        Assert.NotEqual(Guest.Token, stored);
        Assert.Empty((await ViewAsync(new CartOwner.Guest(stored))).Lines);
    }
}
