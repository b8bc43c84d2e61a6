using BlazorShop.Checkout;
using BlazorShop.Data;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Checkout;

/// <summary>Whatever became of the form for a cart that was changed since: the buyer pays what is in the cart now, at once.</summary>
public sealed class ChangedCartTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_cart_that_changed_before_its_form_was_open_is_paid_at_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (kettle, vase) = (await counter.ProductAsync("Kettle", 3900, stock: 5), await counter.ProductAsync("Vase", 1000, stock: 5));
        var buyer = await counter.BuyerAsync();
        await counter.AddAsync(buyer, kettle);
        counter.Shop.Turn(Switches.LoseAnswers, on: true);
        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        Assert.Equal(PaymentState.Creating, Assert.Single(await counter.PaymentsAsync()).State);

        // Its goods are free although the provider still does not answer.
        await counter.AddAsync(buyer, vase);
        await counter.Shop.RunOnceAsync<ReservationWorker>();
        Assert.Equal(PaymentState.Abandoned, Assert.Single(await counter.PaymentsAsync()).State);
        Assert.Equal(0, (await counter.StockAsync(kettle)).Reserved);

        counter.Shop.Turn(Switches.LoseAnswers, on: false);
        counter.Clock.Advance(TimeSpan.FromSeconds(1));
        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();
        Assert.Equal([(PaymentState.Abandoned, 3900L), (PaymentState.Paid, 4900L)], (await counter.PaymentsAsync()).Select(p => (p.State, p.Amount.Minor)));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_that_was_made_for_the_cart_as_it_was_is_closed_unseen(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, _, unseen) = await counter.AtFormAsync();
        await using (var db = counter.Shop.Db())
            await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PaymentState.Creating).SetProperty(p => p.SessionReference, (string?)null));

        await counter.AddAsync(buyer, await counter.ProductAsync("Vase", 1000, stock: 5));
        var open = await counter.OpenAsync(buyer);
        Assert.Equal("open", Status(counter, unseen.Session.Reference));
        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        Assert.Equal(("expired", "open"), (Status(counter, unseen.Session.Reference), Status(counter, open.Session.Reference)));
        await counter.AssertBooksAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task After_an_error_that_the_provider_remembers_the_next_click_asks_under_the_next_key(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var counter = new Counter(database);
        var (buyer, kettle, _) = await counter.AtFormAsync();
        // The provider has no form in its list yet, and remembers its error under the key.
        counter.Shop.Get<SandboxStore>().Run(work =>
        {
            work.Command("DELETE FROM objects WHERE kind = $kind", ("$kind", SessionObject.Kind)).ExecuteNonQuery();
            return work.Command("UPDATE answers SET status = 500, body = '{\"error\":{\"type\":\"api_error\",\"message\":\"Oops\"}}' WHERE key LIKE 'order-%'").ExecuteNonQuery();
        });
        await using (var db = counter.Shop.Db())
            await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PaymentState.Creating).SetProperty(p => p.SessionReference, (string?)null));

        Assert.IsType<CheckoutStart.Unavailable>(await counter.StartAsync(buyer));
        Assert.Equal((PaymentState.Abandoned, 0), (Assert.Single(await counter.PaymentsAsync()).State, (await counter.StockAsync(kettle)).Reserved));

        counter.Clock.Advance(TimeSpan.FromSeconds(1));
        await counter.PayAsync(await counter.OpenAsync(buyer));
        await counter.DeliverAsync();
        Assert.Equal([PaymentState.Abandoned, PaymentState.Paid], (await counter.PaymentsAsync()).Select(p => p.State));
        Assert.Equal(2, (await counter.PaymentsAsync()).Select(p => p.IdempotencyKey).Distinct().Count());
        await counter.AssertBooksAsync();
    }

    private static string Status(Counter counter, string session) =>
        counter.Shop.Get<SandboxStore>().Run(work => work.Find(SessionObject.Kind, session)!["status"]!.GetValue<string>());
}
