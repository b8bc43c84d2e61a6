using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Checkout;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Refunds;

public sealed class RefundAndDisputeTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await counter.AssertBooksAsync();
        await counter.DisposeAsync();
    }

    [Fact]
    public async Task A_refund_from_the_admin_is_booked_once_however_often_it_is_heard_of()
    {
        var order = await counter.PaidAsync();
        var requestId = Guid.NewGuid();

        var first = await RefundAsync(order, 1000, requestId);
        await RefundAsync(order, 1000, requestId);
        await counter.DeliverAsync();
        await counter.DeliverAsync();

        Assert.Equal(requestId, Assert.IsType<RefundStart.Begun>(first).Refund.Id);
        var now = await counter.OrderAsync(order.Number);
        Assert.Equal((PaymentStatus.PartiallyRefunded, 1000L), (now.PaymentStatus, now.Refunded));
        await using var db = counter.Shop.Db();
        Assert.Single(await db.Set<Refund>().ToListAsync());
        Assert.Equal(new OrderBooks(3900, 1000, 0, 0), await Ledger.OfAsync(db, order.Id, default));
        Assert.Equal(1, await counter.MailsAsync("refund:"));
    }

    [Fact]
    public async Task Two_refunds_of_part_make_a_whole_and_a_third_is_too_much()
    {
        var order = await counter.PaidAsync();
        await RefundAsync(order, 1000);
        await RefundAsync(order, 2900);
        await counter.DeliverAsync();

        Assert.Equal(PaymentStatus.Refunded, (await counter.OrderAsync(order.Number)).PaymentStatus);
        var tooMuch = Assert.IsType<RefundStart.TooMuch>(await RefundAsync(order, 1));
        Assert.Equal(0, tooMuch.Left.Minor);
    }

    [Fact]
    public async Task Ten_refunds_of_everything_at_once_give_it_back_once()
    {
        var order = await counter.PaidAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => RefundAsync(order, 3900))));
        await counter.DeliverAsync();
        var now = await counter.OrderAsync(order.Number);
        Assert.Equal((PaymentStatus.Refunded, 3900L), (now.PaymentStatus, now.Refunded));
    }

    [Fact]
    public async Task A_refund_at_the_provider_arrives_by_its_event()
    {
        var order = await counter.PaidAsync();
        Panel.Perform("refund", order.PaymentSession!, "12.00");
        await counter.DeliverAsync();
        var now = await counter.OrderAsync(order.Number);
        Assert.Equal((PaymentStatus.PartiallyRefunded, 1200L), (now.PaymentStatus, now.Refunded));
    }

    [Fact]
    public async Task A_refund_that_fails_later_is_taken_back_from_the_books()
    {
        var order = await counter.PaidAsync("4000000000005126");
        await RefundAsync(order, 3900);
        await counter.DeliverAsync();
        Assert.Equal(3900, (await counter.OrderAsync(order.Number)).Refunded);

        counter.Clock.Advance(TimeSpan.FromMinutes(2));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();
        await counter.DeliverAsync();

        var now = await counter.OrderAsync(order.Number);
        Assert.Equal((PaymentStatus.Paid, 0L), (now.PaymentStatus, now.Refunded));
        Assert.True(now.NeedsAttention);
    }

    [Fact]
    public async Task A_lost_dispute_costs_the_money_and_a_won_one_gives_it_back()
    {
        var order = await counter.PaidAsync();
        Panel.Perform("dispute", order.PaymentSession!);
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Disputed, (await counter.OrderAsync(order.Number)).PaymentStatus);
        await using var db = counter.Shop.Db();
        Assert.Equal(0, (await Ledger.OfAsync(db, order.Id, default)).Net);
        var dispute = await db.Set<Dispute>().SingleAsync();
        Assert.True(dispute is { FundsWithdrawn: true, DueBy: not null });

        Panel.Perform("win-dispute", dispute.Reference);
        await counter.DeliverAsync();

        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(order.Number)).PaymentStatus);
        Assert.Equal(3900, (await Ledger.OfAsync(db, order.Id, default)).Net);
    }

    [Fact]
    public async Task A_refund_heard_of_before_the_payment_waits_for_nothing()
    {
        var open = await OpenAsync();
        await counter.PayAsync(open);
        Panel.Perform("refund", open.Session.Reference, "39.00");
        string refund;
        refund = counter.Shop.Get<SandboxStore>().Run(work => work.All("refund").Single()["id"]!.GetValue<string>());

        // Only the refund's event arrives.
        await counter.Shop.Get<RefundService>().SyncAsync(refund, default);

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Refunded, 3900L), (order.PaymentStatus, order.Refunded));
        await counter.DeliverAsync();
        Assert.Equal(3900, (await counter.OrderAsync(open.OrderNumber)).Refunded);
    }

    [Fact]
    public async Task A_payment_that_comes_after_its_goods_were_sold_goes_back_with_a_reason()
    {
        var kettle = await counter.ProductAsync("Last kettle", 3900, stock: 1);
        var (late, quick) = (await counter.BuyerAsync(), await counter.BuyerAsync());
        await counter.AddAsync(late, kettle);
        var open = await counter.OpenAsync(late);
        // The first buyer's goods were given back although the money still came: somebody's mistake, which must not cost anybody.
        await using (var db = counter.Shop.Db())
            await counter.Shop.Get<BlazorShop.Catalog.StockService>().ReleaseAsync(db, (await counter.PaymentsAsync())[0].Id, default);
        await counter.AddAsync(quick, kettle);
        var other = await counter.OpenAsync(quick);
        await counter.PayAsync(other);
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        await counter.Shop.Get<RefundService>().SendDueAsync(default);
        await counter.DeliverAsync();

        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Refunded, 3900L), (order.PaymentStatus, order.Refunded));
        Assert.Contains(order.History, h => OrderWords.Details(h).Contains("sold out", StringComparison.Ordinal));
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(other.OrderNumber)).PaymentStatus);
        Assert.Equal(0, (await counter.StockAsync(kettle)).OnHand);
    }

    private PanelActions Panel => counter.Shop.Get<PanelActions>();

    private async Task<CheckoutStart.Ready> OpenAsync()
    {
        return (await counter.AtFormAsync()).Form;
    }

    private Task<RefundStart> RefundAsync(Order order, long minor, Guid? requestId = null) => counter.Shop.Get<RefundService>()
        .RequestAsync(order.Id, new Money(minor, "EUR"), "Arrived broken", "staff@shop.example", requestId ?? Guid.NewGuid(), default);
}
