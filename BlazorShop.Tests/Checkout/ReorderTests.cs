using System.Net;
using BlazorShop.Carts;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

public sealed class ReorderTests : IAsyncLifetime
{
    private const string Email = "ada@example.org";
    private readonly ShopApp shop = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task An_order_is_put_into_the_cart_again_once_however_often_it_is_asked()
    {
        using var ada = shop.Visit();
        await ada.RegisterAsync(Email);
        var order = await shop.BuyAsAsync(Email, "Kettle", "Cup");
        Assert.Empty((await CartAsync()).Lines);

        for (var click = 0; click < 2; click++)
        {
            using var answer = await OrderAgainAsync(ada, order);
            Assert.Equal((HttpStatusCode.SeeOther, "/cart"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }

        Assert.Equal([("Kettle", 1), ("Cup", 1)], (await CartAsync()).Lines.Select(l => (l.Item.Name, l.Quantity)));
        Assert.Contains($"Order {order.Number} is back in your cart", (await ada.PageAsync("/cart")).QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ordering_again_names_what_is_sold_out_or_gone()
    {
        using var ada = shop.Visit();
        await ada.RegisterAsync(Email);
        var order = await shop.BuyAsAsync(Email, "Kettle", "Cup", "Tray");
        await using (var db = shop.Db())
        {
            await db.StockItems.Where(s => s.VariantId == order.Lines[0].VariantId).ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, 0));
            await db.Products.Where(p => p.Slug == order.Lines[1].Item.ProductSlug).ExecuteUpdateAsync(s => s.SetProperty(p => p.IsPublished, false));
        }

        using var answer = await OrderAgainAsync(ada, order);

        Assert.Equal(["Tray"], (await CartAsync()).Lines.Select(l => l.Item.Name));
        var said = (await ada.PageAsync("/cart")).QuerySelector("main [role=alert]")!.TextContent;
        Assert.Contains("not all of it: Kettle is sold out; Cup is no longer available.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_order_cannot_be_ordered_again()
    {
        using var ada = shop.Visit();
        await ada.RegisterAsync(Email);
        var theirs = await shop.BuyAsAsync(Email, "Kettle");
        using var bob = shop.Visit();
        await bob.RegisterAsync("bob@example.org");
        var own = await shop.BuyAsAsync("bob@example.org", "Cup");
        var token = (await bob.PageAsync("/orders/" + own.Number)).QuerySelector("form[action$=reorder] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var with = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        using var without = new FormUrlEncodedContent(new Dictionary<string, string>());

        using var answer = await bob.Http.PostAsync(new Uri($"/orders/{theirs.Number}/reorder", UriKind.Relative), with);
        using var forged = await bob.Http.PostAsync(new Uri($"/orders/{own.Number}/reorder", UriKind.Relative), without);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (answer.StatusCode, forged.StatusCode));
    }

    private static Task<HttpResponseMessage> OrderAgainAsync(Visitor visitor, Order order) =>
        visitor.SubmitAsync("/orders/" + order.Number, new Dictionary<string, string>(), "Order again");

    private async Task<CartView> CartAsync() => await shop.Get<CartService>().ViewAsync(new CartOwner.Customer(await shop.CustomerAsync(Email)), default);
}
