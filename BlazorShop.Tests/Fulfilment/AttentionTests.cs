using BlazorShop.Admin.Payments;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments.Recurring;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Payments;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Fulfilment;

/// <summary>Staff say that what was asked of them for an order is done, and the order remembers who said so.</summary>
public sealed class AttentionTests
{
    private const string Asked = "Restored from the payment provider's records after a loss of data: check whether it has shipped.";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_task_of_the_staff_that_is_done_is_asked_no_more_and_the_history_says_who_did_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var number = (await counter.PaidAsync()).Number;
        // As one that was restored, which tells its buyer nothing.
        await using (var db = counter.Shop.Db())
            await db.OutboxMessages.Where(m => m.DedupKey == $"order:{number}:confirmed").ExecuteDeleteAsync();
        await AskAsync(counter, number, Asked);
        var order = await counter.OrderAsync(number);
        Assert.Equal(Asked, Staff.AsksOf(order));

        var handling = counter.Shop.Get<IFulfilment>();
        Assert.IsType<FulfilmentResult.Done>(await handling.SettleAttentionAsync(await counter.Shop.StaffAsync(Staff.Bob), order.Id, order.Version));
        var settled = await counter.OrderAsync(number);
        Assert.False(settled.NeedsAttention);
        var last = settled.History[^1];
        Assert.Equal((OrderEventKind.AttentionDone, Asked, Staff.Bob), (last.Kind, OrderWords.Details(last, settled), last.By));
        Assert.Equal((order.Status, order.PaymentStatus, order.FulfilmentStatus), (settled.Status, settled.PaymentStatus, settled.FulfilmentStatus));
        await counter.AssertBooksAsync();

        // Pressed again by a colleague it is done already; asked again it is done again.
        Assert.IsType<FulfilmentResult.Done>(await handling.SettleAttentionAsync(StaffActions.Eve, order.Id, order.Version));
        Assert.Equal(settled.History.Count, (await counter.OrderAsync(number)).History.Count);
        await AskAsync(counter, number, "Call the buyer.");
        Assert.IsType<FulfilmentResult.Done>(await handling.SettleAttentionAsync(StaffActions.Eve, order.Id, (await counter.OrderAsync(number)).Version));
        var again = await counter.OrderAsync(number);
        Assert.Equal(("Call the buyer.", Staff.Eve), (OrderWords.Details(again.History[^1], again), again.History[^1].By));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_task_that_came_after_the_page_was_opened_is_not_done_with_the_others(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var number = (await counter.PaidAsync()).Number;
        await AskAsync(counter, number, Asked);
        var seen = await counter.OrderAsync(number);
        await AskAsync(counter, number, "Call the buyer.");
        var version = (await counter.Shop.LookAsync(number)).Version;

        Assert.IsType<FulfilmentResult.Stale>(await counter.Shop.Get<IFulfilment>().SettleAttentionAsync(StaffActions.Eve, seen.Id, seen.Version));
        Assert.Equal(version, (await counter.Shop.LookAsync(number)).Version);
        Assert.Equal(Asked + " Call the buyer.", Staff.AsksOf(await counter.OrderAsync(number)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_that_is_set_aside_stays_a_task_of_the_staff(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var open = (await counter.AtFormAsync()).Form;
        counter.ChangeAmount(open, new Money(3899, "EUR"));
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal(3899, order.Held?.Minor);

        var handling = counter.Shop.Get<IFulfilment>();
        var refused = Assert.IsType<FulfilmentResult.Refused>(await handling.SettleAttentionAsync(StaffActions.Eve, order.Id, order.Version));
        Assert.Contains("€38.99 is set aside", OrderWords.Refusal(refused.Why), StringComparison.Ordinal);
        Assert.Equal(Staff.AsksOf(order), Staff.AsksOf(await counter.OrderAsync(order.Number)));
        await counter.AssertBooksAsync();

        var held = Assert.Single(await counter.PaymentsAsync());
        await counter.Shop.Get<PaymentActions>().RefundAsync(StaffActions.Eve, held.Id, new Money(3899, "EUR"), "", Guid.CreateVersion7(), SubscriptionAfterwards.GoesOn);
        await counter.DeliverAsync();
        order = await counter.OrderAsync(order.Number);
        Assert.Null(order.Held);
        Assert.IsType<FulfilmentResult.Done>(await handling.SettleAttentionAsync(StaffActions.Eve, order.Id, order.Version));
        Assert.Null((await counter.OrderAsync(order.Number)).NeedsAttention ? "asked" : null);
        await counter.AssertBooksAsync();
    }

    private static async Task AskAsync(Counter counter, string number, string why)
    {
        await using var db = counter.Shop.Db();
        var order = await db.Orders.Include(o => o.History).SingleAsync(o => o.Number == number);
        order.AskAttention(AttentionKind.Note, counter.Clock.GetUtcNow().UtcDateTime, "test:" + why, new EventDetails { Text = why });
        order.Version++;
        await db.SaveChangesAsync();
    }
}
