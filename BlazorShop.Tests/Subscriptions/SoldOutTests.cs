using BlazorShop.Catalog;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Subscriptions;

/// <summary>Who is told that nothing can be sent, and gets the money back, is not charged again next month.</summary>
public sealed class SoldOutTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_subscription_whose_first_payment_goes_back_because_it_sold_out_ends(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var ada = await Subscriber.ArriveAsync(stock: 1, database: database);
        await ada.PayAsync();
        await using (var db = ada.Shop.Db())
        {
            // Given up before the shop heard of the payment, and sold to somebody else.
            await db.Reservations.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReservationState.Released));
            await db.StockItems.ExecuteUpdateAsync(s => s.SetProperty(i => i.Reserved, 0).SetProperty(i => i.OnHand, 0));
        }

        await ada.Counter.DeliverAsync();
        await ada.Shop.RunOnceAsync<ReconciliationWorker>();
        await ada.Counter.DeliverAsync();

        var subscription = await ada.OnlyAsync();
        Assert.Equal(SubscriptionStatus.Cancelled, subscription.Status);
        Assert.Equal(SubscriptionStatus.Cancelled, (await ada.Provider.GetSubscriptionAsync(subscription.Reference, default)).Status);
        Assert.Equal(PaymentStatus.Refunded, Assert.Single(await ada.OrdersAsync()).PaymentStatus);
        await ada.Counter.AssertBooksAsync();
    }
}
