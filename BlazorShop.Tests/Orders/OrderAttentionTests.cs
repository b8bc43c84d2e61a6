using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Tests.Testing;
using static BlazorShop.Tests.Orders.SomeOrder;

namespace BlazorShop.Tests.Orders;

/// <summary>What staff are asked to do about an order, and when they are asked no more.</summary>
public sealed class OrderAttentionTests
{
    private static readonly DateTime at = PlacedAt;

    [Fact]
    public void Staff_are_asked_the_same_thing_once()
    {
        var order = Placed();
        order.AskAttention(AttentionKind.PaidTwice, at, "twice:1", new EventDetails { Amount = new Money(5, "EUR") });
        order.AskAttention(AttentionKind.PaidTwice, at, "twice:1");
        var asked = Assert.Single(order.OpenAttention);
        Assert.True(order.NeedsAttention);
        Assert.Equal((AttentionKind.PaidTwice, new Money(5, "EUR"), at), (asked.Attention, asked.Amount, asked.At));

        // Nor when it has been done.
        order.SettleAttention(Staff.Eve, at);
        order.AskAttention(AttentionKind.PaidTwice, at, "twice:1");
        Assert.Equal((false, 0), (order.NeedsAttention, order.OpenAttention.Count));
    }

    [Fact]
    public void What_settles_itself_is_asked_no_more_and_the_rest_stays_oldest_first()
    {
        var order = Placed();
        order.EndAttention(AttentionKind.CannotBook, AttentionEnd.Booked, at, "booked:0");
        Assert.Single(order.History);
        order.AskAttention(AttentionKind.CannotBook, at, "stuck:1");
        order.AskAttention(AttentionKind.Restored, at, "restored");
        order.AskAttention(AttentionKind.OtherAmount, at, "amount:1");
        order.EndAttention(AttentionKind.CannotBook, AttentionEnd.Booked, at, "booked:1");

        Assert.True(order.NeedsAttention);
        order.History.Reverse();
        Assert.Equal([AttentionKind.Restored, AttentionKind.OtherAmount], order.OpenAttention.Select(h => h.Attention));
        var ended = order.History.MaxBy(h => h.Sequence)!;
        Assert.Equal((OrderEventKind.AttentionEnded, nameof(AttentionEnd.Booked)), (ended.Kind, ended.Code));
        Assert.Equal(ended.Sequence, order.History.Single(h => h.Effect == "stuck:1").EndedBy);
        order.EndAttention(AttentionKind.Restored, AttentionEnd.Booked, at, "booked:2");
        order.EndAttention(AttentionKind.OtherAmount, AttentionEnd.Booked, at, "booked:3");
        Assert.False(order.NeedsAttention);
    }

    [Fact]
    public void Staff_who_are_done_settle_all_that_was_asked_as_often_as_it_is_asked()
    {
        var order = Placed();
        order.SettleAttention(Staff.Eve, at);
        Assert.Single(order.History);
        for (var time = 0; time < 2; time++)
        {
            order.AskAttention(AttentionKind.Restored, at, $"restored:{time}");
            order.AskAttention(AttentionKind.CannotBook, at, $"stuck:{time}");
            order.SettleAttention(Staff.Eve, at);
            Assert.Equal((OrderEventKind.AttentionDone, 2, Staff.Eve, false), (order.History[^1].Kind, order.History[^1].Count, order.History[^1].By, order.NeedsAttention));
        }

        Assert.Equal(2, order.History.Count(h => h.Kind is OrderEventKind.AttentionDone));
    }

    [Fact]
    public void While_money_is_held_staff_cannot_say_that_nothing_is_left_to_do()
    {
        var order = Placed();
        order.AskAttention(AttentionKind.OtherAmount, at, "amount:1");
        order.SetHeld([new Money(5, "EUR")]);
        Assert.False(order.CanSettleAttention);
        var refused = Assert.Throws<OrderRuleException>(() => order.SettleAttention(Staff.Eve, at)).Refusal;
        Assert.Equal((OrderRule.MoneyIsHeld, new Money(5, "EUR"), true), (refused.Rule, refused.Amount, order.NeedsAttention));
    }
}
