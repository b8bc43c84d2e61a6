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

/// <summary>Schedules that are written down, for the tests that play every order and every death.</summary>
internal sealed partial class Universe
{
    /// <summary>A purchase that is paid, half refunded and disputed at the provider, of which the shop has heard nothing yet: six events.</summary>
    public IReadOnlyList<SimulatedProvider.Event> PayRefundAndDispute()
    {
        Start(Process(0));
        var session = Provider.Sessions.Single();
        Provider.Pay(session, later: false);
        Provider.CreateRefund(session.Intent!, null, session.Captured / 2, null, pending: true);
        Provider.Decide(Provider.Refunds.Single(), arrives: true);
        Provider.OpenDispute(session, inquiry: false);
        return [.. Provider.Events];
    }

    /// <summary>Delivers an event, twice, and applies what is there.</summary>
    public void Tell(SimulatedProvider.Event happened)
    {
        Hand(Process(0), happened);
        Hand(Process(0), happened);
        Worker<InboxWorker>(Process(0), Work.Inbox);
    }

    /// <summary>
    /// Two buyers want the same two items, one changes the cart, one pays twice over; one is refunded a part, the other all; a
    /// bank takes its money back. Nothing fails but where <see cref="DiesAt"/> says so. A step that died is done again, as people do.
    /// </summary>
    public void TwoBuyers()
    {
        Execute($"UPDATE StockItems SET OnHand = 3 WHERE VariantId = '{variants[0].Value.ToString().ToUpperInvariant()}'");
        Initial[variants[0]] = 3;
        people.RemoveRange(1, people.Count - 1);
        people.Add(new Person("other") { Buyer = new Buyer(Run(Process(0).Get<CustomerService>().ForUserAsync("other", default)), "other@example.org", "http://localhost/", "en") });
        var (one, two) = (people[0], people[1]);
        counting = true;
        Step(p => Buy(p, one, 2));
        Step(p => Buy(p, two, 1));
        Step(p => Run(p.Get<CartService>().AddAsync(one.Owner, variants[1], 1, default)));
        Step(p => Run(p.Get<ReservationWorker>().RunOnceAsync(default)));
        Step(p => Buy(p, one, 0));
        PayLast(one, later: false);
        PayLast(two, later: true);
        Step(TellAll);
        foreach (var session in Provider.Sessions.Where(s => s.Money == SessionMoney.Processing).ToList())
            Provider.Decide(session, paid: true);
        Step(p => Run(p.Get<CheckoutReturns>().ReturnAsync(two.Buyer.Customer, two.Forms[^1], default)));
        foreach (var (session, index) in Provider.Sessions.Where(s => s.Captured > 0).Select((s, i) => (s, i)).ToList())
        {
            var requestId = NewGuid();
            var amount = session.Request.Total with { Minor = index == 0 ? 100 : session.Captured };
            Step(p => Run(p.Get<RefundService>().RequestAsync(session.Request.Order, amount, "Sorry.", "staff@example.org", requestId, default)));
        }

        Step(TellAll);
        if (Provider.Sessions.Find(s => s.Captured > 100) is { } disputed && Provider.OpenDispute(disputed, inquiry: false))
            Step(TellAll);
        Step(p => Run(p.Get<ReconciliationWorker>().RunOnceAsync(default)));
        counting = false;
        Settle();
    }

    private void Buy(ShopProcess shop, Person person, int items)
    {
        if (items > 0 && Run(shop.Get<CartService>().ViewAsync(person.Owner, default)).Lines.Count == 0)
            Run(shop.Get<CartService>().AddAsync(person.Owner, variants[0], items, default));
        var cart = Run(shop.Get<CartService>().ViewAsync(person.Owner, default));
        Trace($"{person.Name}: {Shown(person, Run(shop.Get<CheckoutService>().StartAsync(person.Buyer, Make.Address(), cart.Total, default)))}");
    }

    private void PayLast(Person person, bool later) => Provider.Pay(Provider.Find(person.Forms[^1]), later);

    private void TellAll(ShopProcess shop)
    {
        foreach (var happened in Provider.Events.Where(e => !e.Acknowledged).ToList())
        {
            var now = Clock.GetUtcNow().UtcDateTime;
            Run(shop.Get<PaymentInbox>().StoreAsync(Stored(happened, now), default));
            happened.Acknowledged = true;
        }

        Run(shop.Get<InboxWorker>().RunOnceAsync(default));
    }
}
