using BlazorShop.Carts;
using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Customers;
using BlazorShop.Data;
using BlazorShop.Data.Providers;
using BlazorShop.Mail;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BlazorShop.Tests.Simulation;

/// <summary>What happens at the provider, and how the shop hears of it.</summary>
internal sealed partial class Universe
{
    private void RefundByProvider(ShopProcess shop)
    {
        var paid = Provider.Sessions.Where(s => s.Captured > 0).ToList();
        if (paid.Count == 0)
            return;
        var session = Any(paid);
        var amount = random.Next(1, (int)session.Captured + 1);
        try
        {
            Trace($"dashboard refunds {amount} as {Provider.CreateRefund(session.Intent!, null, amount, null, random.Next(2) == 0).Reference}");
        }
        catch (PaymentGatewayException)
        {
            // The dashboard says no.
        }
    }

    private void DecideRefund(ShopProcess shop)
    {
        var open = Provider.Refunds.Where(r => r.IsOutstanding).ToList();
        if (open.Count == 0)
            return;
        var refund = Any(open);
        Provider.Decide(refund, arrives: refund.State == RefundState.Pending && random.Next(3) > 0);
        Trace($"refund {refund.Reference} is {refund.State}");
    }

    private void Dispute(ShopProcess shop)
    {
        var paid = Provider.Sessions.Where(s => s.Captured > 0).ToList();
        if (paid.Count > 0 && Provider.OpenDispute(Any(paid), inquiry: random.Next(4) == 0))
            Trace($"dispute {Provider.Disputes[^1].Reference} of {Provider.Disputes[^1].Session.Reference}");
    }

    private void DecideDispute(ShopProcess shop)
    {
        var open = Provider.Disputes.Where(d => !d.Closed).ToList();
        if (open.Count == 0)
            return;
        var dispute = Any(open);
        Provider.Decide(dispute, won: random.Next(2) == 0);
        Trace($"dispute {dispute.Reference} is {dispute.Status}");
    }

    private void DecideDebit(ShopProcess shop)
    {
        var waiting = Provider.Sessions.Where(s => s.Money == SessionMoney.Processing).ToList();
        if (waiting.Count == 0)
            return;
        var session = Any(waiting);
        Provider.Decide(session, paid: random.Next(2) == 0);
        Trace($"the bank says {session.Money} to {session.Reference}");
    }

    /// <summary>A bank changes its mind: the money comes after it had said no, and perhaps after the buyer has paid in another way.</summary>
    private void LateDebit(ShopProcess shop)
    {
        var failed = Provider.Sessions.Where(s => s.Money == SessionMoney.Failed).ToList();
        if (failed.Count == 0)
            return;
        var session = Any(failed);
        Provider.Decide(session, paid: true);
        Trace($"the bank says {session.Money} to {session.Reference} after all");
        Reach.Note("late debit");
    }

    private void Deliver(ShopProcess shop)
    {
        Provider.Tick();
        var waiting = Provider.Events.Where(e => e is { Acknowledged: false, Lost: false }).ToList();
        if (waiting.Count == 0)
            return;
        var happened = Any(waiting);
        if (Seeded?.Skips(Work.Webhooks) == true || Chance(Odds.Lost))
        {
            happened.Lost = true;
            Trace($"{happened.Id} {happened.Type} is lost");
            return;
        }

        if (Chance(Odds.Twice))
            Provider.Repeat(happened);
        Hand(shop, happened);
    }

    private void DeliverAgain(ShopProcess shop)
    {
        var told = Provider.Events.Where(e => e.Acknowledged).ToList();
        if (told.Count > 0)
            Hand(shop, Any(told));
    }

    /// <summary>As the endpoint does it: the answer goes out when the row is stored.</summary>
    private void Hand(ShopProcess shop, SimulatedProvider.Event happened)
    {
        var now = shop.Get<TimeProvider>().GetUtcNow().UtcDateTime;
        if (Seeded?.AcknowledgesFirst == true)
            happened.Acknowledged = true;
        Try($"delivers {happened.Id} {happened.Type} {happened.ObjectId}", () => Run(shop.Get<PaymentInbox>().StoreAsync(Stored(happened, now), default)) ? "stored" : "known");
        happened.Acknowledged = true;
    }

    private static InboxEvent Stored(SimulatedProvider.Event happened, DateTime now) => new()
    {
        Provider = "stripe",
        Id = happened.Id,
        Type = happened.Type,
        ObjectId = happened.ObjectId,
        Payload = happened.Body,
        Source = "webhook",
        ReceivedAt = now,
        NextAt = now,
    };
}
