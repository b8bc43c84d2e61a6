using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.PaymentsSandbox;
using BlazorShop.PaymentsSandbox.Checkout;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>Whatever went wrong with a payment, its buyer comes back to a working form for the same order.</summary>
public sealed class PayAgainTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task After_a_decline_the_same_payment_form_is_there_to_try_again()
    {
        var (buyer, kettle, open) = await OpenAsync();
        Assert.IsType<CheckoutOutcome.Declined>(await counter.PayAsync(open, "4000000000000002"));
        await counter.DeliverAsync();
        Assert.True((await counter.OrderAsync(open.OrderNumber)).AwaitsPayment);

        var again = await AgainAsync(buyer, open);
        Assert.Equal(open.Session.Reference, again.Session.Reference);
        await PaidAsync(again, kettle);
        Assert.Equal(0, await counter.MailsAsync("unpaid"));
    }

    [Fact]
    public async Task After_a_decline_and_half_an_hour_a_new_form_takes_the_place_of_the_old_one()
    {
        var (buyer, kettle, open) = await OpenAsync();
        await counter.PayAsync(open, "4000000000000002");
        counter.Clock.Advance(FormTimes.Freshness);
        var again = await AgainAsync(buyer, open);
        Assert.NotEqual(open.Session.Reference, again.Session.Reference);
        Assert.IsType<CheckoutOutcome.Closed>(await counter.PayAsync(open));
        await PaidAsync(again, kettle);
        // The shop closed the old form itself: no news to the buyer.
        Assert.Equal(0, await counter.MailsAsync("unpaid"));
    }

    [Fact]
    public async Task A_debit_that_fails_days_later_is_said_by_email_with_the_way_back()
    {
        var (buyer, kettle, open) = await OpenAsync();
        await counter.DebitAsync(open, "000111111116");
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Processing, (await counter.OrderAsync(open.OrderNumber)).PaymentStatus);
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);
        Assert.Equal(1, await counter.MailsAsync("processing"));
        Assert.IsType<CheckoutStart.AlreadyPaid>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));

        counter.Clock.Advance(TimeSpan.FromDays(4));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal(PaymentStatus.Failed, order.PaymentStatus);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        Assert.Contains($"http://localhost/checkout?order={order.Number}", await MailAsync("failed"), StringComparison.Ordinal);

        await PaidAsync(await AgainAsync(buyer, open), kettle);
    }

    [Fact]
    public async Task A_form_that_was_left_until_it_expired_is_said_by_one_email_with_the_way_back()
    {
        var (buyer, kettle, open) = await OpenAsync();
        await LeaveAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Expired, PaymentStatus.Unpaid), (order.Status, order.PaymentStatus));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        var mail = await MailAsync("unpaid");
        Assert.Contains("nothing was charged", mail, StringComparison.Ordinal);
        Assert.Contains($"http://localhost/checkout?order={order.Number}", mail, StringComparison.Ordinal);

        // Left once more: the buyer knows by now.
        await AgainAsync(buyer, open);
        await LeaveAsync();
        Assert.Equal(1, await counter.MailsAsync("unpaid"));

        await PaidAsync(await AgainAsync(buyer, open), kettle);
    }

    [Fact]
    public async Task A_form_whose_cart_changed_is_closed_without_a_word()
    {
        var (buyer, kettle, open) = await OpenAsync();
        await counter.AddAsync(buyer, kettle);
        await counter.Shop.RunOnceAsync<ReservationWorker>();
        Assert.Equal(OrderStatus.Expired, (await counter.OrderAsync(open.OrderNumber)).Status);
        Assert.Equal(0, await counter.MailsAsync("unpaid"));
    }

    [Fact]
    public async Task Prices_are_kept_while_the_goods_are_set_aside()
    {
        var (buyer, kettle, open) = await OpenAsync();
        await PriceAsync(kettle, 4200);
        counter.Clock.Advance(FormTimes.Freshness + TimeSpan.FromMinutes(5));
        var again = await AgainAsync(buyer, open);
        Assert.Equal(3900, again.Total.Minor);
        await PaidAsync(again, kettle);
    }

    [Theory]
    [InlineData(4200, "Kettle cost €39.00 when you ordered it. It now costs €42.00.")]
    [InlineData(3500, "Kettle cost €39.00 when you ordered it. It now costs €35.00.")]
    public async Task A_price_that_changed_after_the_form_expired_is_explained_and_the_goods_can_be_ordered_again(long price, string words)
    {
        var (buyer, kettle, open) = await OpenAsync();
        await LeaveAsync();
        await PriceAsync(kettle, price);
        var changed = Assert.IsType<CheckoutStart.OfferChanged>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        Assert.Equal((open.OrderNumber, words), (changed.OrderNumber, CheckoutWords.Of(Assert.Single(changed.Changes))));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
        Assert.Single(await counter.PaymentsAsync());

        // The goods are in the cart still; asking for them twice adds none.
        for (var click = 0; click < 2; click++)
            Assert.Empty((await counter.Checkout.ReorderAsync(buyer.Customer, open.OrderNumber, default))!.Left);
        Assert.Equal(1, (await counter.CartAsync(buyer)).Count);
        Assert.Equal(price, (await counter.OpenAsync(buyer)).Total.Minor);

        await PriceAsync(kettle, 3900);
        Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
    }

    [Fact]
    public async Task Paying_again_for_what_is_no_longer_sold_or_no_longer_there_says_so()
    {
        var (buyer, kettle, open) = await OpenAsync();
        await LeaveAsync();
        await using (var db = counter.Shop.Db())
            await db.Products.ExecuteUpdateAsync(s => s.SetProperty(p => p.IsPublished, false));
        Assert.Equal("Kettle is no longer sold.", CheckoutWords.Of(Assert.Single(Assert.IsType<CheckoutStart.OfferChanged>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)).Changes)));

        await using (var db = counter.Shop.Db())
        {
            await db.Products.ExecuteUpdateAsync(s => s.SetProperty(p => p.IsPublished, true));
            await db.StockItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, 0));
        }

        Assert.Equal(
            "We no longer have enough of Kettle for this order.",
            CheckoutWords.Of(Assert.Single(Assert.IsType<CheckoutStart.CartChanged>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default)).Problems)));
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);
    }

    [Fact]
    public async Task Somebody_elses_order_is_neither_paid_nor_ordered_again()
    {
        var (_, _, open) = await OpenAsync();
        var eve = await counter.BuyerAsync();
        Assert.IsType<CheckoutStart.NotFound>(await counter.Checkout.PayAgainAsync(eve, open.OrderNumber, default));
        Assert.Null(await counter.Checkout.ReorderAsync(eve.Customer, open.OrderNumber, default));
    }

    [Fact]
    public async Task Two_tabs_cannot_pay_twice()
    {
        var (buyer, kettle, open) = await OpenAsync();
        await LeaveAsync();
        var tabs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default))));
        var forms = tabs.Select(t => Assert.IsType<CheckoutStart.Ready>(t)).ToList();
        Assert.Single(forms.Select(f => f.Session.Reference).Distinct());
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);

        // A tab that stays open while another one gets a newer form, and pays there, can pay no more.
        counter.Clock.Advance(FormTimes.Freshness);
        var newer = await AgainAsync(buyer, open);
        var paid = await Task.WhenAll(Task.Run(() => counter.PayAsync(forms[0])), Task.Run(() => counter.PayAsync(newer)), Task.Run(() => counter.PayAsync(newer)));
        Assert.Single(paid.OfType<CheckoutOutcome.Complete>());
        await counter.DeliverAsync();
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((PaymentStatus.Paid, 0L), (order.PaymentStatus, order.Refunded));
        Assert.IsType<CheckoutStart.AlreadyPaid>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        Assert.Equal(4, (await counter.StockAsync(kettle)).OnHand);
        await counter.AssertBooksAsync();
    }

    private async Task<(Buyer Buyer, VariantId Kettle, CheckoutStart.Ready Open)> OpenAsync()
    {
        return await counter.AtFormAsync();
    }

    /// <summary>Nobody comes back before the form ends, and the provider says so.</summary>
    private async Task LeaveAsync()
    {
        counter.Clock.Advance(FormTimes.Lifetime + TimeSpan.FromMinutes(1));
        await counter.Shop.Get<SandboxClockwork>().RunOnceAsync();
        await counter.DeliverAsync();
    }

    private async Task<CheckoutStart.Ready> AgainAsync(Buyer buyer, CheckoutStart.Ready open)
    {
        var again = Assert.IsType<CheckoutStart.Ready>(await counter.Checkout.PayAgainAsync(buyer, open.OrderNumber, default));
        Assert.Equal(open.OrderNumber, again.OrderNumber);
        return again;
    }

    private async Task PaidAsync(CheckoutStart.Ready form, VariantId kettle)
    {
        Assert.IsType<CheckoutOutcome.Complete>(await counter.PayAsync(form));
        await counter.DeliverAsync();
        Assert.Equal(PaymentStatus.Paid, (await counter.OrderAsync(form.OrderNumber)).PaymentStatus);
        Assert.Equal((4, 0), ((await counter.StockAsync(kettle)).OnHand, (await counter.StockAsync(kettle)).Reserved));
        await counter.AssertBooksAsync();
    }

    private async Task PriceAsync(VariantId kettle, long minor)
    {
        await using var db = counter.Shop.Db();
        var variant = await db.Variants.SingleAsync(v => v.Id == kettle);
        variant.Price = variant.Price with { Minor = minor };
        await db.SaveChangesAsync();
    }

    private async Task<string> MailAsync(string kind)
    {
        await using var db = counter.Shop.Db();
        return (await db.OutboxMessages.SingleAsync(m => m.DedupKey.Contains(kind))).Text;
    }
}
