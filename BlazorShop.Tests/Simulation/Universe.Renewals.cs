using BlazorShop.Catalog;
using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Fulfilment;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Pricing;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Simulation;

/// <summary>What recurs: periods pass, invoices are paid or not, and their money comes back.</summary>
internal sealed partial class Universe
{
    /// <summary>The clock comes to where the next one is due; whatever is due then is billed.</summary>
    private void PeriodPasses()
    {
        var running = Provider.Subscriptions.Where(s => !s.IsOver && !IsOwed(s)).ToList();
        if (running.Count == 0)
            return;
        var until = Any(running).PeriodEnd;
        if (until > Clock.GetUtcNow().UtcDateTime)
            Later(until - Clock.GetUtcNow().UtcDateTime);
        foreach (var subscription in running.Where(s => !s.IsOver && s.PeriodEnd <= Clock.GetUtcNow().UtcDateTime))
        {
            var (why, difference) = random.Next(6) switch
            {
                0 => (ChargeKind.Discount, -350L),
                1 => (ChargeKind.Credit, (long)-random.Next(1, 1400)),
                2 => (ChargeKind.Discount, -1400L),
                3 when random.Next(2) == 0 => (ChargeKind.Extra, 350L),
                _ => (ChargeKind.Other, 0L),
            };
            var invoice = Provider.Bill(subscription, why, difference, declines: random.Next(3) == 0);
            Trace(invoice is null ? $"{subscription.Reference} ends with its period" : $"{subscription.Reference} is due: {invoice.Reference} of {invoice.Due.Minor} is {invoice.State}");
        }
    }

    private bool IsOwed(SimulatedProvider.Subscription subscription) => Provider.Invoices.Exists(i => i.Subscription == subscription && i.IsOwed);

    private void RetryInvoice()
    {
        var open = Provider.Invoices.Where(i => i.IsOwed && !i.Subscription.IsOver).ToList();
        if (open.Count == 0)
            return;
        var invoice = Any(open);
        if (random.Next(2) == 0)
            Later(TimeSpan.FromDays(1));
        Provider.Retry(invoice, declines: random.Next(2) == 0);
        Trace($"{invoice.Reference} is tried again: {invoice.State}, {invoice.Subscription.Reference} is {invoice.Subscription.Status}");
    }

    /// <summary>Staff at the provider's admin, or its own page for an invoice.</summary>
    private void HandleInvoice()
    {
        var open = Provider.Invoices.Where(i => i.IsOwed || i is { State: InvoiceState.Closed, IsVoid: false }).ToList();
        if (open.Count == 0)
            return;
        var invoice = Any(open);
        _ = random.Next(4) switch
        {
            0 => Provider.Close(invoice, voided: true),
            1 => Provider.Close(invoice, voided: false),
            2 => Provider.PayByHand(invoice, outside: false),
            _ => Provider.PayByHand(invoice, outside: true),
        };
        Trace($"{invoice.Reference} is {invoice.State} by hand{(invoice.PaidOutside > 0 ? ", outside" : "")}");
    }

    private void ChangeByProvider()
    {
        var running = Provider.Subscriptions.Where(s => !s.IsOver).ToList();
        if (running.Count == 0)
            return;
        var subscription = Any(running);
        if (random.Next(5) == 0)
        {
            Provider.End(subscription);
            Trace($"dashboard ends {subscription.Reference}");
            return;
        }

        var change = Any<SubscriptionChange>(
            [new SubscriptionChange.Pause(), new SubscriptionChange.Resume(), new SubscriptionChange.CancelAtPeriodEnd(), new SubscriptionChange.KeepRunning()]);
        Provider.Change(subscription.Reference, change, byShop: false);
        Trace($"dashboard: {change.GetType().Name} of {subscription.Reference}");
    }

    private void RefundRenewal(ShopProcess shop)
    {
        if (((random.Next(3) == 0 ? AnyRenewal(outside: true) : null) ?? AnyRenewal()) is not { Received: > 0 } renewal)
            return;
        var room = renewal.Received - (random.Next(2) == 0 ? 0 : random.Next(0, (int)renewal.Received));
        var (amount, requestId) = (renewal.ReceivedMoney with { Minor = room }, NewGuid());
        var then = Any<SubscriptionAfterwards>([SubscriptionAfterwards.GoesOn, SubscriptionAfterwards.GoesOn, SubscriptionAfterwards.EndsNow, SubscriptionAfterwards.EndsWithPeriod]);
        Click(shop, shop => Try($"staff refunds {amount.Minor} of {renewal.InvoiceReference}, then {then}", () =>
        {
            var answer = Run(shop.Get<RefundService>().RequestAsync(renewal.Id, amount, "Sorry.", "staff@example.org", requestId, then, default));
            Reach.Note($"refund of a renewal: {answer.GetType().Name}");
            return answer.GetType().Name;
        }));
    }

    private void RefundRenewalByProvider()
    {
        if (Provider.Renewals.Count == 0)
            return;
        var charge = Any(Provider.Renewals);
        var amount = random.Next(1, (int)charge.Captured + 1);
        try
        {
            Trace($"dashboard refunds {amount} of {charge.Reference} as {Provider.CreateRefund(charge.Intent!, null, amount, null, random.Next(2) == 0).Reference}");
        }
        catch (PaymentGatewayException)
        {
            // The dashboard says no.
        }
    }

    private void DisputeRenewal()
    {
        if (Provider.Renewals.Count > 0 && Provider.OpenDispute(Any(Provider.Renewals), inquiry: random.Next(4) == 0))
            Trace($"dispute {Provider.Disputes[^1].Reference} of {Provider.Disputes[^1].Session.Reference}");
    }

    /// <summary>Staff cancel an order of a subscription, and say what becomes of that.</summary>
    private void CancelRenewal(ShopProcess shop)
    {
        if (RenewedOrder() is not { } id)
            return;
        Order? seen = null;
        Try("staff looks", () =>
        {
            seen = Run(shop.Get<OrderService>().ReadAsync(id, default));
            return null;
        });
        if (seen is not { } order)
            return;
        var then = Any<SubscriptionAfterwards>([SubscriptionAfterwards.GoesOn, SubscriptionAfterwards.EndsWithPeriod, SubscriptionAfterwards.EndsNow]);
        Click(shop, shop => Handle($"staff cancels {order.Number}", () => shop.Get<FulfilmentService>().CancelAsync(StaffActions.Eve, order.Id, order.Version, null, then)));
    }

    private Payment? AnyRenewal(bool outside = false)
    {
        using var db = Look();
        var renewals = db.Payments.Where(p => p.InvoiceReference != null && p.SessionReference == null && (!outside || p.ReceivedOutside > 0)).OrderBy(p => p.Id).ToList();
        return renewals.Count == 0 ? null : Any(renewals);
    }

    private OrderId? RenewedOrder() => Recurring && random.Next(2) == 0 ? AnyRenewal()?.OrderId : null;
}
