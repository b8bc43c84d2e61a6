using BlazorShop.Common;
using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments.Disputes;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.PaymentsSandbox.Objects;
using BlazorShop.PaymentsSandbox.Panel;
using BlazorShop.PaymentsSandbox.Store;
using BlazorShop.Tests.Checkout;
using BlazorShop.Tests.Testing;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Tests.Payments.Reconciliation;

/// <summary>Each kind of difference between the books and the provider's is found, listed with what it is about, and goes when it is mended.</summary>
public sealed class DifferencesTests : IAsyncLifetime
{
    private readonly Counter counter = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await counter.DisposeAsync();

    [Fact]
    public async Task A_difference_of_last_week_goes_when_it_is_mended()
    {
        await BuyAsync();
        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        await using var db = counter.Shop.Db();
        var real = (await db.Payments.SingleAsync()).Reference;
        await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.Reference, "pi_nowhere"));
        // What is booked under a name that the provider does not know, and money there that is booked under none.
        Assert.Equal(2, (await RunAsync()).Open);

        counter.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(2, (await RunAsync()).Open);
        await db.Payments.ExecuteUpdateAsync(s => s.SetProperty(p => p.Reference, real));
        Assert.Equal(0, (await RunAsync()).Open);
    }

    [Fact]
    public async Task A_refund_of_an_old_payment_is_compared_as_well()
    {
        var order = await BuyAsync();
        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        await RunAsync();
        counter.Clock.Advance(TimeSpan.FromDays(20));
        var refund = Assert.IsType<RefundStart.Begun>(await counter.Shop.Get<RefundService>()
            .RequestAsync(order.Id, new Money(1000, "EUR"), "Sorry.", "staff@shop.example", Guid.NewGuid(), default)).Refund;
        Assert.Equal((1, 0), await MatchedAndOpenAsync());

        // Half of it got lost on the way, says the provider.
        Sandbox.Run(work =>
        {
            var charge = work.All(ChargeObject.Kind).Single();
            charge["amount_refunded"] = 500;
            return work.Put(charge);
        });
        Assert.Equal((0, 1), await MatchedAndOpenAsync());
        await using var db = counter.Shop.Db();
        var difference = await db.Set<ReconciliationBreak>().SingleAsync();
        Assert.Equal((BreakKind.AmountDiffers, 2900, 3400, (OrderId?)order.Id), (difference.Kind, difference.Ours, difference.Theirs, difference.OrderId));
        Assert.Equal(RefundState.Succeeded, refund.State);
    }

    [Fact]
    public async Task Money_of_ours_that_nobody_here_knows_and_nothing_can_restore_is_missing_here()
    {
        await BuyAsync();
        await using var db = counter.Shop.Db();
        // The payment is gone here, and its session there says no more whose it is.
        await db.Payments.ExecuteDeleteAsync();
        Sandbox.Run(work =>
        {
            var session = work.All(SessionObject.Kind).Single();
            session["metadata"] = new System.Text.Json.Nodes.JsonObject();
            session["client_reference_id"] = null;
            return work.Put(session);
        });
        counter.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((0, 1), await MatchedAndOpenAsync());
        var difference = await db.Set<ReconciliationBreak>().AsNoTracking().SingleAsync();
        Assert.Equal((BreakKind.MissingHere, 0, 3900, (OrderId?)null), (difference.Kind, difference.Ours, difference.Theirs, difference.OrderId));

        // Another shop on the same account may have payments that look like ours.
        Sandbox.Run(work =>
        {
            var intent = work.All(PaymentIntentObject.Kind).Single();
            intent["metadata"]!["shop_id"] = "another";
            return work.Put(intent);
        });
        await db.Set<ReconciliationBreak>().ExecuteDeleteAsync();
        Assert.Equal((0, 0), await MatchedAndOpenAsync());
    }

    [Fact]
    public async Task A_dispute_whose_money_was_not_booked_differs_until_it_is()
    {
        var order = await BuyAsync();
        counter.Shop.Get<PanelActions>().Perform("dispute", order.PaymentSession!);
        await using var db = counter.Shop.Db();
        var payment = await db.Payments.SingleAsync();
        var theirs = await counter.Shop.Get<BlazorShop.Payments.IPaymentGateway>().GetDisputeAsync(Known(DisputeObject.Kind), default);
        // Written down by somebody who forgot to book it.
        db.Add(new Dispute
        {
            Reference = theirs.Reference,
            Provider = payment.Provider,
            PaymentId = payment.Id,
            OrderId = order.Id,
            Amount = theirs.Amount,
            Status = theirs.Status,
            Reason = theirs.Reason,
            FundsWithdrawn = true,
            CreatedAt = theirs.CreatedAt,
        });
        await db.SaveChangesAsync();
        counter.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, (await RunAsync()).Open);
        var difference = await db.Set<ReconciliationBreak>().AsNoTracking().SingleAsync();
        Assert.Equal((theirs.Reference, 0, -3900), (difference.Reference, difference.Ours, difference.Theirs));

        counter.Clock.Advance(TimeSpan.FromDays(3));
        await db.Set<Dispute>().ExecuteUpdateAsync(s => s.SetProperty(d => d.FundsWithdrawn, false));
        await counter.Shop.Get<DisputeService>().SyncAsync(theirs.Reference, default);
        Assert.Equal(0, (await RunAsync()).Open);
    }

    [Fact]
    public async Task Whoever_compares_a_shorter_time_leaves_the_rest_to_be_compared()
    {
        await RunAsync();
        var watermarks = counter.Shop.Get<Watermarks>();
        var before = await watermarks.GetAsync(Reconciler.Name, default);
        counter.Clock.Advance(TimeSpan.FromDays(3));
        await counter.Shop.Get<Reconciler>().RunAsync(counter.Clock.GetUtcNow().UtcDateTime.AddHours(-1), default);
        Assert.Equal(before, await watermarks.GetAsync(Reconciler.Name, default));
    }

    [Fact]
    public async Task A_refund_the_provider_lost_does_not_keep_missed_events_from_being_fetched()
    {
        var order = await BuyAsync();
        await using var db = counter.Shop.Db();
        await counter.Shop.Get<RefundService>().RequestAsync(order.Id, new Money(1000, "EUR"), "Sorry.", "staff@shop.example", Guid.NewGuid(), default);
        await db.Set<Refund>().ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RefundState.Pending).SetProperty(r => r.Reference, "re_nowhere"));
        counter.Shop.Get<PanelActions>().Perform("refund", order.PaymentSession!, "5.00");

        await counter.Shop.RunOnceAsync<ReconciliationWorker>();

        Assert.True(await db.InboxEvents.AnyAsync(e => e.Source == "reconcile"));
        Assert.NotNull(await counter.Shop.Get<Watermarks>().GetAsync("events", default));
    }

    [Fact]
    public async Task A_refund_that_the_provider_refuses_is_said_to_staff_and_to_the_buyer()
    {
        var order = await BuyAsync();
        // Somebody was quicker at the provider, and its news has not come yet.
        counter.Shop.Get<PanelActions>().Perform("refund", order.PaymentSession!, "39.00");
        var begun = Assert.IsType<RefundStart.Begun>(await counter.Shop.Get<RefundService>()
            .RequestAsync(order.Id, new Money(1000, "EUR"), "Sorry.", "staff@shop.example", Guid.NewGuid(), default));

        Assert.Equal(RefundState.Refused, begun.Refund.State);
        var now = await counter.OrderAsync(order.Number);
        Assert.Contains("refused a refund of €10.00", Staff.AsksOf(now), StringComparison.Ordinal);
        Assert.Contains(now.History, h => h.Kind == OrderEventKind.RefundRefused);
        await counter.DeliverAsync();
        Assert.Equal((PaymentStatus.Refunded, 3900L), ((await counter.OrderAsync(order.Number)).PaymentStatus, (await counter.OrderAsync(order.Number)).Refunded));
        await counter.AssertBooksAsync();
    }

    [Fact]
    public async Task The_same_click_ten_times_at_once_is_one_refund()
    {
        var order = await BuyAsync();
        var requestId = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => counter.Shop.Get<RefundService>()
            .RequestAsync(order.Id, new Money(3900, "EUR"), "Sorry.", "staff@shop.example", requestId, default))));
        Assert.All(answers, a => Assert.Equal(requestId, Assert.IsType<RefundStart.Begun>(a).Refund.Id));
        Assert.Single(Sandbox.Run(work => work.All(RefundObject.Kind)));
    }

    [Fact]
    public async Task What_staff_must_know_fits_however_much_has_happened()
    {
        var order = await BuyAsync();
        for (var i = 0; i < 40; i++)
            order.AskAttention(AttentionKind.Note, counter.Clock.GetUtcNow().UtcDateTime, $"x{i}", new EventDetails { Text = $"Refund {i} of €10.00 failed: return the money another way." });
        Assert.Equal(40, order.OpenAttention.Count);
        Assert.Contains("Refund 0 of", Staff.AsksOf(order), StringComparison.Ordinal);
        Assert.Contains("Refund 39 of", Staff.AsksOf(order), StringComparison.Ordinal);
    }

    private SandboxStore Sandbox => counter.Shop.Get<SandboxStore>();

    private string Known(string kind) => Sandbox.Run(work => work.All(kind).Single()["id"]!.GetValue<string>());

    private Task<ReconciliationRun> RunAsync() => counter.Shop.Get<Reconciler>().RunAsync(null, default);

    private async Task<(int Matched, int Open)> MatchedAndOpenAsync()
    {
        var run = await RunAsync();
        Assert.Null(run.Problem);
        return (run.Matched, run.Open);
    }

    private async Task<Order> BuyAsync()
    {
        var open = (await counter.AtFormAsync()).Form;
        await counter.PayAsync(open);
        await counter.DeliverAsync();
        return await counter.OrderAsync(open.OrderNumber);
    }
}
