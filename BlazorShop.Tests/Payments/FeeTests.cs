using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Fulfilment;

namespace BlazorShop.Tests.Payments;

public sealed class FeeTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task What_the_provider_kept_is_on_the_payment_and_not_in_the_journal()
    {
        var open = await PayAsync();
        await counter.DeliverAsync();
        var payment = Assert.Single(await counter.PaymentsAsync());
        Assert.Equal((84L, "EUR", 3900L), (payment.Fee, payment.FeeCurrency, payment.Received));
        var money = await counter.Shop.Get<PaymentAdmin>().OfOrderAsync(StaffActions.Eve, (await counter.OrderAsync(open.OrderNumber)).Id, default);
        Assert.Equal((new Money(84, "EUR"), 3900L), (money.Fee, money.Books.Net));
        Assert.Equal(2, Assert.Single(money.Journal).Postings.Count);
        var run = await counter.Shop.Get<Reconciler>().RunAsync(null, default);
        Assert.Equal((1, 0), (run.Matched, run.Open));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_fee_that_is_known_later_is_written_down_later()
    {
        await PayAsync();
        string? later = null;
        counter.Shop.Get<SandboxStore>().Run(work =>
        {
            var charge = work.All(ChargeObject.Kind)[0];
            later = charge["balance_transaction"]!.GetValue<string>();
            charge["balance_transaction"] = null;
            work.Put(charge);
            return 0;
        });
        await counter.DeliverAsync();
        Assert.Null(Assert.Single(await counter.PaymentsAsync()).Fee);

        counter.Shop.Get<SandboxStore>().Run(work =>
        {
            var charge = work.All(ChargeObject.Kind)[0];
            charge["balance_transaction"] = later;
            work.Put(charge);
            return 0;
        });
        var run = await counter.Shop.Get<Reconciler>().RunAsync(null, default);

        Assert.Equal(84, Assert.Single(await counter.PaymentsAsync()).Fee);
        Assert.Equal((1, 0, 0), (run.Matched, run.Repaired, run.Open));
        await counter.AssertBooksAsync();
    }

    private async Task<BlazorShop.Checkout.CheckoutStart.Ready> PayAsync()
    {
        var open = (await counter.AtFormAsync()).Form;
        await counter.PayAsync(open);
        return open;
    }
}
