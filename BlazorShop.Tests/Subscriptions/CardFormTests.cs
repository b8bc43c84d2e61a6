using BlazorShop.Data;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Subscriptions;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>Which card a subscription is paid with, whenever its forms are heard of.</summary>
public sealed class CardFormTests
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
}
