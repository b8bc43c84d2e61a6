using BlazorShop.Data;
using BlazorShop.Orders;
using BlazorShop.Payments;
using BlazorShop.Payments.Journal;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Subscriptions;
using Microsoft.EntityFrameworkCore;
using PaymentStatus = BlazorShop.Orders.PaymentStatus;

namespace BlazorShop.Tests.Simulation;

/// <summary>What must hold of what recurs, when all has settled.</summary>
internal static partial class Rules
{
    private static void Subscriptions(Universe universe, ShopDbContext db, List<Payment> payments, List<Order> orders)
    {
        if (!universe.Recurring)
            return;
        var provider = universe.Provider;
        var ours = db.Subscriptions.AsNoTracking().ToList();
        var commands = db.Set<SubscriptionCommand>().AsNoTracking().ToList();
        foreach (var theirs in provider.Subscriptions)
        {
            var mine = ours.Find(s => s.Reference == theirs.Reference);
            if (mine is null)
                throw new BrokenRuleException("every subscription is known here", theirs.Reference);
            Same(theirs, mine);
            Owed(provider, theirs, mine);
            Told(universe, db, theirs, mine, payments.Single(p => p.Id == mine.FirstPayment));
            var first = payments.Single(p => p.Id == mine.FirstPayment);
            var number = orders.Single(o => o.Id == first.OrderId).Number;
            if ((first.InSuspense || db.OutboxMessages.Any(m => m.DedupKey == $"order:{number}:unfulfillable")) && !theirs.IsOver)
                throw new BrokenRuleException("what began with money that is not owed, or for which there were no goods, has ended", theirs.Reference);
            if (!universe.Restored)
                LastCommand(provider, theirs, [.. commands.Where(w => w.SubscriptionId == mine.Id)]);
        }

        if (ours.Count != provider.Subscriptions.Count)
            throw new BrokenRuleException("no subscription is made up", $"{ours.Count} here, {provider.Subscriptions.Count} there");
        Commands(universe, commands);
        Invoices(universe, db, payments, orders);
    }

    private static void Same(SimulatedProvider.Subscription theirs, Subscription mine)
    {
        var there = SimulatedProvider.Say(theirs);
        var (a, b) = (
            (there.Status, there.PeriodEnd, there.CancelAtPeriodEnd, there.CollectionPaused, there.PaidWith, there.EndedAt),
            (mine.Status, mine.PeriodEnd, mine.CancelAtPeriodEnd, mine.CollectionPaused, mine.PaidWith, mine.EndedAt));
        if (a != b)
            throw new BrokenRuleException("a subscription stands here as it does at the provider", $"{theirs.Reference}: {b} here, {a} there");
    }

    private static void Owed(SimulatedProvider provider, SimulatedProvider.Subscription theirs, Subscription mine)
    {
        var owed = theirs.IsOver ? null : provider.Invoices.Find(i => i.Subscription == theirs && i.IsOwed);
        var (a, b) = ((owed?.Reference, owed?.Due.Minor ?? 0, owed?.Attempts ?? 0), (mine.OpenInvoice, mine.OpenAmount, mine.OpenAttempts));
        if (a != b)
            throw new BrokenRuleException("what is owed is the invoice that could not be collected", $"{theirs.Reference}: {b} here, {a} there");
    }

    /// <summary>Whoever owes a renewal has heard of its last try, and whoever had a subscription that it has ended; once each.</summary>
    private static void Told(Universe universe, ShopDbContext db, SimulatedProvider.Subscription theirs, Subscription mine, Payment first)
    {
        if (mine.Email.Length == 0)
            return;
        if (mine.OpenInvoice is { } owed && !db.OutboxMessages.Any(m => m.DedupKey == $"subscription:{owed}:failed:{mine.OpenAttempts}"))
            throw new BrokenRuleException("who owes a renewal is told", owed);
        // Heard of only after it was over, it never ran here.
        if (theirs.IsOver && first.SettledAt + universe.Weather.Spread < theirs.EndedAt && !db.OutboxMessages.Any(m => m.DedupKey == $"subscription:{mine.Id}:ended"))
            throw new BrokenRuleException("the end of a subscription is told", theirs.Reference);
    }

    /// <summary>Whatever came between: how it stands is what was asked last, unless somebody at the provider thought otherwise.</summary>
    private static void LastCommand(SimulatedProvider provider, SimulatedProvider.Subscription theirs, List<SubscriptionCommand> commands)
    {
        if (theirs.IsOver)
            return;
        Empty("the provider refuses a change only of what has ended", commands
            .Where(w => w.State == SubscriptionCommandState.Refused && w.Verb != SubscriptionVerb.ChangeCard).Select(w => $"{w.Verb} of {theirs.Reference}: {w.Problem}"));
        Stands(SubscriptionVerb.Pause, SubscriptionVerb.Resume, theirs.IsPaused, c => c is SubscriptionChange.Pause or SubscriptionChange.Resume);
        Stands(SubscriptionVerb.Cancel, SubscriptionVerb.Keep, theirs.CancelAtPeriodEnd, c => c is SubscriptionChange.CancelAtPeriodEnd or SubscriptionChange.KeepRunning);
        if (commands.Exists(w => w is { Verb: SubscriptionVerb.End, State: SubscriptionCommandState.Done }))
            throw new BrokenRuleException("what was ended has ended", theirs.Reference);
        // The forms may be filled in in another order than they were opened in: then nobody can say which card is meant.
        var filled = provider.CardForms.Where(f => f.Request.Subscription == theirs.Session.Request.Subscription && f.FilledAt is not null).ToList();
        if (filled.Count > 0 && filled.Select(f => f.FilledAt).SequenceEqual(filled.Select(f => f.FilledAt).Order()) && theirs.Card != filled[^1].Card)
            throw new BrokenRuleException("the card in use is the one that was entered last", $"{theirs.Reference}: {theirs.Card}, not {filled[^1].Card}");

        void Stands(SubscriptionVerb on, SubscriptionVerb off, bool isOn, Func<SubscriptionChange, bool> isAbout)
        {
            var last = commands.Where(w => w.Verb == on || w.Verb == off).OrderBy(w => w.CreatedAt).ThenBy(w => w.Id).LastOrDefault();
            if (last is { State: SubscriptionCommandState.Done } && (last.Verb == on) != isOn && !theirs.Changes.Exists(c => !c.ByShop && isAbout(c.Change)))
                throw new BrokenRuleException("the last command stands", $"{theirs.Reference}: {last.Verb} was done, {theirs.Changes.Count} changes");
        }
    }

    private static void Commands(Universe universe, List<SubscriptionCommand> commands)
    {
        var provider = universe.Provider;
        Empty("no command waits any more", commands.Where(w => w.State == SubscriptionCommandState.Pending).Select(w => $"{w.Verb} {w.Id}"));
        Empty("a refusal has its reason", commands.Where(w => w.State == SubscriptionCommandState.Refused && string.IsNullOrEmpty(w.Problem)).Select(w => $"{w.Verb} {w.Id}"));
        Empty("a card is tried once for what is owed, as often as its answer is lost", provider.Tries
            .Where(t => provider.Tries.Exists(o => o != t && o.Invoice == t.Invoice && o.Card == t.Card && t.At >= o.At && t.At - o.At < SimulatedProvider.KeysLive))
            .Select(t => t.Invoice + " " + t.Card));
        var answered = commands.Where(w => w.State != SubscriptionCommandState.AwaitsCard && w.Form is not null).Select(w => w.Form!).ToHashSet(StringComparer.Ordinal);
        // What was asked for after the copy is gone with the rest, and the buyer sees it.
        if (!universe.Restored)
            Empty("a card that was entered is used, or refused", provider.CardForms.Where(f => f.Card is not null && !answered.Contains(f.Reference)).Select(f => f.Reference));
    }

    /// <summary>Each invoice that was paid is one order, at what it collected, and in the books.</summary>
    private static void Invoices(Universe universe, ShopDbContext db, List<Payment> payments, List<Order> orders)
    {
        var provider = universe.Provider;
        var booked = (from entry in db.Set<JournalEntry>()
                      join posting in db.Set<JournalPosting>() on entry.Id equals posting.EntryId
                      where posting.Account == Account.Provider || posting.Account == Account.Outside
                      select new { entry.PaymentId, posting.Account, posting.Amount }).ToList();
        var outside = db.Set<Refund>().AsNoTracking().Where(r => r.IsOutside).ToList();
        foreach (var invoice in provider.Invoices)
        {
            var paid = payments.Where(p => p.InvoiceReference == invoice.Reference).ToList();
            if (invoice.State != InvoiceState.Paid)
            {
                Empty("what was not paid makes no order", paid.Select(_ => invoice.Reference));
                continue;
            }

            if (paid.Count != 1)
                throw new BrokenRuleException("every paid invoice is one payment", $"{invoice.Reference}: {paid.Count}");
            var payment = paid[0];
            if (invoice.IsFirst)
                continue;
            var order = orders.Find(o => o.Id == payment.OrderId);
            if (order is null || payment is not { State: PaymentState.Paid, InSuspense: false, SessionReference: null } || order.ConfirmedAt is null
                || order.SubscriptionId != invoice.Subscription.Session.Request.Subscription || orders.Count(o => o.Id == payment.OrderId) != 1 || payments.Count(p => p.OrderId == order.Id) != 1)
            {
                throw new BrokenRuleException("every paid invoice is one order", $"{invoice.Reference}: {payment.State}, {order?.Number} {order?.Status}");
            }

            if (order.Total != invoice.Due || payment.Received != invoice.Due.Minor || order.Quote.Total != invoice.Due)
                throw new BrokenRuleException("a renewal's order costs what was collected", $"{invoice.Reference}: {order.Total}, not {invoice.Due}");
            var charge = invoice.Charge is { } money ? provider.BalanceOf(money) : 0;
            var here = booked.Where(b => b.PaymentId == payment.Id && b.Account == Account.Provider).Sum(b => b.Amount);
            if (here != charge || payment.Reference != invoice.Charge?.Intent)
                throw new BrokenRuleException("the books agree with the provider's for each renewal", $"{invoice.Reference}: {here} here, {charge} there");
            var back = outside.Where(r => r.PaymentId == payment.Id && r.State == RefundState.Succeeded).Sum(r => r.Amount.Minor);
            var cash = booked.Where(b => b.PaymentId == payment.Id && b.Account == Account.Outside).Sum(b => b.Amount);
            if (cash != invoice.PaidOutside - back || back > invoice.PaidOutside)
                throw new BrokenRuleException("what was paid outside stands on its own account", $"{invoice.Reference}: {cash} of {invoice.PaidOutside}, {back} back");
            Money(universe, db, invoice, order, back);
        }

        Empty("what nobody invoiced is no renewal", payments.Where(p => p.InvoiceReference is { } i && provider.Invoices.TrueForAll(t => t.Reference != i)).Select(p => p.InvoiceReference!));
        Once("one order for each period", provider.Invoices.Where(i => i.State == InvoiceState.Paid).Select(i => $"{i.Subscription.Reference} {i.Until:O}"));
    }

    /// <summary>What became of a renewal's money, and who was told.</summary>
    private static void Money(Universe universe, ShopDbContext db, SimulatedProvider.Invoice invoice, Order order, long outside)
    {
        var provider = universe.Provider;
        var back = outside + provider.Refunds.Where(r => r.Session == invoice.Charge && r.IsOutstanding).Sum(r => r.Amount);
        var weighs = provider.Disputes.Any(d => d.Session == invoice.Charge && d.Status is not ("won" or "warning_closed"));
        var status = weighs ? PaymentStatus.Disputed : back == 0 ? PaymentStatus.Paid : back < invoice.Due.Minor ? PaymentStatus.PartiallyRefunded : PaymentStatus.Refunded;
        if ((order.Refunded, order.IsDisputed) != (back, weighs) || order.PaymentStatus != status)
            throw new BrokenRuleException("a renewal's order says what became of its money", $"{invoice.Reference}: {order.Refunded} {order.PaymentStatus}, not {back} {status}");
        var mails = db.OutboxMessages.Count(m => m.DedupKey == $"order:{order.Number}:confirmed" || m.DedupKey == $"order:{order.Number}:delayed");
        if (mails != 1 && !(mails == 0 && order.Email.Length == 0 && order.NeedsAttention))
            throw new BrokenRuleException("one mail says that a renewal was paid", $"{invoice.Reference}: {mails}");
    }
}
