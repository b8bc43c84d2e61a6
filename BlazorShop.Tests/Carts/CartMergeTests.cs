using BlazorShop.Carts;

namespace BlazorShop.Tests.Carts;

/// <summary>What a guest has chosen joins what is in their cart when they log in.</summary>
public sealed class CartMergeTests : CartTest
{
    [Fact]
    public async Task Logging_in_joins_both_carts_and_says_so()
    {
        var kettle = await AddProductAsync(stock: 50);
        var lamp = await AddProductAsync("Lamp", stock: 50);
        await Carts.AddAsync(Customer, kettle, 2, default);
        await Carts.AddAsync(Guest, kettle, 3, default);
        await Carts.AddAsync(Guest, lamp, 1, default);

        await Carts.MergeAsync(Guest, Customer.Id, default);

        var view = await ViewAsync(Customer);
        Assert.Equal([("Kettle", 5), ("Lamp", 1)], view.Lines.Select(l => (l.Item.Name, l.Quantity)));
        Assert.Equal("We've added the items you chose before logging in to those already in your cart.", CartWords.Of(view.Notices));
        Assert.Null((await ViewAsync(Guest)).Id);
    }

    [Fact]
    public async Task A_guests_cart_that_meets_an_empty_one_needs_no_words()
    {
        await Carts.AddAsync(Guest, await AddProductAsync(), 2, default);
        await Carts.MergeAsync(Guest, Customer.Id, default);
        var view = await ViewAsync(Customer);
        Assert.Equal((2, null), (view.Count, CartWords.Of(view.Notices)));
    }

    [Fact]
    public async Task Joined_quantities_stop_at_what_is_there_and_the_notice_says_of_what()
    {
        var kettle = await AddProductAsync(stock: 4);
        var gone = await AddProductAsync("Vase", stock: 1);
        await Carts.AddAsync(Customer, kettle, 3, default);
        await Carts.AddAsync(Guest, kettle, 3, default);
        await Carts.AddAsync(Guest, gone, 1, default);
        await StockAsync(gone, onHand: 0);

        await Carts.MergeAsync(Guest, Customer.Id, default);

        var view = await ViewAsync(Customer);
        Assert.Equal(4, view.Lines[0].Quantity);
        Assert.EndsWith("Please note: only 4 left of Kettle; Vase is sold out.", CartWords.Of(view.Notices), StringComparison.Ordinal);
        Assert.NotNull(view.Lines[1].Problem);
    }

    [Fact]
    public async Task A_merge_never_takes_away_what_the_customer_had()
    {
        var kettle = await AddProductAsync(stock: 5);
        await Carts.AddAsync(Customer, kettle, 5, default);
        await Carts.AddAsync(Guest, kettle, 1, default);
        await StockAsync(kettle, onHand: 2);
        await Carts.MergeAsync(Guest, Customer.Id, default);
        var line = Assert.Single((await ViewAsync(Customer)).Lines);
        Assert.Equal(5, line.Quantity);
        Assert.Equal("Only 2 left of Kettle. Reduce the quantity to continue.", CartWords.Problem(line));
    }

    [Fact]
    public async Task What_does_not_fit_into_a_full_cart_is_named()
    {
        await FillAsync(Customer, CartService.MaxLines);
        await Carts.AddAsync(Guest, await AddProductAsync("Vase"), 1, default);
        await Carts.MergeAsync(Guest, Customer.Id, default);
        var view = await ViewAsync(Customer);
        Assert.Equal(CartService.MaxLines, view.Lines.Count);
        Assert.Contains("the cart is full, so Vase was left out", CartWords.Of(view.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_repeated_adds_nothing()
    {
        var kettle = await AddProductAsync(stock: 50);
        await Carts.AddAsync(Customer, kettle, 1, default);
        await Carts.AddAsync(Guest, kettle, 2, default);
        await Carts.MergeAsync(Guest, Customer.Id, default);
        await Carts.MergeAsync(Guest, Customer.Id, default);
        Assert.Equal(3, (await ViewAsync(Customer)).Count);
    }

    [Fact]
    public async Task A_notice_is_shown_until_it_was_seen()
    {
        var kettle = await AddProductAsync(stock: 50);
        await Carts.AddAsync(Customer, kettle, 1, default);
        await Carts.AddAsync(Guest, kettle, 2, default);
        await Carts.MergeAsync(Guest, Customer.Id, default);
        await Carts.AcknowledgeAsync(Customer, default);
        Assert.Null(CartWords.Of((await ViewAsync(Customer)).Notices));
    }
}
