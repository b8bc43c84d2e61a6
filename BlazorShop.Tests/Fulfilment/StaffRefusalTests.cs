using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Payments;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Fulfilment;

/// <summary>What staff cannot do with an order, what they are told then, and that nothing has changed.</summary>
public sealed class StaffRefusalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_carrier_a_number_and_a_reason_are_kept_without_blanks_and_refused_where_they_are_too_long(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var order = await counter.PaidAsync();
        await Refused(Send(new string('c', 61), ""), OrderRule.Carrier, 60);
        await Refused(Send("  ", ""), OrderRule.Carrier, 60);
        await Refused(Send("DHL", new string('t', 81)), OrderRule.TrackingTooLong, 80);
        await Refused(counter.Shop.CancelAsync(order, new string('r', 201)), OrderRule.ReasonTooLong, 200);
        Assert.Empty((await counter.Shop.LookAsync(order.Number)).Shipments);

        Assert.IsType<FulfilmentResult.Done>(await Send($"  {new string('c', 60)} ", $" {new string('t', 80)}  "));
        var shipment = Assert.Single((await counter.Shop.LookAsync(order.Number)).Shipments);
        Assert.Equal((new string('c', 60), new string('t', 80)), (shipment.Carrier, shipment.Tracking));
        var other = await counter.PaidAsync();
        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(other, $" {new string('r', 200)} "));
        await using var db = counter.Shop.Db();
        Assert.Equal(new string('r', 200), (await db.Set<Refund>().SingleAsync()).Reason);

        async Task<FulfilmentResult> Send(string carrier, string tracking) => await counter.Shop.Get<IFulfilment>().ShipAsync(
            StaffActions.Eve, new ShipmentRequest(Guid.CreateVersion7(), order.Id, order.Version, new Dictionary<int, int> { [1] = 1 }, carrier, tracking));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_that_is_not_there_can_be_neither_sent_nor_cancelled_nor_settled(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (none, handling) = (Id.New<OrderId>(TimeProvider.System), counter.Shop.Get<IFulfilment>());
        await Refused(handling.ShipAsync(StaffActions.Eve, new ShipmentRequest(Guid.CreateVersion7(), none, 1, new Dictionary<int, int> { [1] = 1 }, "DHL", "")), OrderRule.NoSuchOrder);
        await Refused(handling.MarkDeliveredAsync(StaffActions.Eve, none, 1), OrderRule.NoSuchOrder);
        await Refused(handling.SettleAttentionAsync(StaffActions.Eve, none, 1), OrderRule.NoSuchOrder);
        await Refused(handling.CancelAsync(StaffActions.Eve, none, 1, null), OrderRule.NoSuchOrder);
    }

    [Fact]
    public async Task Who_looks_at_an_order_that_has_changed_meanwhile_is_told_to_look_again()
    {
        await using var counter = new Counter();
        var seen = await counter.PaidAsync();
        var handling = counter.Shop.Get<IFulfilment>();
        await Refused(handling.MarkDeliveredAsync(StaffActions.Eve, seen.Id, seen.Version), OrderRule.NotAllShipped);
        await counter.Shop.ShipAsync(seen);
        Assert.IsType<FulfilmentResult.Stale>(await handling.MarkDeliveredAsync(StaffActions.Eve, seen.Id, seen.Version));
        Assert.IsType<FulfilmentResult.Stale>(await counter.Shop.CancelAsync(seen));
        var now = await counter.Shop.LookAsync(seen.Number);
        Assert.Equal((OrderStatus.Completed, FulfilmentStatus.Shipped), (now.Status, now.FulfilmentStatus));
        var (said, isWrong) = FulfilmentTexts.Of(new FulfilmentResult.Stale());
        Assert.True(isWrong);
        Assert.False(FulfilmentTexts.Of(new FulfilmentResult.Done(FulfilmentDone.Shipped)).IsWrong);
        Assert.True(FulfilmentTexts.Of(new FulfilmentResult.Refused(OrderRule.NotAllShipped)).IsWrong);
        Assert.Equal("Someone or something else has changed this order in the meantime. Nothing was done. Look at it as it is now, then decide again.", said);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_command_that_changes_nothing_leaves_the_order_as_everybody_sees_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var handling = counter.Shop.Get<IFulfilment>();
        var order = await counter.PaidAsync();
        var parcel = new ShipmentRequest(Guid.CreateVersion7(), order.Id, order.Version, new Dictionary<int, int> { [1] = 1 }, "DHL", "JD0146");
        await Unchanged(() => handling.ShipAsync(StaffActions.Eve, parcel with { Seen = order.Version + 1 }));
        await Unchanged(() => handling.SettleAttentionAsync(StaffActions.Eve, order.Id, order.Version));
        Assert.IsType<FulfilmentResult.Done>(await handling.ShipAsync(StaffActions.Eve, parcel));
        await Unchanged(() => handling.ShipAsync(StaffActions.Eve, parcel));
        await Unchanged(() => handling.MarkDeliveredAsync(StaffActions.Eve, order.Id, order.Version));
        var shipped = await counter.Shop.LookAsync(order.Number);
        Assert.IsType<FulfilmentResult.Done>(await handling.MarkDeliveredAsync(StaffActions.Eve, order.Id, shipped.Version));
        await Unchanged(() => handling.MarkDeliveredAsync(StaffActions.Eve, order.Id, shipped.Version));

        order = await counter.PaidAsync();
        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(order));
        await Unchanged(() => counter.Shop.CancelAsync(order));

        async Task Unchanged(Func<Task<FulfilmentResult>> ask)
        {
            var before = await counter.Shop.LookAsync(order.Number);
            await ask();
            var after = await counter.Shop.LookAsync(order.Number);
            Assert.Equal((before.Version, before.History.Count), (after.Version, after.History.Count));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task While_the_provider_is_silent_no_open_form_is_closed_and_no_order_cancelled(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var open = (await counter.AtFormAsync()).Form;
        var seen = await counter.Shop.LookAsync(open.OrderNumber);
        counter.Shop.Turn(Switches.ApiDown, on: true);
        await Refused(counter.Shop.CancelAsync(seen), OrderRule.ProviderSilent);
        Assert.Equal(OrderStatus.Pending, (await counter.OrderAsync(open.OrderNumber)).Status);
        Assert.Equal(0, await counter.MailsAsync(":cancelled"));
        counter.Shop.Turn(Switches.ApiDown, on: false);
        Assert.Equal(FulfilmentDone.CancelledUnpaid, Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber))).What);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cancelled_order_gives_back_its_own_money_and_what_is_held_and_says_the_sum(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, open) = await counter.AtFormAsync();
        await counter.ForgetAsync(open);
        var second = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        counter.ChangeAmount(open, new Money(3899, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await counter.PayAsync(second);
        await counter.DeliverAsync();
        var order = await counter.Shop.LookAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Paid, new Money(3899, "EUR")), (order.PaymentStatus, order.Held));

        Assert.Equal(FulfilmentDone.Cancelled, Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(order)).What);
        // Pressed again, it is done; nothing goes back twice.
        Assert.Equal(FulfilmentDone.Cancelled, Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(order)).What);
        await counter.DeliverAsync();

        await using var db = counter.Shop.Db();
        Assert.Equal([3899, 3900], (await db.Set<Refund>().Select(r => r.Amount.Minor).ToListAsync()).Order());
        Assert.Contains("€77.99 will be refunded", (await db.OutboxMessages.SingleAsync(m => m.DedupKey.EndsWith(":cancelled"))).Text, StringComparison.Ordinal);
        order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Refunded, 3900L, null), (order.PaymentStatus, order.Refunded, order.Held));
        Assert.Equal(new Money(7799, "EUR"), order.History.Single(h => h.Kind == OrderEventKind.Cancelled).Amount);
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task Open_pages_of_the_buyer_hear_of_what_staff_did_and_not_of_what_they_were_refused()
    {
        await using var counter = new Counter();
        var order = await counter.PaidAsync();
        var heard = new List<CustomerId>();
        counter.Shop.Get<OrderStatusFeed>().Announced += heard.Add;
        await counter.Shop.ShipAsync(order, new() { [1] = 7 });
        Assert.Empty(heard);
        await counter.Shop.ShipAsync(order);
        Assert.Equal([order.CustomerId], heard);
    }

    private static async Task Refused(Task<FulfilmentResult> asked, OrderRule rule, int? count = null)
    {
        var why = Assert.IsType<FulfilmentResult.Refused>(await asked).Why;
        Assert.Equal((rule, count), (why.Rule, why.Count));
    }
}
