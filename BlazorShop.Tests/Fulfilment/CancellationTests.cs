using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Checkout;
using BlazorShop.Tests.Checkout;
using Microsoft.EntityFrameworkCore;
using Money = BlazorShop.Common.Money;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Fulfilment;

public sealed class CancellationTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task An_open_form_is_closed_before_the_order_is_cancelled()
    {
        var (buyer, kettle, open) = await OpenAsync();
        var result = await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber), "We cannot deliver there.");

        Assert.Equal(FulfilmentDone.CancelledUnpaid, Assert.IsType<FulfilmentResult.Done>(result).What);
        var order = await counter.Shop.LookAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Unpaid), (order.Status, order.PaymentStatus));
        Assert.Equal((OrderEventKind.Cancelled, "eve@shop.example"), (order.History[^1].Kind, order.History[^1].By));
        Assert.IsNotType<CheckoutOutcome.Complete>(await counter.PayAsync(open));
        Assert.Equal((5, 0), await StockAsync(kettle));
        Assert.Equal(1, await counter.MailsAsync(":cancelled"));
        Assert.IsNotType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        await counter.DeliverAsync();
        await counter.AssertBooksAsync();
        await using var db = counter.Shop.Db();
        var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey.EndsWith(":cancelled"));
        Assert.Contains("We cannot deliver there.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was charged for it, and nothing will be.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_for_which_nobody_typed_a_reason_says_none()
    {
        var (_, _, open) = await OpenAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();

        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber), "  "));

        await using var db = counter.Shop.Db();
        var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey.EndsWith(":cancelled"));
        Assert.StartsWith("Your order is cancelled\n\n€39.98 will be refunded", mail.Text, StringComparison.Ordinal);
        Assert.Equal("", (await db.Set<BlazorShop.Payments.Refunds.Refund>().SingleAsync()).Reason);
    }

    [Fact]
    public async Task A_cancelled_order_that_was_paid_gives_back_money_and_goods()
    {
        var (_, kettle, open) = await OpenAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        Assert.Equal((3, 0), await StockAsync(kettle));

        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber), "It fell off the shelf."));

        await counter.DeliverAsync();
        var order = await counter.Shop.LookAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 3998L), (order.Status, order.PaymentStatus, order.Refunded));
        Assert.Equal((5, 0), await StockAsync(kettle));
        await using var db = counter.Shop.Db();
        var mail = await db.OutboxMessages.SingleAsync(m => m.DedupKey.EndsWith(":cancelled"));
        Assert.Contains("It fell off the shelf.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("€39.98 will be refunded", mail.Text, StringComparison.Ordinal);
        Assert.Contains(order.History, h => h is { Kind: OrderEventKind.Refunded, By: "eve@shop.example" });
        // One email for one fact: the refund was told with the cancellation.
        Assert.Equal(0, await counter.MailsAsync("refund:"));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_cancellation_refunds_only_what_was_not_refunded_before()
    {
        var (_, _, open) = await OpenAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        await counter.Shop.Get<RefundService>().RequestAsync(order.Id, new Money(1000, "EUR"), "A scratch.", "eve@shop.example", Guid.CreateVersion7(), default);
        await counter.DeliverAsync();

        Assert.IsType<FulfilmentResult.Done>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber)));

        Assert.Equal([1000L, 2998L], (await counter.RefundsAsync()).Select(r => r.Amount.Minor).Order());
        Assert.Equal(3998, (await counter.OrderAsync(open.OrderNumber)).Refunded);
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task An_order_that_several_cancel_at_once_is_cancelled_once()
    {
        var (_, kettle, open) = await OpenAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        var seen = await counter.Shop.LookAsync(open.OrderNumber);

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => counter.Shop.CancelAsync(seen, by: i % 2 == 0 ? StaffActions.Eve : StaffActions.Bob))));

        Assert.All(all, a => Assert.IsType<FulfilmentResult.Done>(a));
        await counter.DeliverAsync();
        Assert.Equal(3998, Assert.Single(await counter.RefundsAsync()).Amount.Minor);
        Assert.Equal((5, 0), await StockAsync(kettle));
        Assert.Equal(1, await counter.MailsAsync(":cancelled"));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task An_order_paid_at_the_last_moment_is_not_cancelled()
    {
        var (_, kettle, open) = await OpenAsync();
        var seen = await counter.Shop.LookAsync(open.OrderNumber);
        await counter.PayAsync(open);

        Assert.Equal(OrderRule.PaidMeanwhile, Assert.IsType<FulfilmentResult.Refused>(await counter.Shop.CancelAsync(seen)).Why.Rule);

        var order = await counter.Shop.LookAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid), (order.Status, order.PaymentStatus));
        Assert.Equal((3, 0), await StockAsync(kettle));
        Assert.IsType<FulfilmentResult.Stale>(await counter.Shop.CancelAsync(seen));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task While_the_bank_works_an_order_is_not_cancelled()
    {
        var (_, _, open) = await OpenAsync();
        await counter.DebitAsync(open);
        await counter.DeliverAsync();
        Assert.Equal(OrderRule.ProcessingNotCancelled, Assert.IsType<FulfilmentResult.Refused>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber))).Why.Rule);
    }

    [Fact]
    public async Task An_order_that_has_shipped_is_not_cancelled()
    {
        var (_, _, open) = await OpenAsync();
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await counter.Shop.ShipAsync(await counter.Shop.LookAsync(open.OrderNumber), new() { [1] = 1 });
        Assert.Equal(OrderRule.PartlyShippedNotCancelled, Assert.IsType<FulfilmentResult.Refused>(await counter.Shop.CancelAsync(await counter.Shop.LookAsync(open.OrderNumber))).Why.Rule);
    }

    [Fact]
    public async Task Money_that_comes_after_the_cancellation_goes_back_and_says_why()
    {
        var (_, kettle, open) = await OpenAsync();
        await using (var db = counter.Shop.Db())
        {
            // The provider's form stays open, as if its closing had gone wrong there.
            var cancelled = await db.Orders.Include(o => o.History).Include(o => o.Shipments).SingleAsync();
            Assert.True(cancelled.Cancel(Money.Zero("EUR"), "eve@shop.example", counter.Clock.GetUtcNow().UtcDateTime));
            await db.SaveChangesAsync();
        }

        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        var order = await counter.Shop.LookAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Unpaid), (order.Status, order.PaymentStatus));
        Assert.Contains(order.History, h => h.Kind == OrderEventKind.PaidAfterCancellation);
        Assert.Equal((5, 0), await StockAsync(kettle));
        Assert.Equal(RefundState.Succeeded, Assert.Single(await counter.RefundsAsync()).State);
        await using var look = counter.Shop.Db();
        Assert.Contains("had been cancelled before your payment arrived", (await look.OutboxMessages.SingleAsync(m => m.DedupKey.StartsWith("refund:"))).Text, StringComparison.Ordinal);
        Assert.Equal(0, await counter.MailsAsync(":confirmed"));
        await counter.AssertBooksAsync();
    }

    private async Task<(Buyer Buyer, VariantId Kettle, CheckoutStart.Ready Open)> OpenAsync()
    {
        return await counter.AtFormAsync(price: 1999, quantity: 2);
    }

    private async Task<(int OnHand, int Reserved)> StockAsync(VariantId variant) =>
        await counter.StockAsync(variant) is var item ? (item.OnHand, item.Reserved) : default;
}
