using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Recurring;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Simulation;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>Which card a subscription is paid with and which command stands, whatever comes late.</summary>
public sealed class LateCommandTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_card_form_that_is_heard_of_after_a_newer_one_does_not_bring_the_old_card_back(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(database: database);
        await ada.SubscribeAsync();
        var old = await ada.CardFormAsync("5555555555554444");
        ada.LoseEvents();
        ada.Counter.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<SubscriptionChanged.Done>(await ada.ChangeCardAsync("4000056655665556"));
        Assert.Equal("Visa ending in 5556", (await ada.OnlyAsync()).PaidWith);

        await ada.TellAsync("evt_late", "checkout.session.completed", old.Reference);
        await ada.Shop.RunOnceAsync<InboxWorker>();

        Assert.Equal("Visa ending in 5556", (await ada.OnlyAsync()).PaidWith);
        await using var db = ada.Shop.Db();
        Assert.Equal(
            [SubscriptionCommandState.Superseded, SubscriptionCommandState.Done],
            await db.Set<SubscriptionCommand>().OrderBy(c => c.CreatedAt).Select(c => c.State).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_owed_is_tried_under_another_key_where_the_provider_remembers_its_own_error(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(database: database);
        var subscription = await ada.SubscribeAsync();
        await ada.CardFailsAsync(subscription);
        await ada.RenewAsync(subscription);
        var form = await ada.CardFormAsync("4242424242424242");
        ada.LoseEvents();

        await Sending(ada, new ErrorOfItsOwn(ada.Provider)).SyncFormAsync(form.Reference, default);

        Assert.Equal((SubscriptionStatus.Active, null), ((await ada.OnlyAsync()).Status, (await ada.OnlyAsync()).OpenInvoice));
        Assert.Equal(2, (await ada.OrdersAsync()).Count);
        await ada.Counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_command_that_was_overtaken_on_its_way_does_not_undo_the_newer_one(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(database: database);
        var subscription = await ada.SubscribeAsync();
        SubscriptionCommand pause;
        await using (var db = ada.Shop.Db())
        {
            pause = (await SubscriptionCommands.RecordAsync(db, subscription.Id, SubscriptionVerb.Pause, "customer", ada.Counter.Clock.GetUtcNow().UtcDateTime, default))!;
            await db.SaveChangesAsync();
        }

        var way = new SlowWay(ada.Provider, async () =>
        {
            ada.Counter.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.IsType<SubscriptionChanged.Done>(await ada.Service.AskAsync(ada.Buyer.Customer, subscription.Id, SubscriptionVerb.Resume, default));
        });
        await Sending(ada, way).SendAsync(pause.Id, default);

        Assert.False((await ada.Provider.GetSubscriptionAsync(subscription.Reference, default)).CollectionPaused);
        Assert.False((await ada.OnlyAsync()).CollectionPaused);
        await using var after = ada.Shop.Db();
        Assert.Equal(
            [SubscriptionCommandState.Superseded, SubscriptionCommandState.Done],
            await after.Set<SubscriptionCommand>().OrderBy(c => c.CreatedAt).Select(c => c.State).ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_tabs_that_ask_for_another_card_at_once_show_one_form(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(database: database);
        var subscription = await ada.SubscribeAsync();
        var now = ada.Counter.Clock.GetUtcNow();
        var request = new SubscriptionCardFormRequest(subscription.Id, "EUR", "http://localhost/back", "en") { ExpiresAt = FormTimes.EndOf(now) };
        var command = SubscriptionCommands.New(subscription.Id, SubscriptionVerb.ChangeCard, "customer", now.UtcDateTime, request);
        await using (var db = ada.Shop.Db())
        {
            db.Add(command);
            await db.SaveChangesAsync();
        }

        SubscriptionCardForm? other = null;
        var slow = new SlowForm(ada.Provider, async () => other = await Sending(ada, new SlowForm(ada.Provider, () => Task.CompletedTask)).OpenFormAsync(command.Id, default));
        var shown = await Sending(ada, slow).OpenFormAsync(command.Id, default);

        Assert.NotNull(other);
        Assert.Equal(other.Reference, shown.Reference);
        Assert.Equal(SessionState.Open, shown.State);
        Assert.NotNull(shown.ClientSecret);
    }

    private static SubscriptionCommands Sending(Subscriber ada, ISubscriptionGateway provider) =>
        ActivatorUtilities.CreateInstance<SubscriptionCommands>(ada.Shop.Services, provider);

    /// <summary>The first try to collect meets with an error that the provider keeps under its key.</summary>
    private sealed class ErrorOfItsOwn(ISubscriptionGateway inner) : SubscriptionsInFront(inner)
    {
        private string? failed;

        public override Task<ProviderInvoice> PayInvoiceAsync(string reference, string cardReference, string idempotencyKey, CancellationToken ct) =>
            (failed ??= idempotencyKey) == idempotencyKey
                ? throw new PaymentGatewayException(GatewayProblem.Unavailable, "Oops") { IsRemembered = true }
                : base.PayInvoiceAsync(reference, cardReference, idempotencyKey, ct);
    }

    /// <summary>An error of the provider's stands under the command's key; before the form comes under another, somebody else has got one.</summary>
    private sealed class SlowForm(ISubscriptionGateway inner, Func<Task> meanwhile) : SubscriptionsInFront(inner)
    {
        private bool isFirst = true;

        public override async Task<SubscriptionCardForm> CreateSubscriptionCardFormAsync(
            SubscriptionCardFormRequest request, string customerReference, string idempotencyKey, CancellationToken ct)
        {
            if (isFirst)
            {
                isFirst = false;
                throw new PaymentGatewayException(GatewayProblem.Unavailable, "Oops") { IsRemembered = true };
            }

            await meanwhile();
            return await base.CreateSubscriptionCardFormAsync(request, customerReference, idempotencyKey, ct);
        }
    }

    /// <summary>Somebody else comes first.</summary>
    private sealed class SlowWay(ISubscriptionGateway inner, Func<Task> meanwhile) : SubscriptionsInFront(inner)
    {
        private bool isFirst = true;

        public override async Task<ProviderSubscription> ChangeSubscriptionAsync(string reference, SubscriptionChange change, string idempotencyKey, CancellationToken ct)
        {
            if (isFirst)
                await meanwhile();
            isFirst = false;
            return await base.ChangeSubscriptionAsync(reference, change, idempotencyKey, ct);
        }
    }
}
