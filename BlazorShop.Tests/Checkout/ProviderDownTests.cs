using System.Net;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>The provider is down, slow, too busy, or its answers get lost: the buyer is told, and nothing half-done remains.</summary>
public sealed class ProviderDownTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Theory]
    [InlineData(Switches.ApiDown)]
    [InlineData(Switches.RateLimited)]
    [InlineData(Switches.LoseAnswers)]
    public async Task The_buyer_is_told_what_to_do_and_the_next_click_goes_on_with_the_same_order(string trouble)
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);

        counter.Shop.Turn(trouble, on: true);
        for (var click = 0; click < 3; click++)
        {
            var sorry = Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
            Assert.Contains("Nothing was charged, and we've kept your cart. Please try again", CheckoutWords.Of(sorry.Why), StringComparison.Ordinal);
        }

        Assert.Equal(PaymentState.Creating, Assert.Single(await counter.PaymentsAsync()).State);
        Assert.Equal(1, (await counter.StockAsync(kettle)).Reserved);

        counter.Shop.Turn(trouble, on: false);
        await BooksBalanceAfterPayingAsync(buyer, kettle);
        Assert.Single(Known(CustomerObject.Kind));
    }

    [Theory]
    [InlineData(Switches.ApiDown)]
    [InlineData(Switches.LoseAnswers)]
    public async Task Reconciliation_finishes_what_the_buyer_began(string trouble)
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(trouble, on: true);
        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        counter.Clock.Advance(TimeSpan.FromSeconds(31));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.Equal(PaymentState.Creating, Assert.Single(await counter.PaymentsAsync()).State);

        counter.Shop.Turn(trouble, on: false);
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();
        Assert.Equal(PaymentState.Open, Assert.Single(await counter.PaymentsAsync()).State);
        await BooksBalanceAfterPayingAsync(buyer, kettle);
    }

    [Fact]
    public async Task A_session_whose_answers_were_lost_is_the_one_that_is_found_again()
    {
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, await counter.ProductAsync("Kettle", 3900, stock: 5));
        counter.Shop.Turn(Switches.ApiDown, on: true);
        await counter.StartAsync(buyer);
        counter.Shop.Turn(Switches.ApiDown, on: false);
        var payment = Assert.Single(await counter.PaymentsAsync());
        var gateway = counter.Shop.Get<IPaymentGateway>();
        var request = PaymentRequest.FromJson(payment.Request);
        await using var db = counter.Shop.Db();
        var customer = await gateway.CreateCustomerAsync(payment.CustomerId, request.Email, (await db.PaymentCustomers.SingleAsync()).IdempotencyKey, default);

        counter.Shop.Turn(Switches.LoseAnswers, on: true);
        var lost = await Assert.ThrowsAsync<PaymentGatewayException>(() => gateway.CreateSessionAsync(request, customer, payment.IdempotencyKey, default));
        Assert.Equal(GatewayProblem.Unavailable, lost.Problem);
        var made = Assert.Single(Known(SessionObject.Kind));

        counter.Shop.Turn(Switches.LoseAnswers, on: false);
        Assert.Equal(made, (await counter.OpenAsync(buyer)).Session.Reference);
        Assert.Single(Known(SessionObject.Kind));
    }

    [Fact]
    public async Task An_error_that_the_provider_remembers_under_the_key_does_not_keep_the_buyer_from_the_next_click()
    {
        var (buyer, kettle, open) = await counter.AtFormAsync();
        // As if Stripe had failed while it made the form: it has none, and says so again to whoever comes with the same key.
        counter.Shop.Get<SandboxStore>().Run(work =>
        {
            work.Command("DELETE FROM objects WHERE id = $id", ("$id", open.Session.Reference)).ExecuteNonQuery();
            return work.Command("UPDATE answers SET status = 500, body = '{\"error\":{\"type\":\"api_error\",\"message\":\"Oops\"}}' WHERE key LIKE 'order-%'").ExecuteNonQuery();
        });
        await using (var db = counter.Shop.Db())
        {
            await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PaymentState.Creating).SetProperty(p => p.SessionReference, (string?)null));
        }

        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        Assert.Equal(PaymentState.Abandoned, Assert.Single(await counter.PaymentsAsync()).State);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);

        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();
        Assert.Equal(PaymentState.Paid, (await counter.PaymentsAsync())[1].State);
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_form_that_was_made_although_its_answers_were_lost_for_long_is_shown_and_not_made_again()
    {
        var (buyer, _, open) = await counter.AtFormAsync();
        counter.Shop.Get<SandboxStore>().Run(work =>
            work.Command("UPDATE answers SET status = 500, body = '{\"error\":{\"type\":\"api_error\",\"message\":\"Oops\"}}' WHERE key LIKE 'order-%'").ExecuteNonQuery());
        await using (var db = counter.Shop.Db())
        {
            await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PaymentState.Creating).SetProperty(p => p.SessionReference, (string?)null));
        }

        counter.Clock.Advance(TimeSpan.FromMinutes(6));
        var found = await counter.OpenAsync(buyer);
        Assert.Equal((open.Session.Reference, open.Session.ClientSecret), (found.Session.Reference, found.Session.ClientSecret));
        Assert.Single(await counter.PaymentsAsync());
    }

    [Fact]
    public async Task After_half_an_hour_without_the_provider_the_next_click_works()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(Switches.ApiDown, on: true);
        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        counter.Shop.Turn(Switches.ApiDown, on: false);
        // The form that was asked for would no longer be open for as long as the provider wants.
        counter.Clock.Advance(TimeSpan.FromMinutes(40));
        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();
        Assert.Equal([PaymentState.Abandoned, PaymentState.Paid], (await counter.PaymentsAsync()).Select(p => p.State));
        var stock = await counter.StockAsync(kettle);
        Assert.Equal((4, 0), (stock.OnHand, stock.Reserved));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_provider_that_takes_five_seconds_for_each_answer_still_sells()
    {
        var kettle = await counter.ProductAsync("Kettle", 3900, stock: 5);
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(Switches.Slow, on: true);
        var start = Task.Run(() => counter.StartAsync(buyer));
        while (!start.IsCompleted)
        {
            // How long is StripePatienceTests' business; here the clock only has to go on.
            await Task.WhenAny(start, Task.Delay(20));
            counter.Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.IsType<CheckoutStart.Ready>(await start);
        counter.Shop.Turn(Switches.Slow, on: false);
        await BooksBalanceAfterPayingAsync(buyer, kettle);
    }

    [Theory]
    [InlineData(Switches.ApiDown)]
    [InlineData(Switches.Slow)]
    public async Task Catalogue_and_cart_do_not_ask_the_provider(string trouble)
    {
        await counter.ProductAsync("Kettle", 3900, stock: 5);
        counter.Shop.Turn(trouble, on: true);
        using var http = counter.Shop.CreateClient();
        foreach (var path in new[] { "/", "/catalog", "/cart", "/health/ready" })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    /// <summary>One order, one session, one payment: the goods leave the shelf once and the money is there once.</summary>
    private async Task BooksBalanceAfterPayingAsync(Buyer buyer, VariantId kettle)
    {
        var open = await counter.OpenAsync(buyer);
        await counter.PayAsync(open);
        await counter.DeliverAsync();

        Assert.Equal(open.Session.Reference, Assert.Single(Known(SessionObject.Kind)));
        Assert.Equal(PaymentState.Paid, Assert.Single(await counter.PaymentsAsync()).State);
        var order = await counter.OrderAsync(open.OrderNumber);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Paid), (order.Status, order.PaymentStatus));
        var stock = await counter.StockAsync(kettle);
        Assert.Equal((4, 0), (stock.OnHand, stock.Reserved));
        await using var db = counter.Shop.Db();
        Assert.Equal(1, await db.Orders.CountAsync());
    }

    private List<string> Known(string kind) => counter.Shop.Get<SandboxStore>().Run(work => work.All(kind).ConvertAll(o => o["id"]!.GetValue<string>()));
}
