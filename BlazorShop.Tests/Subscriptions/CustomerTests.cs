using System.Net;
using System.Security.Claims;
using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Payments.Recurring;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Privacy;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>What a customer does with a subscription, what staff do, and what nobody else can.</summary>
public sealed class CustomerTests
{
    [Fact]
    public async Task A_cart_does_not_take_what_is_sold_by_subscription_and_says_what_to_do()
    {
        await using var ada = await Subscriber.ArriveAsync();

        var refused = await ada.Shop.Get<CartService>().AddAsync(new CartOwner.Customer(ada.Buyer.Customer), ada.Coffee.Id, 1, default);
        Assert.IsType<AddedToCart.BySubscription>(refused);
        Assert.Empty((await ada.Counter.CartAsync(ada.Buyer)).Lines);

        using var visitor = ada.Shop.Visit();
        var kettle = await ada.ProductAsync("Kettle", 1999, 5, every: null);
        await using var db = ada.Shop.Db();
        var slug = await db.Products.Where(p => p.Id == kettle.ProductId).Select(p => p.Slug).SingleAsync();
        using var answer = await visitor.SubmitAsync("/products/" + slug, new Dictionary<string, string> { ["variant"] = ada.Coffee.Id.ToString() }, "Add to cart");
        var page = await visitor.PageAsync("/products/" + slug);
        Assert.Contains("Coffee post is sold by subscription. Choose Subscribe on its page", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_to_be_sold_by_subscription_stops_the_cart_it_lies_in()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var tea = await ada.ProductAsync("Tea", 900, 5, every: null);
        await ada.Counter.AddAsync(ada.Buyer, tea.Id);
        await using (var db = ada.Shop.Db())
        {
            var variant = await db.Variants.SingleAsync(v => v.Id == tea.Id);
            variant.Recurrence = Recurrence.EveryMonth;
            await db.SaveChangesAsync();
        }

        var cart = await ada.Counter.CartAsync(ada.Buyer);
        Assert.False(cart.CanCheckOut);
        Assert.Contains("now sold by subscription", CartWords.Problem(Assert.Single(cart.Lines)), StringComparison.Ordinal);
        Assert.IsType<CheckoutStart.CartChanged>(await ada.Counter.StartAsync(ada.Buyer));
    }

    [Fact]
    public async Task A_product_page_says_how_often_it_is_paid_and_leads_to_the_checkout_without_scripts()
    {
        await using var ada = await Subscriber.ArriveAsync();
        await using var db = ada.Shop.Db();
        var slug = await db.Products.Where(p => p.Id == ada.Coffee.ProductId).Select(p => p.Slug).SingleAsync();
        using var visitor = ada.Shop.Visit();

        var page = await visitor.PageAsync("/products/" + slug);
        var form = page.QuerySelector("form[action='/checkout']")!;
        Assert.Contains("€14.00 every month", string.Join(' ', form.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("Subscribe", form.QuerySelector("button")!.TextContent);
        Assert.Equal(ada.Coffee.Sku, form.QuerySelector("[name=subscribe]")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("form[action='/cart/add']"));
        Assert.Contains("every month", (await visitor.PageAsync("/catalog")).QuerySelector(".product-foot")!.TextContent, StringComparison.Ordinal);

        using var login = await visitor.GetAsync("/checkout?subscribe=" + ada.Coffee.Sku);
        Assert.Contains("/Account/Login", login.Headers.Location!.ToString(), StringComparison.Ordinal);
        await visitor.RegisterAsync("ada@example.org");
        var checkout = await visitor.PageAsync("/checkout?subscribe=" + ada.Coffee.Sku);
        Assert.Contains("Coffee post", checkout.QuerySelector("[aria-label=Summary]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("every month", checkout.QuerySelector("[aria-label=Summary]")!.TextContent, StringComparison.Ordinal);
        var unknown = await visitor.PageAsync("/checkout?subscribe=NOTHING");
        Assert.Contains("isn't available by subscription", unknown.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_tabs_that_subscribe_at_once_open_one_form_and_one_order()
    {
        await using var ada = await Subscriber.ArriveAsync();

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ada.StartAsync())));

        var forms = starts.OfType<CheckoutStart.Ready>().Select(r => r.Session.Reference).Distinct();
        Assert.Single(forms);
        Assert.Single(await ada.OrdersAsync());
        Assert.Equal(1, (await ada.Counter.StockAsync(ada.Coffee.Id)).Reserved);
    }

    [Fact]
    public async Task A_new_price_is_told_before_anybody_agrees_to_it()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var told = Assert.IsType<CheckoutStart.CartChanged>(
            await ada.Counter.Checkout.SubscribeAsync(ada.Buyer, Make.Address(), ada.Coffee.Sku, new Money(1200, "EUR"), default));
        Assert.Equal("The price of Coffee post changed from €12.00 to €14.00 every month.", CheckoutWords.Of(Assert.Single(told.Problems)));
        Assert.Empty(await ada.OrdersAsync());
    }

    [Fact]
    public async Task An_unpaid_subscription_is_paid_again_from_its_order_and_recurs()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var open = await ada.OpenAsync();
        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(61));
        await ada.Shop.RunOnceAsync<BlazorShop.Payments.Reconciliation.ReconciliationWorker>();

        var again = Assert.IsType<CheckoutStart.Ready>(await ada.Counter.Checkout.PayAgainAsync(ada.Buyer, open.OrderNumber, default));
        await ada.Counter.PayAsync(again);
        await ada.Counter.DeliverAsync();
        await ada.RenewAsync(await ada.OnlyAsync());

        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        await ada.Counter.AssertBooksAsync();
    }

    [Fact]
    public async Task A_paused_subscription_collects_and_sends_nothing_until_it_is_resumed()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();

        Assert.IsType<SubscriptionChanged.Done>(await AskAsync(ada, SubscriptionVerb.Pause));
        Assert.True((await ada.OnlyAsync()).CollectionPaused);
        await ada.RenewAsync(subscription);
        Assert.Single(await ada.OrdersAsync());

        Assert.IsType<SubscriptionChanged.Done>(await AskAsync(ada, SubscriptionVerb.Resume));
        Assert.False((await ada.OnlyAsync()).CollectionPaused);
        await ada.RenewAsync(subscription);
        Assert.Equal(2, (await ada.OrdersAsync()).Count);
    }

    [Fact]
    public async Task A_cancelled_subscription_runs_to_the_end_of_what_is_paid_and_can_be_kept_until_then()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();

        Assert.IsType<SubscriptionChanged.Done>(await AskAsync(ada, SubscriptionVerb.Cancel));
        Assert.Equal((SubscriptionStatus.Active, true), ((await ada.OnlyAsync()).Status, (await ada.OnlyAsync()).CancelAtPeriodEnd));
        Assert.IsType<SubscriptionChanged.Done>(await AskAsync(ada, SubscriptionVerb.Keep));
        Assert.False((await ada.OnlyAsync()).CancelAtPeriodEnd);
        Assert.IsType<SubscriptionChanged.Done>(await AskAsync(ada, SubscriptionVerb.Cancel));
        await ada.RenewAsync(subscription);

        Assert.Equal(SubscriptionStatus.Cancelled, (await ada.OnlyAsync()).Status);
        Assert.Single(await ada.OrdersAsync());
        Assert.Equal(1, await ada.Counter.MailsAsync(":ended"));
        Assert.IsType<SubscriptionChanged.NotFound>(await AskAsync(ada, SubscriptionVerb.Keep));
    }

    [Fact]
    public async Task A_command_that_finds_nobody_is_carried_out_later_and_a_newer_one_takes_its_place()
    {
        await using var ada = await Subscriber.ArriveAsync();
        await ada.SubscribeAsync();
        Switch(ada, Switches.ApiDown, on: true);
        Assert.IsType<SubscriptionChanged.Later>(await AskAsync(ada, SubscriptionVerb.Pause));
        Assert.IsType<SubscriptionChanged.Later>(await AskAsync(ada, SubscriptionVerb.Cancel));
        Switch(ada, Switches.ApiDown, on: false);

        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(2));
        await ada.Shop.RunOnceAsync<BlazorShop.Payments.Reconciliation.ReconciliationWorker>();

        var after = await ada.OnlyAsync();
        Assert.Equal((false, true), (after.CollectionPaused, after.CancelAtPeriodEnd));
    }

    [Theory]
    [InlineData(SubscriptionVerb.Pause)]
    [InlineData(SubscriptionVerb.Cancel)]
    public async Task A_change_whose_error_the_provider_remembers_is_asked_for_under_another_key(SubscriptionVerb verb)
    {
        await using var ada = await Subscriber.ArriveAsync();
        await ada.SubscribeAsync();
        Switch(ada, Switches.LoseAnswers, on: true);
        Assert.IsType<SubscriptionChanged.Later>(await AskAsync(ada, verb));
        Switch(ada, Switches.LoseAnswers, on: false);
        var remembered = ada.Shop.Get<SandboxStore>().Run(work =>
            work.Command("UPDATE answers SET status = 500, body = '{\"error\":{\"type\":\"api_error\",\"message\":\"Oops\"}}' WHERE key LIKE '%-change-%'").ExecuteNonQuery());
        Assert.NotEqual(0, remembered);

        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(2));
        await ada.Shop.RunOnceAsync<BlazorShop.Payments.Reconciliation.ReconciliationWorker>();

        var after = await ada.OnlyAsync();
        Assert.Equal((verb is SubscriptionVerb.Pause, verb is SubscriptionVerb.Cancel), (after.CollectionPaused, after.CancelAtPeriodEnd));
        await using var db = ada.Shop.Db();
        Assert.Equal(SubscriptionCommandState.Done, (await db.Set<SubscriptionCommand>().SingleAsync()).State);
    }

    [Fact]
    public async Task A_card_form_that_could_not_be_opened_in_time_is_asked_for_again()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        Switch(ada, Switches.ApiDown, on: true);
        await Assert.ThrowsAsync<BlazorShop.Payments.PaymentGatewayException>(OpenAsync);
        Switch(ada, Switches.ApiDown, on: false);

        // The provider wants half an hour from its own now on.
        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(6));
        var form = await OpenAsync();
        Assert.Equal(form!.Reference, (await OpenAsync())!.Reference);
        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.NotEqual(form.Reference, (await OpenAsync())!.Reference);

        Task<SubscriptionCardForm?> OpenAsync() => ada.Service.OpenCardFormAsync(ada.Buyer.Customer, subscription.Id, "http://localhost", "en", default);
    }

    [Fact]
    public async Task A_changed_card_pays_the_next_renewal()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();

        Assert.IsType<SubscriptionChanged.Done>(await ada.ChangeCardAsync("5555555555554444"));
        await ada.RenewAsync(subscription);

        Assert.Equal("Mastercard ending in 4444", (await ada.OnlyAsync()).PaidWith);
        Assert.Equal("Mastercard ending in 4444", Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null).PaidWith);
    }

    [Fact]
    public async Task Somebody_elses_subscription_is_not_found()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        var form = await ada.CardFormAsync("5555555555554444");
        var eve = (await ada.Counter.BuyerAsync()).Customer;

        Assert.Null(await ada.Service.FindAsync(eve, subscription.Id, default));
        Assert.Empty(await ada.Service.ListAsync(eve, default));
        Assert.Null(await ada.Service.OpenCardFormAsync(eve, subscription.Id, "http://localhost", "en", default));
        Assert.IsType<SubscriptionChanged.NotFound>(await ada.Service.CardEnteredAsync(eve, form.Reference, default));
        foreach (var verb in new[] { SubscriptionVerb.Pause, SubscriptionVerb.Cancel })
            Assert.IsType<SubscriptionChanged.NotFound>(await ada.Service.AskAsync(eve, subscription.Id, verb, default));
        Assert.Equal("Visa ending in 4242", (await ada.OnlyAsync()).PaidWith);

        using var visitor = ada.Shop.Visit();
        await visitor.RegisterAsync("eve@example.org");
        using var page = await visitor.GetAsync("/subscriptions/" + subscription.Id);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        using var nonsense = await visitor.GetAsync("/subscriptions/1");
        Assert.Equal(HttpStatusCode.NotFound, nonsense.StatusCode);
    }

    [Fact]
    public async Task Emails_of_a_renewal_follow_the_customer_to_a_new_address()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();

        await ada.Service.ReachAtAsync(ada.Buyer.Customer, "Ada@New.example", default);
        await ada.RenewAsync(subscription);

        Assert.Equal("ada@new.example", Assert.Single(await ada.OrdersAsync(), o => o.PaymentSession is null).Email);
    }

    [Fact]
    public async Task Staff_end_a_subscription_at_once_and_leave_their_name()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        var ledger = ada.Shop.Get<SubscriptionAdmin>();
        await Assert.ThrowsAsync<StaffRefusedException>(() => ledger.CancelAsync(new ClaimsPrincipal(new ClaimsIdentity()), subscription.Id));
        var staff = await ada.Shop.StaffAsync("grace@shop.example");

        Assert.IsType<SubscriptionChanged.Done>(await ledger.CancelAsync(staff, subscription.Id));

        var row = Assert.Single((await ledger.PageAsync(staff, new SubscriptionFilter(Search: subscription.Email[..5]), ListPlace.First, default)).Rows);
        Assert.Equal((SubscriptionStatus.Cancelled, SubscriptionVerb.End, "grace@shop.example"), (row.Status, row.Last!.Verb, row.Last.Actor));
        await ada.RenewAsync(subscription);
        Assert.Single(await ada.OrdersAsync());
    }

    [Fact]
    public async Task Erasing_the_customer_ends_their_subscriptions_and_forgets_where_they_went()
    {
        await using var ada = await Subscriber.ArriveAsync();
        var subscription = await ada.SubscribeAsync();
        var erasure = ada.Shop.Get<Erasure>();
        var person = new Person(ada.Buyer.Customer);

        // Ended it must be before anything is forgotten; without an answer nothing is.
        Switch(ada, Switches.ApiDown, on: true);
        Assert.Equal(ErasureRefusal.SubscriptionNotEnded, await erasure.PrepareAsync(person, default));
        Assert.Equal(ErasureRefusal.SubscriptionNotEnded, await ForgetAsync());
        Assert.Equal(ada.Buyer.Email, (await ada.OnlyAsync()).Email);
        Switch(ada, Switches.ApiDown, on: false);

        Assert.Null(await erasure.PrepareAsync(person, default));
        Assert.Null(await ForgetAsync());

        var kept = await ada.OnlyAsync();
        Assert.Equal((SubscriptionStatus.Cancelled, "", "", "FR"), (kept.Status, kept.Email, kept.ShippingAddress.FullName, kept.ShippingAddress.Country));
        await ada.RenewAsync(subscription);
        Assert.Single(await ada.OrdersAsync());

        async Task<ErasureRefusal?> ForgetAsync()
        {
            await using var db = ada.Shop.Db();
            await using var transaction = await db.Database.BeginTransactionAsync();
            if (await erasure.EraseAsync(db, person, default) is { } why)
                return why;
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return null;
        }
    }

    private static async Task<SubscriptionChanged> AskAsync(Subscriber ada, SubscriptionVerb verb) =>
        await ada.Service.AskAsync(ada.Buyer.Customer, (await ada.OnlyAsync()).Id, verb, default);

    private static void Switch(Subscriber ada, string name, bool on) => ada.Shop.Get<SandboxStore>().Run(work => work.Turn(name, on));
}
