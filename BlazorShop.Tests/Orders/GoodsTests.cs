using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Orders;

/// <summary>What happens to an order's goods: what may leave the house, what stays, and what is forgotten of its buyer.</summary>
public sealed class GoodsTests
{
    private static readonly DateTime at = new(2026, 11, 28, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void What_is_paid_and_in_the_house_waits_to_be_shipped_until_all_of_it_has_gone()
    {
        Assert.Equal((false, OrderRule.UnpaidNotShipped), (Placed().WaitsToShip, Placed().WhyNotShip));
        var order = Paid();
        Assert.Equal((true, null), (order.WaitsToShip, order.WhyNotShip));
        Ship(order, (1, 2));
        Assert.Equal((true, FulfilmentStatus.PartiallyShipped, OrderStatus.Confirmed), (order.WaitsToShip, order.FulfilmentStatus, order.Status));
        Assert.Equal([0, 1], order.Lines.Select(order.Unshipped));
        Ship(order, (2, 1));
        Assert.Equal((false, OrderRule.AllShipped, FulfilmentStatus.Shipped, OrderStatus.Completed), (order.WaitsToShip, order.WhyNotShip, order.FulfilmentStatus, order.Status));
        Assert.True(order.MarkDelivered(Staff.Eve, at));
        Assert.Equal(OrderRule.AllShipped, order.WhyNotShip);
    }

    [Fact]
    public void Nothing_ships_that_a_bank_asks_back_that_was_refunded_or_cancelled()
    {
        var disputed = Paid();
        disputed.SetDisputed(isOpenOrLost: true, ended: false, EventDetails.None, "dispute:1", at);
        var refunded = Paid();
        refunded.SetRefunded(refunded.Total, OrderEventKind.Refunded, EventDetails.None, "refund:1", at);
        var cancelled = Paid();
        cancelled.Cancel(cancelled.Total, Staff.Eve, at);
        foreach (var (order, rule) in new[] { (disputed, OrderRule.DisputedNotShipped), (refunded, OrderRule.RefundedNotShipped), (cancelled, OrderRule.CancelledNotShipped) })
        {
            Assert.Equal((rule, false), (order.WhyNotShip, order.WaitsToShip));
            Assert.Equal(rule, Assert.Throws<OrderRuleException>(() => Ship(order, (1, 1))).Refusal.Rule);
            Assert.Empty(order.Shipments);
        }

        var partly = Paid();
        partly.SetRefunded(new Money(1, "EUR"), OrderEventKind.Refunded, EventDetails.None, "refund:1", at);
        Assert.Null(partly.WhyNotShip);
    }

    [Fact]
    public void A_shipment_says_what_is_in_it_who_carries_it_and_who_packed_it()
    {
        var order = Paid();
        var id = Guid.NewGuid();
        order.Ship(id, new Dictionary<int, int> { [2] = 1, [1] = 2 }, "DHL", "JD01", Staff.Eve, at);
        var shipment = Assert.Single(order.Shipments);
        Assert.Equal((id, order.Id, at, "DHL", "JD01", Staff.Eve), (shipment.Id, shipment.OrderId, shipment.ShippedAt, shipment.Carrier, shipment.Tracking, shipment.By));
        Assert.Equal([(1, 2), (2, 1)], shipment.Lines.Select(l => (l.Position, l.Quantity)));
        Assert.All(shipment.Lines, l => Assert.Equal(id, l.ShipmentId));
        var step = order.History[^1];
        Assert.Equal((OrderEventKind.Shipped, "DHL JD01: 2 × Kettle, 1 × Cup", Staff.Eve), (step.Kind, step.Text, step.By));
        Assert.Equal(OrderStatus.Completed, step.OrderStatus);

        order.Ship(id, new Dictionary<int, int> { [1] = 1 }, "UPS", "", Staff.Bob, at);
        Assert.Single(order.Shipments);
        var partly = Paid();
        partly.Ship(id, new Dictionary<int, int> { [1] = 1, [2] = 0 }, "DHL", "", Staff.Eve, at);
        Assert.Equal((OrderEventKind.PartlyShipped, "DHL: 1 × Kettle"), (partly.History[^1].Kind, partly.History[^1].Text));
        Assert.Single(partly.Shipments[0].Lines);
    }

    [Fact]
    public void No_shipment_has_nothing_in_it_or_more_than_is_left_or_what_was_never_bought()
    {
        var order = Paid();
        Ship(order, (1, 1));
        foreach (var ((position, quantity), rule) in new[] { ((1, 0), OrderRule.NothingPacked), ((7, 1), OrderRule.NoSuchLine), ((1, 2), OrderRule.TooManyPacked), ((1, -1), OrderRule.TooManyPacked) })
        {
            var refused = Assert.Throws<OrderRuleException>(() => Ship(order, (position, quantity))).Refusal;
            Assert.Equal(rule, refused.Rule);
            if (rule is OrderRule.TooManyPacked)
                Assert.Equal(("Kettle", 1), (refused.Text, refused.Count));
        }

        Assert.Single(order.Shipments);
        Ship(order, (1, 1));
        Assert.Equal(0, order.Unshipped(order.Lines[0]));
    }

    [Fact]
    public void Only_what_has_left_in_whole_can_have_arrived_and_it_arrives_once()
    {
        var order = Paid();
        Assert.Equal(OrderRule.NotAllShipped, Assert.Throws<OrderRuleException>(() => order.MarkDelivered(Staff.Eve, at)).Refusal.Rule);
        Ship(order, (1, 1));
        Assert.Equal(OrderRule.NotAllShipped, Assert.Throws<OrderRuleException>(() => order.MarkDelivered(Staff.Eve, at)).Refusal.Rule);
        Ship(order, (1, 1), (2, 1));
        Assert.True(order.MarkDelivered(Staff.Bob, at));
        Assert.Equal((FulfilmentStatus.Delivered, OrderEventKind.Delivered, Staff.Bob), (order.FulfilmentStatus, order.History[^1].Kind, order.History[^1].By));
        Assert.False(order.MarkDelivered(Staff.Eve, at));
    }

    [Fact]
    public void A_cancelled_order_says_what_goes_back_that_nothing_was_charged_or_neither()
    {
        foreach (var (order, back, anyReceived, code) in new[]
        {
            (Placed(), 0L, false, Order.NothingCharged), (Placed(), 0L, true, null), (Paid(), 0L, false, null), (Paid(), 4498L, true, null), (Placed(), 5L, true, null),
        })
        {
            Assert.True(order.Cancel(new Money(back, "EUR"), Staff.Eve, at, anyReceived));
            var step = order.History[^1];
            Assert.Equal((OrderStatus.Cancelled, OrderEventKind.Cancelled, Staff.Eve, code), (order.Status, step.Kind, step.By, step.Code));
            Assert.Equal(back > 0 ? new Money(back, "EUR") : null, step.Amount);
            Assert.Equal(OrderRule.AlreadyCancelled, order.WhyNotCancel);
            Assert.False(order.Cancel(new Money(back, "EUR"), Staff.Eve, at, anyReceived));
        }
    }

    [Fact]
    public void A_cancelled_order_forgets_why_its_payment_failed()
    {
        var order = Placed();
        order.MarkPaymentFailed("cs_1", DeclineReason.Declined, at);
        order.Cancel(Money.Zero("EUR"), Staff.Eve, at);
        Assert.Null(order.PaymentProblem);
    }

    [Fact]
    public void What_has_left_or_what_a_bank_decides_about_is_not_cancelled()
    {
        var partly = Paid();
        Ship(partly, (1, 1));
        var shipped = Paid();
        Ship(shipped, (1, 2), (2, 1));
        var processing = Placed();
        processing.MarkProcessing("cs_1", at);
        var disputed = Paid();
        disputed.SetDisputed(isOpenOrLost: true, ended: false, EventDetails.None, "dispute:1", at);
        foreach (var (order, rule) in new[]
        {
            (partly, OrderRule.PartlyShippedNotCancelled), (shipped, OrderRule.PartlyShippedNotCancelled), (processing, OrderRule.ProcessingNotCancelled), (disputed, OrderRule.DisputedNotCancelled),
        })
        {
            Assert.Equal(rule, order.WhyNotCancel);
            Assert.Equal(rule, Assert.Throws<OrderRuleException>(() => order.Cancel(Money.Zero("EUR"), Staff.Eve, at)).Refusal.Rule);
            Assert.NotEqual(OrderStatus.Cancelled, order.Status);
        }
    }

    [Fact]
    public void Of_a_buyer_to_whom_nothing_is_owed_the_order_keeps_what_the_law_asks_for()
    {
        var unpaid = Placed();
        unpaid.ShippingAddress = unpaid.ShippingAddress with { Phone = "+33612345678" };
        unpaid.Forget(at);
        Assert.Equal((at, ""), (unpaid.BuyerErasedAt, unpaid.Email));
        Assert.Equal(new Address { FullName = "Erased", Line1 = "Erased", City = "Erased", PostalCode = "-", Country = "FR" }, unpaid.ShippingAddress);

        var sent = Paid();
        sent.ShippingAddress = sent.ShippingAddress with { Phone = "+33612345678" };
        Ship(sent, (1, 2), (2, 1));
        sent.Forget(at);
        sent.Forget(at.AddDays(1));
        Assert.Equal((at, "", Make.Address()), (sent.BuyerErasedAt, sent.Email, sent.ShippingAddress));
    }

    [Fact]
    public void A_buyer_to_whom_something_is_owed_can_still_be_written_to()
    {
        var held = Placed();
        held.SetHeld([new Money(5, "EUR")]);
        var disputed = Paid();
        Ship(disputed, (1, 2), (2, 1));
        disputed.SetDisputed(isOpenOrLost: true, ended: false, EventDetails.None, "dispute:1", at);
        foreach (var order in new[] { Paid(), held, disputed })
        {
            order.ShippingAddress = order.ShippingAddress with { Phone = "+33612345678" };
            order.Forget(at);
            Assert.Equal((at, "ada@example.org", "+33612345678", "Paris"), (order.BuyerErasedAt, order.Email, order.ShippingAddress.Phone, order.ShippingAddress.City));
        }
    }

    private static Order Placed() => Make.Order(Make.Customer(), placedAt: at, lines: [("Kettle", 1999, 2), ("Cup", 500, 1)]);

    private static Order Paid()
    {
        var order = Placed();
        Assert.True(order.MarkPaid("cs_1", "pi_1", order.Total, "Visa ending in 4242", at));
        return order;
    }

    private static void Ship(Order order, params IEnumerable<(int Position, int Quantity)> items) =>
        order.Ship(Guid.NewGuid(), items.ToDictionary(i => i.Position, i => i.Quantity), "DHL", "JD01", Staff.Eve, at);
}
