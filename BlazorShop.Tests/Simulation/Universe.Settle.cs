using BlazorShop.Carts;
using BlazorShop.Checkout;
using BlazorShop.Mail;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Refunds;
using BlazorShop.Privacy;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Simulation;

internal sealed partial class Universe
{
    /// <summary>So many passes after the last form has ended by itself, or been opened, all is well.</summary>
    private const int Passes = 2;

    /// <summary>Whoever was killed may have held a lease: nothing waits longer for them.</summary>
    private static readonly TimeSpan longestLease = TimeSpan.FromSeconds(10);

    /// <summary>A payment whose form had no answer may still get one; after this it is asked about.</summary>
    private static readonly TimeSpan longestSilence = TimeSpan.FromSeconds(40);

    /// <summary>Nothing fails any more; banks say what they had left open; everybody else does what they would do by themselves, until all is in order.</summary>
    private void Settle()
    {
        Trace("FAULTS STOP");
        Lagging = false;
        var shop = Process(0);
        if (Weather.WasBad)
            Again(shop);
        Worker<ReservationWorker>(shop, Work.Reservations);
        Rules.Carts(this);
        // A pass that was killed in this very moment still holds its lease: the next one begins when that has run out, as a started shop does.
        Later(longestLease + Weather.Spread);
        Worker<ReconciliationWorker>(shop, Work.Reconciliation);
        Rules.Orphans(this);
        DecideMoney();
        Later(longestSilence + Weather.Spread);
        if (random.Next(2) == 0)
            DecideDisputes();
        Pass(shop);
        DecideDisputes();
        for (var pass = 1; ; pass++)
        {
            RunOut();
            Pass(shop);
            try
            {
                Rules.End(this);
                Reach.Note($"all well after pass {pass}");
                break;
            }
            catch (BrokenRuleException) when (pass < Passes)
            {
                Later(every);
            }
        }

        Repeat(shop);
        Rules.Letters(this);
        Reach.Look(this);
        LookAtSubscriptions();
    }

    /// <summary>
    /// Whatever the provider said, who comes afterwards gets a form at once: what stood in the way is given up by one click, and the next one asks again.
    /// What was not known yet is asked about twice, a minute apart.
    /// </summary>
    private void Again(ShopProcess shop)
    {
        const int clicks = 3;
        var person = people[0];
        var last = "";
        for (var i = 0; i < clicks; i++)
        {
            CheckoutStart? start = null;
            Try($"{person.Name} comes after the storm", () =>
            {
                var cart = Run(shop.Get<CartService>().ViewAsync(person.Owner, default));
                if (cart.Lines.Count == 0)
                {
                    Run(shop.Get<CartService>().AddAsync(person.Owner, Any(variants), 1, default));
                    cart = Run(shop.Get<CartService>().ViewAsync(person.Owner, default));
                }

                start = Run(shop.Get<CheckoutService>().StartAsync(person.Buyer, Make.Address(), cart.Total, default));
                return last = Shown(person, start);
            });
            if (start is not CheckoutStart.Unavailable)
            {
                Reach.Note("after the storm: " + start?.GetType().Name);
                return;
            }

            Later(TimeSpan.FromMinutes(1) + Weather.Spread);
        }

        throw new BrokenRuleException("who comes after the storm gets a form", $"{person.Name}: {last}");
    }

    /// <summary>Nobody pays any more: the forms that are open end by themselves.</summary>
    private void RunOut()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        var end = Provider.Sessions.Where(s => s.State == SessionState.Open).Select(s => s.Request.ExpiresAt).Concat(CardFormsUntil).DefaultIfEmpty(now).Max();
        if (end > now)
            Later(end - now + Weather.Spread);
        // What must not be done twice waits until the provider has forgotten that it failed.
        if (Weather.KeysAreBroken)
            Later(SimulatedProvider.KeysLive);
    }

    /// <summary>Mails, and buyers whom the provider is to forget, wait up to some hours after a failure.</summary>
    private void Repeat(ShopProcess shop)
    {
        for (; ; )
        {
            DateTime? next;
            using (var db = Look())
            {
                next = db.OutboxMessages.Where(m => m.State == OutboxState.Queued).Max(m => (DateTime?)m.NextAt)
                    ?? db.PaymentCustomers.Where(c => c.ForgetAt != null && c.ForgottenAt == null).Max(c => c.ForgetAt);
            }

            if (next is not { } due || due <= shop.Get<TimeProvider>().GetUtcNow().UtcDateTime)
                return;
            Later(due - Clock.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(1) + Weather.Spread);
            Worker<OutboxWorker>(shop, Work.Outbox);
            Worker<ErasureWorker>(shop, Work.Erasure);
        }
    }

    private static readonly TimeSpan every = new PaymentsOptions().ReconcileEvery;

    /// <summary>Debits and refunds that were open are decided; some buyer whose bank had refused pays in another way, and then the first money comes all the same.</summary>
    private void DecideMoney()
    {
        foreach (var session in Provider.Sessions.Where(s => s.Money == SessionMoney.Processing).ToList())
            Provider.Decide(session, paid: random.Next(2) == 0);
        foreach (var refund in Provider.Refunds.Where(r => r.State == RefundState.Pending).ToList())
            Provider.Decide(refund, arrives: random.Next(4) > 0);
        DeliverAll(Process(0));
        Worker<InboxWorker>(Process(0), Work.Inbox);
        foreach (var session in Provider.Sessions.Where(s => s.Money == SessionMoney.Failed).ToList())
        {
            if (people.Find(p => p.Forms.Contains(session.Reference)) is not { } person || random.Next(2) == 0)
                continue;
            Try($"{person.Name} pays in another way", () => Shown(person, Run(Process(0).Get<CheckoutService>().PayAgainAsync(person.Buyer, session.Request.OrderNumber, default))));
            if (Provider.Sessions[^1] is { State: SessionState.Open } open && open.Request.Order == session.Request.Order && WasShown(open.Reference))
                Provider.Pay(open, later: false);
            Provider.Decide(session, paid: true);
            Trace($"the bank says {session.Money} to {session.Reference} after all");
            Reach.Note("late debit");
            // Before the second payment has gone back, banks ask for both.
            var paid = Provider.Sessions.Where(s => s.Request.Order == session.Request.Order && s.Captured > 0).ToList();
            if (paid.Count > 1 && random.Next(2) == 0 && paid.Count(s => Provider.OpenDispute(s, inquiry: false)) > 1)
                Reach.Note("two disputes on one order");
        }
    }

    /// <summary>All disputes end, some before the shop has heard how they began.</summary>
    private void DecideDisputes()
    {
        foreach (var dispute in Provider.Disputes.Where(d => !d.Closed).ToList())
        {
            Provider.Decide(dispute, won: random.Next(3) > 0);
            Trace($"dispute {dispute.Reference} is {dispute.Status}");
        }
    }

    private void Later(TimeSpan span)
    {
        Clock.Advance(span);
        Provider.Tick();
    }

    /// <summary>What happens by itself in one turn of the reconciliation.</summary>
    private void Pass(ShopProcess shop)
    {
        DeliverAll(shop);
        Worker<InboxWorker>(shop, Work.Inbox);
        Worker<ReservationWorker>(shop, Work.Reservations);
        Worker<ReconciliationWorker>(shop, Work.Reconciliation);
        Worker<InboxWorker>(shop, Work.Inbox);
        Worker<OutboxWorker>(shop, Work.Outbox);
        Worker<ErasureWorker>(shop, Work.Erasure);
        foreach (var refund in Provider.Refunds.Where(r => r.State == RefundState.Pending).ToList())
            Provider.Decide(refund, arrives: true);
    }

    private void DeliverAll(ShopProcess shop)
    {
        var waiting = Provider.Events.Where(e => e is { Acknowledged: false, Lost: false }).ToArray();
        random.Shuffle(waiting);
        foreach (var happened in waiting)
        {
            if (Seeded?.Skips(Work.Webhooks) != true)
                Hand(shop, happened);
        }
    }
}
