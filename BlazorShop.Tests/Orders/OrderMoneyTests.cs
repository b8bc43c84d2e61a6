using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;
using static BlazorShop.Tests.Orders.SomeOrder;

namespace BlazorShop.Tests.Orders;

/// <summary>What refunds, disputes and money that is not its own make of an order.</summary>
public sealed class OrderMoneyTests
{
    private static readonly DateTime at = PlacedAt;

    [Fact]
    public void Money_that_is_set_aside_ends_the_wait_for_its_bank_and_nothing_else()
    {
        var order = Placed();
        order.MarkSetAside(new Money(5, "EUR"), Form, at);
        Assert.Single(order.History);
        order.MarkProcessing(Form, at);
        order.MarkSetAside(new Money(5, "EUR"), Form, at);
        Assert.Equal((PaymentStatus.Unpaid, OrderEventKind.PaymentSetAside, new Money(5, "EUR")), (order.PaymentStatus, order.History[^1].Kind, order.History[^1].Amount));
        Assert.Null(order.WhyNotCancel);
    }

    [Fact]
    public void What_is_refunded_is_what_the_books_say_and_decides_how_the_money_stands()
    {
        var order = Paid();
        foreach (var (minor, status) in new[] { (1L, PaymentStatus.PartiallyRefunded), (1998L, PaymentStatus.PartiallyRefunded), (1999L, PaymentStatus.Refunded), (0L, PaymentStatus.Paid) })
        {
            order.SetRefunded(new Money(minor, "EUR"), OrderEventKind.Refunded, new EventDetails { Amount = new Money(minor, "EUR") }, $"refund:{minor}", at, Staff.Eve);
            Assert.Equal((minor, status, status, Staff.Eve), (order.Refunded, order.PaymentStatus, order.History[^1].PaymentStatus, order.History[^1].By));
        }
    }

    [Fact]
    public void More_than_was_paid_less_than_nothing_and_another_currency_cannot_have_been_refunded()
    {
        var order = Paid();
        foreach (var amount in new[] { new Money(2000, "EUR"), new Money(-1, "EUR"), new Money(5, "USD") })
            Assert.Contains(order.Number, Assert.Throws<InvalidOperationException>(() => order.SetRefunded(amount, OrderEventKind.Refunded, EventDetails.None, "refund:1", at)).Message, StringComparison.Ordinal);
        Assert.Equal((0L, PaymentStatus.Paid), (order.Refunded, order.PaymentStatus));
    }

    [Fact]
    public void A_dispute_stands_over_refunds_and_its_end_lets_them_be_seen_again()
    {
        var order = Paid();
        order.SetRefunded(new Money(500, "EUR"), OrderEventKind.Refunded, EventDetails.None, "refund:1", at);
        order.SetDisputed(isOpenOrLost: true, ended: false, EventDetails.None, "dispute:1", at);
        Assert.Equal((true, PaymentStatus.Disputed, OrderEventKind.Disputed), (order.IsDisputed, order.PaymentStatus, order.History[^1].Kind));
        order.SetDisputed(isOpenOrLost: false, ended: true, EventDetails.None, "dispute:2", at);
        Assert.Equal((false, PaymentStatus.PartiallyRefunded, OrderEventKind.DisputeEnded), (order.IsDisputed, order.PaymentStatus, order.History[^1].Kind));
    }

    [Fact]
    public void Refunds_and_disputes_of_money_that_was_never_its_own_leave_an_order_unpaid()
    {
        var order = Placed();
        order.SetDisputed(isOpenOrLost: true, ended: false, EventDetails.None, "dispute:1", at);
        order.SetRefunded(new Money(500, "EUR"), OrderEventKind.Refunded, EventDetails.None, "refund:1", at);
        Assert.Equal(PaymentStatus.Unpaid, order.PaymentStatus);
    }

    [Fact]
    public void Of_held_money_in_several_currencies_the_orders_own_is_shown()
    {
        var order = Placed();
        order.SetHeld([new Money(7, "USD"), new Money(5, "EUR")]);
        Assert.Equal(new Money(5, "EUR"), order.Held);
        order.SetHeld([new Money(0, "EUR"), new Money(0, "CHF"), new Money(7, "USD")]);
        Assert.Equal(new Money(7, "USD"), order.Held);
        order.SetHeld([new Money(0, "USD")]);
        // The currency is kept: it says what was held last.
        Assert.Equal((null, 0L, "USD"), (order.Held, order.HeldMinor, order.HeldCurrency));
    }
}
