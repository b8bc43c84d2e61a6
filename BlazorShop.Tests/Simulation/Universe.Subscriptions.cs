using BlazorShop.Checkout;
using BlazorShop.Common;
using BlazorShop.Payments;
using BlazorShop.Payments.Reconciliation;
using BlazorShop.Payments.Recurring;
using BlazorShop.Payments.Refunds;
using BlazorShop.Subscriptions;
using BlazorShop.Tests.Fulfilment;
using BlazorShop.Tests.Testing;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// What is bought again and again: in one schedule of four, decided by a generator of its own, so that the others stay what they
/// would be without it.
/// </summary>
internal sealed partial class Universe
{
    private const string CoffeeSku = "COFFEE";
    private static readonly VariantId coffee = new(Fixed(0x20));
    private static readonly Money coffeePrice = new(1400, "EUR");

    /// <summary>Something recurs in this schedule.</summary>
    public bool Recurring { get; }

    private IEnumerable<DateTime> CardFormsUntil => Provider.CardForms.Where(f => f.State == SessionState.Open).Select(f => f.Request.ExpiresAt!.Value);

    private (double, Action<ShopProcess>)[] Recur()
    {
        Initial[coffee] = 3;
        if (!Recurring)
            return [];
        Initial[coffee] = random.Next(1, 25);
        Execute($"UPDATE StockItems SET OnHand = {Initial[coffee]} WHERE VariantId = '{coffee.Value.ToString().ToUpperInvariant()}'");
        return
        [
            Mostly(9, Subscribe), Mostly(12, _ => PeriodPasses()), Often(4, _ => RetryInvoice()), Often(4, _ => HandleInvoice()), Often(8, AskForChange),
            Often(5, ChangeCard), Often(2, FillCardForm), Often(2, ComeBackFromCardForm), Often(0.7, EndByStaff), Often(1.5, _ => ChangeByProvider()),
            Often(4, RefundRenewal), Often(1, _ => RefundRenewalByProvider()), Often(1, _ => DisputeRenewal()), Often(1, CancelRenewal),
        ];
    }

    /// <summary>Periods are long: a shop that has asked once is told all that happened since, and one that never did only of the last month.</summary>
    private void BeginToListen()
    {
        if (Recurring)
            Worker<ReconciliationWorker>(Process(0), Work.Reconciliation);
    }

    private void Subscribe(ShopProcess shop)
    {
        var person = Any(people);
        var address = Make.Address(random.Next(8) == 0 ? "DE" : "FR");
        Click(shop, shop => Try($"{person.Name} subscribes", () =>
            Shown(person, Run(shop.Get<CheckoutService>().SubscribeAsync(person.Buyer, address, CoffeeSku, coffeePrice, default)))));
        if (random.Next(3) == 0 || person.Forms.Count == 0 || Provider.Find(person.Forms[^1]) is not { State: SessionState.Open, Request.Recurrence: not null } form)
            return;
        if (Provider.Pay(form, later: false))
            Trace($"{person.Name} pays {form.Reference}, and {form.Invoice!.Subscription.Reference} begins");
    }

    private void AskForChange(ShopProcess shop)
    {
        if (AnySubscriber() is not { } one)
            return;
        var verb = Any<SubscriptionVerb>([SubscriptionVerb.Pause, SubscriptionVerb.Resume, SubscriptionVerb.Cancel, SubscriptionVerb.Keep]);
        Click(shop, shop => Try($"{one.Person.Name} wants {verb} of {one.Subscription.Reference}", () =>
            Answered(one.Subscription, verb, Run(shop.Get<SubscriptionService>().AskAsync(one.Person.Buyer.Customer, one.Id, verb, default)))));
    }

    private void EndByStaff(ShopProcess shop)
    {
        if (AnySubscriber() is { } one)
        {
            Click(shop, shop => Try($"staff ends {one.Subscription.Reference}", () =>
                Answered(one.Subscription, SubscriptionVerb.End, Run(shop.Get<SubscriptionAdmin>().CancelAsync(StaffActions.Eve, one.Id)))));
        }
    }

    private string Answered(SimulatedProvider.Subscription subscription, SubscriptionVerb verb, SubscriptionChanged answer)
    {
        Reach.Note($"{verb}: {answer.GetType().Name}");
        var isDone = verb switch
        {
            SubscriptionVerb.Pause => subscription.Changes.Contains((new SubscriptionChange.Pause(), true)),
            SubscriptionVerb.Resume => subscription.Changes.Contains((new SubscriptionChange.Resume(), true)),
            SubscriptionVerb.Cancel => subscription.Changes.Contains((new SubscriptionChange.CancelAtPeriodEnd(), true)),
            SubscriptionVerb.Keep => subscription.Changes.Contains((new SubscriptionChange.KeepRunning(), true)),
            _ => subscription.IsOver,
        };
        if (answer is SubscriptionChanged.Done && !isDone)
            throw Break("what is called done was done at the provider", $"{verb} of {subscription.Reference}");
        return answer is SubscriptionChanged.Refused refused ? refused.Problem ?? "" : answer.GetType().Name;
    }

    /// <summary>Opens the form for another card; mostly fills it in, and mostly comes back.</summary>
    private void ChangeCard(ShopProcess shop)
    {
        if (AnySubscriber() is not { } one)
            return;
        string? opened = null;
        Click(shop, shop => Try($"{one.Person.Name} wants another card for {one.Subscription.Reference}", () =>
        {
            var form = Run(shop.Get<SubscriptionService>().OpenCardFormAsync(one.Person.Buyer.Customer, one.Id, "http://localhost", "en", default));
            if (form is null)
                return "none";
            if (!one.Person.CardForms.Contains(form.Reference))
                one.Person.CardForms.Add(form.Reference);
            return opened = form.Reference;
        }));
        if (opened is null || random.Next(4) == 0)
            return;
        Fill(one.Person, opened);
        if (random.Next(3) > 0)
            ComeBack(shop, one.Person, opened);
    }

    private void FillCardForm(ShopProcess shop)
    {
        if (Any(people) is { CardForms.Count: > 0 } person)
            Fill(person, Any(person.CardForms));
    }

    private void Fill(Person person, string form)
    {
        if (Provider.Fill(Provider.FindCardForm(form), declines: random.Next(3) == 0))
            Trace($"{person.Name} enters {Provider.FindCardForm(form).Card} in {form}");
    }

    private void ComeBackFromCardForm(ShopProcess shop)
    {
        if (Any(people) is { CardForms.Count: > 0 } person)
            ComeBack(shop, person, Any(person.CardForms));
    }

    private void ComeBack(ShopProcess shop, Person person, string form)
    {
        if (Seeded?.Skips(Work.Returns) == true)
            return;
        Click(shop, shop => Try($"{person.Name} comes back from {form}", () =>
        {
            var answer = Run(shop.Get<SubscriptionService>().CardEnteredAsync(person.Buyer.Customer, form, default));
            Reach.Note($"ChangeCard: {answer.GetType().Name}");
            return answer is SubscriptionChanged.Refused refused ? refused.Problem ?? "" : answer.GetType().Name;
        }));
    }

    /// <summary>A subscription that runs or has ended, and whose it is.</summary>
    private (Person Person, SimulatedProvider.Subscription Subscription, SubscriptionId Id)? AnySubscriber()
    {
        if (Provider.Subscriptions.Count == 0)
            return null;
        // Mostly one that runs.
        var running = Provider.Subscriptions.Where(s => !s.IsOver).ToList();
        var subscription = running.Count > 0 && random.Next(8) > 0 ? Any(running) : Any(Provider.Subscriptions);
        return people.Find(p => p.Buyer.Customer == subscription.Session.Request.Customer) is { } person
            ? (person, subscription, subscription.Session.Request.Subscription!.Value)
            : null;
    }

    private void LookAtSubscriptions()
    {
        if (!Recurring)
            return;
        foreach (var subscription in Provider.Subscriptions)
            Reach.Note($"subscription {subscription.Status}{(subscription.IsPaused ? ", paused" : "")}{(subscription.CancelAtPeriodEnd ? ", to end" : "")}");
        foreach (var invoice in Provider.Invoices.Where(i => !i.IsFirst))
        {
            Reach.Note($"renewal {invoice.State}");
            if (invoice.State == InvoiceState.Paid)
                Reach.Note(invoice switch
                {
                    { PaidOutside: > 0 } => "renewal paid outside",
                    { Due.Minor: 0 } => "renewal of nothing",
                    _ when invoice.Due < coffeePrice => "renewal reduced",
                    _ when invoice.Due > coffeePrice => "renewal with more",
                    _ => "renewal in full",
                });
            if (invoice.Attempts > 1 && invoice.State == InvoiceState.Paid)
                Reach.Note("renewal paid after it had failed");
            if (invoice.IsVoid && invoice.Attempts == 0)
                Reach.Note("renewal void while paused");
        }

        using var db = Look();
        foreach (var command in db.Set<SubscriptionCommand>().ToList())
            Reach.Note($"command {command.Verb} {command.State}");
        foreach (var refund in db.Set<Refund>().Where(r => r.IsOutside).ToList())
            Reach.Note("refund outside");
        foreach (var dispute in Provider.Disputes.Where(d => d.Session.Invoice is { IsFirst: false }))
            Reach.Note("dispute of a renewal");
    }
}
