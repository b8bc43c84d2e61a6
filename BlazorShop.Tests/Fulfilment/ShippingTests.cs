using System.Security.Claims;
using BlazorShop.Common;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Checkout;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Fulfilment;

public sealed class ShippingTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task An_order_goes_in_two_shipments_and_arrives()
    {
        var order = await BuyAsync(kettles: 2, cups: 1);
        Assert.True(order.WaitsToShip);

        Assert.Equal("The shipment is on its way. The rest is still to ship.", Said(await counter.Shop.ShipAsync(order, new() { [1] = 1 }, tracking: "A1")));
        order = await counter.Shop.LookAsync(order.Number);
        Assert.Equal((OrderStatus.Confirmed, FulfilmentStatus.PartiallyShipped), (order.Status, order.FulfilmentStatus));
        Assert.Equal(1, order.Unshipped(order.Lines[0]));

        Assert.Equal("The order is on its way.", Said(await counter.Shop.ShipAsync(order, tracking: "A2", by: StaffActions.Bob)));
        order = await counter.Shop.LookAsync(order.Number);
        Assert.Equal((OrderStatus.Completed, PaymentStatus.Paid, FulfilmentStatus.Shipped), (order.Status, order.PaymentStatus, order.FulfilmentStatus));
        Assert.Equal(["A1", "A2"], order.Shipments.Select(s => s.Tracking));

        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.Get<IFulfilment>().MarkDeliveredAsync(StaffActions.Eve, order.Id, order.Version));
        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.Get<IFulfilment>().MarkDeliveredAsync(StaffActions.Eve, order.Id, order.Version));
        order = await counter.Shop.LookAsync(order.Number);
        Assert.Equal(FulfilmentStatus.Delivered, order.FulfilmentStatus);
        Assert.Equal(
            [("Partially shipped", "eve@shop.example"), ("Shipped", "bob@shop.example"), ("Delivered", "eve@shop.example")],
            order.History.Where(h => h.By is not null).Select(h => (OrderWords.Title(h), h.By!)));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task The_buyer_reads_what_is_in_the_shipment_and_who_carries_it()
    {
        var order = await BuyAsync(kettles: 2, cups: 1);
        await counter.Shop.ShipAsync(order, new() { [2] = 1 }, tracking: "JD014600006281230450");
        await using var db = counter.Shop.Db();
        var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey.StartsWith("ship:"));
        Assert.Equal((order.Email, $"Part of order {order.Number} has shipped"), (mail.To, mail.Subject));
        foreach (var body in new[] { mail.Text, mail.Html })
        {
            Assert.Contains("JD014600006281230450", body, StringComparison.Ordinal);
            Assert.Contains("DHL", body, StringComparison.Ordinal);
            Assert.Contains("1 × Cup", body, StringComparison.Ordinal);
            Assert.DoesNotContain("Kettle", body, StringComparison.Ordinal);
            Assert.Contains("The rest of your order follows", body, StringComparison.Ordinal);
            Assert.Contains("/orders/" + order.Number, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_button_of_a_shipment_pressed_twice_at_once_is_one_shipment()
    {
        var order = await BuyAsync(kettles: 2);
        var requestId = Guid.CreateVersion7();
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => counter.Shop.ShipAsync(order, requestId: requestId))));
        Assert.All(all, a => Assert.IsType<FulfilmentResult.Done>(a));
        Assert.Single((await counter.Shop.LookAsync(order.Number)).Shipments);
        Assert.Equal(1, await counter.MailsAsync("ship:"));
    }

    [Fact]
    public async Task Of_two_who_ship_the_same_order_at_once_one_is_told_to_look_again()
    {
        var order = await BuyAsync(kettles: 2);
        var both = await Task.WhenAll(
            Task.Run(() => counter.Shop.ShipAsync(order, new() { [1] = 1 }, tracking: "EVE")),
            Task.Run(() => counter.Shop.ShipAsync(order, new() { [1] = 1 }, tracking: "BOB", by: StaffActions.Bob)));
        Assert.Single(both.OfType<FulfilmentResult.Done>());
        Assert.Single(both.OfType<FulfilmentResult.Stale>());
        Assert.Equal(1, Assert.Single((await counter.Shop.LookAsync(order.Number)).Shipments).Lines.Sum(l => l.Quantity));
        Assert.Equal(1, await counter.MailsAsync("ship:"));
    }

    [Fact]
    public async Task Of_shipping_and_cancelling_at_once_one_happens()
    {
        var order = await BuyAsync(kettles: 2);
        var both = await Task.WhenAll(Task.Run(() => counter.Shop.ShipAsync(order)), Task.Run(() => counter.Shop.CancelAsync(order, by: StaffActions.Bob)));
        Assert.Single(both.OfType<FulfilmentResult.Done>());
        order = await counter.Shop.LookAsync(order.Number);
        Assert.Equal(order.Status is OrderStatus.Cancelled, order.Shipments.Count == 0);
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task An_unpaid_order_does_not_ship()
    {
        var open = (await counter.AtFormAsync(price: 1999)).Form;
        await RefusedAsync(open.OrderNumber, "isn't paid");
    }

    [Fact]
    public async Task A_disputed_order_does_not_ship()
    {
        var order = await BuyAsync(kettles: 1, card: "4000000000000259");
        Assert.Equal(PaymentStatus.Disputed, order.PaymentStatus);
        await RefusedAsync(order.Number, "disputed");
    }

    [Fact]
    public async Task An_order_refunded_wholly_does_not_ship_not_even_while_its_money_is_on_the_way_back()
    {
        var order = await BuyAsync(kettles: 1);
        await using (var db = counter.Shop.Db())
        {
            var payment = await db.Payments.SingleAsync();
            counter.Shop.Get<RefundRequests>().All(db, payment, RefundReason.SoldOut);
            await db.SaveChangesAsync();
        }

        await RefusedAsync(order.Number, "is being refunded");
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await RefusedAsync(order.Number, "was refunded in full");
    }

    [Fact]
    public async Task No_more_is_shipped_than_was_bought()
    {
        var order = await BuyAsync(kettles: 2);
        Assert.Contains("from 0 to 2", Why(await counter.Shop.ShipAsync(order, new() { [1] = 3 })), StringComparison.Ordinal);
        Assert.Contains("at least one item", Why(await counter.Shop.ShipAsync(order, new() { [1] = 0 })), StringComparison.Ordinal);
        Assert.Contains("doesn't contain this item", Why(await counter.Shop.ShipAsync(order, new() { [7] = 1 })), StringComparison.Ordinal);
        Assert.Contains("Enter the carrier", Why(await counter.Shop.Get<IFulfilment>().ShipAsync(
            StaffActions.Eve, new ShipmentRequest(Guid.CreateVersion7(), order.Id, order.Version, new Dictionary<int, int> { [1] = 1 }, " ", ""))), StringComparison.Ordinal);
        Assert.Empty((await counter.Shop.LookAsync(order.Number)).Shipments);
        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.ShipAsync(order));
        Assert.Contains("All of this order has shipped", Why(await counter.Shop.ShipAsync(await counter.Shop.LookAsync(order.Number), new() { [1] = 1 })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_staff_moves_an_order()
    {
        var order = await BuyAsync(kettles: 1);
        var stranger = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Email, "ann@example.org")], "test"));
        var handling = counter.Shop.Get<IFulfilment>();
        await Assert.ThrowsAsync<StaffRefusedException>(() => counter.Shop.ShipAsync(order, by: stranger));
        await Assert.ThrowsAsync<StaffRefusedException>(() => counter.Shop.CancelAsync(order, by: stranger));
        await Assert.ThrowsAsync<StaffRefusedException>(() => handling.MarkDeliveredAsync(stranger, order.Id, order.Version));
        Assert.Equal(FulfilmentStatus.Unfulfilled, (await counter.OrderAsync(order.Number)).FulfilmentStatus);
    }

    [Fact]
    public async Task The_admin_lists_what_waits_to_be_shipped()
    {
        var (waits, partly, gone) = (await BuyAsync(kettles: 1), await BuyAsync(kettles: 2), await BuyAsync(kettles: 1));
        await counter.Shop.ShipAsync(partly, new() { [1] = 1 });
        await counter.Shop.ShipAsync(gone);
        Assert.True(OrderFilter.TryParse(null, null, "toship", null, null, out var filter));
        var ledger = counter.Shop.Get<OrderAdmin>();
        Assert.Equal(
            new[] { waits.Number, partly.Number }.Order(), (await ledger.PageAsync(StaffActions.Eve, filter, ListPlace.First, default)).Rows.Select(r => r.Number).Order());
        Assert.Equal(2, await ledger.ToShipAsync(StaffActions.Eve, default));
        Assert.True(OrderFilter.TryParse(null, null, "Shipped", null, null, out filter));
        Assert.Equal(gone.Number, Assert.Single((await ledger.PageAsync(StaffActions.Eve, filter, ListPlace.First, default)).Rows).Number);
        Assert.False(OrderFilter.TryParse(null, null, "Sent", null, null, out _));
    }

    private async Task<Order> BuyAsync(int kettles, int cups = 0, string card = "4242424242424242")
    {
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 1999, 5), kettles);
        counter.Clock.Advance(TimeSpan.FromSeconds(1));
        if (cups > 0)
            await counter.AddAsync(buyer, await counter.ProductAsync("Cup", 500, 5), cups);
        var open = await counter.OpenAsync(buyer);
        Assert.IsType<CheckoutOutcome.Complete>(await counter.PayAsync(open, card));
        await counter.DeliverAsync();
        return await counter.Shop.LookAsync(open.OrderNumber);
    }

    private async Task RefusedAsync(string number, string why)
    {
        var seen = await counter.Shop.LookAsync(number);
        Assert.False(string.IsNullOrEmpty(seen.Number));
        Assert.Contains(why, Why(await counter.Shop.ShipAsync(seen)), StringComparison.Ordinal);
        var now = await counter.Shop.LookAsync(number);
        Assert.Equal((seen.FulfilmentStatus, 0, seen.Version), (now.FulfilmentStatus, now.Shipments.Count, now.Version));
    }

    private static string Said(FulfilmentResult handled) => FulfilmentTexts.Of(Assert.IsType<FulfilmentResult.Done>(handled)).Said;

    private static string Why(FulfilmentResult handled) => OrderWords.Refusal(Assert.IsType<FulfilmentResult.Refused>(handled).Why);
}
