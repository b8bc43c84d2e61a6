using BlazorShop.Assurance;
using BlazorShop.Catalog;
using BlazorShop.Mail;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Inbox;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Simulation;

/// <summary>What must hold: at every moment, after a crash, and when all has settled.</summary>
internal static partial class Rules
{
    /// <summary>Cheap enough for every step.</summary>
    public static void Always(Universe universe)
    {
        if (universe.Broken is { } broken)
            throw broken;
        var (provider, payments) = (universe.Provider, new HashSet<Guid>());
        provider.Tick();
        using var command = universe.Connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT PaymentId FROM Reservations WHERE State = 'Released'";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            payments.Add(reader.GetGuid(0));
        // A form that nobody was shown takes nobody's money; it is closed unseen, which is a rule of its own.
        foreach (var session in provider.Sessions.Where(s => s.State == SessionState.Open && universe.WasShown(s.Reference) && payments.Contains(s.Request.Payment.Value)))
            throw new BrokenRuleException("goods are given back only when the provider takes no money any more", session.Reference);
        reader.Close();
        command.CommandText = "SELECT count(*) FROM Payments WHERE State IN ('Creating', 'Open') AND CartId IS NOT NULL GROUP BY CartId HAVING count(*) > 1"
            + " UNION ALL SELECT count(*) FROM Payments WHERE State IN ('Creating', 'Open') GROUP BY OrderId HAVING count(*) > 1";
        if (command.ExecuteScalar() is not null)
            throw new BrokenRuleException("one open form for each cart and each order", "two");
        Once("one form for each payment", provider.Sessions.Select(s => s.Request.Payment.ToString()));
        Once("one refund at the provider for each of ours", provider.Refunds.Where(r => r.Ours is not null).Select(r => r.Ours.ToString()!));
        Heard(universe);
        // A second name after the key has run out is an empty record there: no money hangs on it.
        Once("one name at the provider for each buyer", provider.Customers
            .Where(c => !provider.Forgotten.Contains(c.Reference) && !provider.Unheard.Contains(c.Reference))
            // A copy from before does not know the name that came after a deleted one, nor the key that came after a failed one.
            .Where(c => !universe.Restored || !(universe.Weather.KeysAreBroken || provider.Customers.Exists(o => o.Customer == c.Customer && provider.Forgotten.Contains(o.Reference))))
            .Where(c => !provider.Customers.Exists(o => o.Customer == c.Customer && c.MadeAt - o.MadeAt >= SimulatedProvider.KeysLive))
            .Select(c => c.Customer.ToString()));
    }

    /// <summary>What the shop said it has, and what its list of events has been read up to, is in its database.</summary>
    private static void Heard(Universe universe)
    {
        var stored = universe.Ids();
        Empty("what was acknowledged is stored", universe.Provider.Events.Where(e => e.Acknowledged && !stored.Contains(e.Id)).Select(e => e.Id));
        using var command = universe.Connection.CreateCommand();
        command.CommandText = "SELECT Value FROM Watermarks WHERE Name = 'events'";
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            return;
        // What is just made may be listed a moment later.
        var read = reader.GetDateTime(0).AddMinutes(-2) - universe.Weather.Spread;
        Empty("what happened before the list was read is stored", universe.Provider.Events.Where(e => e.CreatedAt < read && !stored.Contains(e.Id)).Select(e => e.Id));
    }

    /// <summary>The shop's own rules, between any two transactions.</summary>
    public static void Books(Universe universe)
    {
        foreach (var rule in Universe.Run(universe.Process(0).Get<Invariants>().CheckAsync(default)))
        {
            if (rule.Broken.Count > 0)
                throw new BrokenRuleException(rule.Name, rule.Rule + " " + string.Join(", ", rule.Broken));
        }
    }

    /// <summary>Nobody can pay for a cart as it no longer is.</summary>
    public static void Carts(Universe universe)
    {
        using var db = universe.Look();
        var old = (from payment in db.Payments
                   join cart in db.Carts on payment.CartId equals cart.Id
                   where (payment.State == PaymentState.Creating || payment.State == PaymentState.Open) && payment.CartVersion != cart.Version
                   select payment.Id).ToList();
        // Also one that has no form yet: the buyer must not wait for it.
        Empty("a changed cart closes its form", old.Select(p => p.ToString()));
    }

    /// <summary>The faults have stopped, and the shop has looked once: no form is open that belongs to no live payment.</summary>
    public static void Orphans(Universe universe)
    {
        using var db = universe.Look();
        var over = db.Payments.Where(p => p.State != PaymentState.Creating && p.State != PaymentState.Open).Select(p => p.Id).ToHashSet();
        var known = db.Payments.Select(p => p.Id).ToHashSet();
        universe.Provider.Tick();
        // Of what was lost with the database the shop hears when it is paid.
        Empty("a form of a payment that was given up is closed unseen", universe.Provider.Sessions
            .Where(s => s.State == SessionState.Open && (over.Contains(s.Request.Payment) || (!known.Contains(s.Request.Payment) && !universe.Restored))).Select(s => s.Reference));
    }

    /// <summary>All has settled.</summary>
    public static void End(Universe universe)
    {
        Always(universe);
        Books(universe);
        var provider = universe.Provider;
        using var db = universe.Look();
        var payments = db.Payments.AsNoTracking().ToList();
        var orders = db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.Charges).ToList();
        var refunds = db.Set<Refund>().AsNoTracking().ToList();
        var reservations = db.Reservations.AsNoTracking().ToList();
        var booked = (from entry in db.Set<JournalEntry>()
                      join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                      where posting.Account == Account.Provider
                      select new { entry.PaymentId, posting.Amount }).ToList();

        Empty("nothing is open any more", payments.Where(p => p.IsLive || p.State == PaymentState.Processing).Select(p => $"{p.SessionReference} {p.State} until {p.ExpiresAt:HH:mm:ss}"));
        Empty("no refund waits any more", refunds.Where(r => r.State is RefundState.Requested or RefundState.Pending).Select(r => $"{r.Reference} {r.State}"));
        Empty("no event waits any more", db.InboxEvents.Where(e => e.State == InboxState.New || e.State == InboxState.Quarantined).Select(e => e.Id + " " + e.State + " " + e.Result).ToList());
        Empty("an order waits for a bank only while a bank works", orders
            .Where(o => o.PaymentStatus == PaymentStatus.Processing && !payments.Exists(p => p.OrderId == o.Id && p.State == PaymentState.Processing)).Select(o => o.Number));
        Empty("an order that nobody can pay any more has ended", orders
            .Where(o => o is { Status: OrderStatus.Pending, PaymentStatus: PaymentStatus.Unpaid, Held: null } && !payments.Exists(p => p.OrderId == o.Id && (p.IsLive || p.State == PaymentState.Paid)))
            .Select(o => o.Number));

        foreach (var session in provider.Sessions)
        {
            var payment = payments.Find(p => p.Id == session.Request.Payment);
            // Of what was lost with the database, a form by which no money came is nobody's.
            if (payment is null && universe.Restored && session.Captured == 0)
                continue;
            if (payment is null)
                throw new BrokenRuleException("every form is known here", $"{session.Reference}, order {session.Request.Order}, attempt {session.Request.Attempt}: " + string.Join(", ", payments.Where(p => p.OrderId == session.Request.Order).Select(p => $"{p.SessionReference} {p.Attempt} {p.State}")));
            if (session.Request.Total != payment.Amount)
                throw new BrokenRuleException("the provider is asked for what the payment says", $"{session.Reference}: {session.Request.Total}");
            var ours = booked.Where(b => b.PaymentId == payment.Id).Sum(b => b.Amount);
            if (ours != provider.BalanceOf(session))
                throw new BrokenRuleException("the books agree with the provider's for each payment", $"{session.Reference}: {ours} here, {provider.BalanceOf(session)} there");
            if (session.Captured == 0)
            {
                if (payment.State == PaymentState.Paid)
                    throw new BrokenRuleException("paid is what the provider calls paid", session.Reference);
                continue;
            }

            var order = orders.Single(o => o.Id == payment.OrderId);
            if (payment.State != PaymentState.Paid || payment.SessionReference != session.Reference)
                throw new BrokenRuleException("every paid form is a paid payment", $"{session.Reference} is {payment.State}");
            if (payment.InSuspense)
            {
                // What nobody could decide is asked of people; the rest goes back by itself.
                if (payment.SuspendedBecause == SuspenseReason.OtherAmount ? !order.NeedsAttention : !refunds.Exists(r => r.PaymentId == payment.Id))
                    throw new BrokenRuleException("what is owed to nobody goes back", session.Reference);
                // A bank that takes back what was held leaves the order alone.
                if (order.IsDisputed && !payments.Exists(p => p.OrderId == order.Id && p is { State: PaymentState.Paid, InSuspense: false }))
                    throw new BrokenRuleException("an order says whether it is disputed", session.Reference);
                continue;
            }

            if (order.Status is not (OrderStatus.Confirmed or OrderStatus.Completed or OrderStatus.Cancelled) || order.ConfirmedAt is null || order.PaymentSession != session.Reference)
                throw new BrokenRuleException("every paid form confirms its order", $"{session.Reference}: {order.Status}");
            if (session.Total != order.Total)
                throw new BrokenRuleException("an order is paid by what it costs", $"{session.Reference}: {session.Total}");
            var taken = reservations.Where(r => r.PaymentId == payment.Id && r.State == ReservationState.Taken).ToDictionary(r => r.VariantId, r => r.Quantity);
            var bought = order.Lines.ToDictionary(l => l.VariantId, l => l.Quantity);
            var unfulfillable = db.OutboxMessages.Count(m => m.DedupKey == $"order:{order.Number}:unfulfillable");
            var confirmed = db.OutboxMessages.Count(m => m.DedupKey == $"order:{order.Number}:confirmed");
            // Made again from the provider's records, with goods that are gone: people look whether it has shipped.
            var unsure = order.IsRestored && confirmed == 0 && order.NeedsAttention;
            // Paid before its buyer was forgotten, and heard of only now: there is nobody to write to, and staff are asked to refund it.
            var forgotten = order.Email.Length == 0 && confirmed == 0 && order.NeedsAttention;
            if (unfulfillable + confirmed != 1 && !unsure && !forgotten)
                throw new BrokenRuleException("one mail says that an order is paid", $"{session.Reference}: {confirmed} + {unfulfillable}");
            var none = unfulfillable == 1 || unsure || order.Status == OrderStatus.Cancelled;
            if (none ? taken.Count > 0 : bought.Count != taken.Count || bought.Any(b => taken.GetValueOrDefault(b.Key) != b.Value))
                throw new BrokenRuleException("what was bought leaves the stock", session.Reference);
            if (unfulfillable == 1 && !refunds.Exists(r => r.PaymentId == payment.Id))
                throw new BrokenRuleException("what cannot be sent is given back", session.Reference);
            if (order.Status == OrderStatus.Cancelled && !refunds.Exists(r => r.PaymentId == payment.Id))
                throw new BrokenRuleException("the money of a cancelled order goes back", session.Reference);
            var back = provider.Refunds.Where(r => r.Session == session && r.IsOutstanding).Sum(r => r.Amount);
            if (order.Refunded != back)
                throw new BrokenRuleException("an order says what was refunded", $"{session.Reference}: {order.Refunded} here, {back} there");
            var weighs = provider.Disputes.Any(d => d.Session == session && d.Status is not ("won" or "warning_closed"));
            if (order.IsDisputed != weighs)
                throw new BrokenRuleException("an order says whether it is disputed", session.Reference);
            var status = weighs ? PaymentStatus.Disputed : back == 0 ? PaymentStatus.Paid : back < session.Captured ? PaymentStatus.PartiallyRefunded : PaymentStatus.Refunded;
            if (order.PaymentStatus != status)
                throw new BrokenRuleException("an order says what became of its money", $"{session.Reference}: {order.PaymentStatus}, not {status}");
        }

        Subscriptions(universe, db, payments, orders);
        var total = booked.Sum(b => b.Amount);
        if (total != provider.Balance)
            throw new BrokenRuleException("the books agree with the provider's in total", $"{total} here, {provider.Balance} there");
        foreach (var item in db.StockItems.AsNoTracking().ToList())
        {
            var taken = reservations.Where(r => r.VariantId == item.VariantId && r.State == ReservationState.Taken).Sum(r => r.Quantity);
            if (item.Reserved != 0 || item.OnHand != universe.Initial[item.VariantId] - taken)
                throw new BrokenRuleException("no item is lost or made", $"{item.VariantId}: {item.OnHand} on hand, {item.Reserved} promised, {taken} of {universe.Initial[item.VariantId]} taken");
        }

        Once("one email for each event", db.OutboxMessages.Select(m => m.DedupKey).ToList());
    }

    /// <summary>What the shop repeats ever more rarely has been repeated.</summary>
    public static void Letters(Universe universe)
    {
        using var db = universe.Look();
        Empty("every mail is sent", db.OutboxMessages.AsNoTracking().ToList()
            .Where(m => m.State != OutboxState.Sent && (m.State == OutboxState.Queued || m.NextAt - m.CreatedAt < TimeSpan.FromHours(72))).Select(m => m.DedupKey + " " + m.LastError));
        // A server that took a email before the database was set back has it all the same.
        Empty("a mail that is called sent was sent", db.OutboxMessages.Where(m => m.State == OutboxState.Sent).Select(m => m.Id).ToList().Where(m => !universe.Sent.Contains(m)).Select(m => m.ToString()));
        Empty("who asked to be forgotten is forgotten", db.PaymentCustomers.AsNoTracking().ToList()
            .Where(c => universe.Erased.Contains(c.CustomerId) && (c.ForgottenAt is null || c.Email.Length > 0 || !universe.Provider.Forgotten.Contains(c.Reference!)))
            .Select(c => c.CustomerId.ToString()));
        Empty("an order that is owed nothing forgets its buyer", db.Orders.AsNoTracking().ToList()
            .Where(o => universe.Erased.Contains(o.CustomerId) && o.Email.Length > 0 && o is { WaitsToShip: false, IsDisputed: false, Held: null }).Select(o => o.Number));
    }

    private static void Empty(string rule, IEnumerable<string> broken)
    {
        if (broken.ToList() is { Count: > 0 } list)
            throw new BrokenRuleException(rule, string.Join(", ", list));
    }

    private static void Once(string rule, IEnumerable<string> names) => Empty(rule, names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));
}
