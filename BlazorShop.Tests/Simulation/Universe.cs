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

/// <summary>How often things go wrong in one schedule.</summary>
internal sealed record Odds(double Between, double Crash, double Fault, double Slow, double Stale, double Lost, double Twice, double Debit, double Amount, double Post);

/// <summary>
/// One schedule: buyers, staff, the provider, its deliveries and the shop's workers do things in an order that the seed decides, on
/// one thread. Between any two transactions and around any call somebody else may come first, or the process may die.
/// </summary>
internal sealed partial class Universe : IDisposable
{
    private const int Deepest = 3;
    private static readonly Lazy<SqliteConnection> template = new(MakeTemplate);
    private static readonly VariantId[] variants = [.. Enumerable.Range(1, 3).Select(i => new VariantId(Fixed(0x10 + i)))];
    private readonly Random random;
    private readonly ShopProcess?[] processes;
    private readonly SqliteShopDbContext stores;
    private readonly List<Person> people = [];
    private readonly List<string> trace = [];
    private readonly Dictionary<string, PaymentSession> seen = new(StringComparer.Ordinal);
    private readonly List<(OrderId Order, Money Amount, Guid RequestId)> asked = [];
    private readonly Dictionary<(string, int), DateTime> applied = [];
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly (double Weight, Action<ShopProcess> Do)[] actions;
    private readonly double weights;
    private bool quiet = true;
    private int depth;
    private int guids;
    private bool counting;
    private Action<ShopProcess>? click;
    private int stepNumber;
    private (int Step, int Changes, int Calls) survives;
    private (int Step, int Changes, int Calls) before;

    public Universe(int seed, Seeded? seeded = null)
    {
        Seed = seed;
        Seeded = seeded;
        Recurring = seeded is null ? new Random((seed * 31) + 7).Next(4) == 0 : seeded.Recurs;
        random = new Random(seed);
        Connection = new SqliteConnection("Data Source=:memory:");
        Connection.Open();
        lock (template)
            template.Value.BackupDatabase(Connection);
        Execute("PRAGMA foreign_keys=ON");
        Prepared = new PreparedCommands(Connection);
        Contexts = new ContextPool(this);
        stores = Contexts.Rent(null);
        Inbox = new InboxInsert(stores);
        Weather = new Weather(this);
        Provider = new SimulatedProvider(Weather.ProviderClock());
        Odds = new Odds(
            Between: Some(0, 0.02, 0.06, 0.15),
            Crash: Some(0, 0.002, 0.006, 0.015),
            Fault: Some(0, 0.02, 0.08, 0.2),
            Slow: Some(0, 0.05, 0.1),
            Stale: Some(0, 0, 0.05, 0.2),
            Lost: Some(0, 0.1, 0.4, 1),
            Twice: Some(0, 0.1, 0.3),
            Debit: Some(0.1, 0.2, 0.7),
            Amount: Some(0, 0, 0.05, 0.15),
            Post: Some(0, 0.1, 0.6));
        Lagging = random.Next(3) == 0;
        processes = new ShopProcess?[random.Next(3) == 0 ? 2 : 1];
        for (var i = 0; i < variants.Length; i++)
        {
            Initial[variants[i]] = random.Next(1, 6);
            Execute($"UPDATE StockItems SET OnHand = {Initial[variants[i]]} WHERE VariantId = '{variants[i].Value.ToString().ToUpperInvariant()}'");
        }

        if (seeded?.Prepare is { } sql)
            Execute(sql);
        for (var i = 0; i < random.Next(1, 4); i++)
            people.Add(new Person($"buyer{i}"));
        // Each schedule leaves some of it out and does some of it often: what is hidden by the rest shows.
        actions =
        [
            Mostly(8, Start), Mostly(11, Pay), Often(3, AddToCart), Often(1, ChangeCart), Often(3, PayAgain), Often(2, ComeBack),
            Often(3, RefundByStaff), Often(1, RefundOfPayment), Often(2, RefundByProvider), Often(1, DecideRefund), Often(1.5, Dispute), Often(2, DecideDispute),
            Often(3, DecideDebit), Often(1, LateDebit), Often(2, Ship), Often(0.5, MarkDelivered), Often(1, Cancel), Often(0.3, Erase), Often(0.7, Copy), Often(0.4, Restore),
            Often(6, Deliver), Often(1, DeliverAgain), Often(3, p => Worker<InboxWorker>(p, Work.Inbox)),
            Often(2, p => Worker<ReservationWorker>(p, Work.Reservations)), Often(1.5, p => Worker<ReconciliationWorker>(p, Work.Reconciliation)),
            Often(1, p => Worker<OutboxWorker>(p, Work.Outbox)), Often(3, _ => Wait()),
        ];
        actions = [.. actions, .. Recur()];
        if (seeded is not null)
        {
            Odds = seeded.When?.Invoke(Odds) ?? Odds;
            seeded.Under?.Invoke(Weather);
            // The swarm may have switched it off.
            for (var i = 0; i < actions.Length; i++)
            {
                if (seeded.Needs.Contains(actions[i].Do.Method.Name))
                    actions[i].Weight = Math.Max(actions[i].Weight, 1) * 3;
            }
        }

        weights = actions.Sum(a => a.Weight);
        foreach (var person in people)
            person.Buyer = new Buyer(Run(Process(0).Get<CustomerService>().ForUserAsync(person.Name, default)), person.Name + "@example.org", "http://localhost/", "en");
        // As at the start of the shop: a copy of its database knows whose it is.
        var instance = Process(0).Get<ShopInstance>();
        Run(instance.RunAsync(default));
        Run(instance.IdAsync(default));
        BeginToListen();
    }

    public int Seed { get; }

    public Seeded? Seeded { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));

    public SqliteConnection Connection { get; }

    public ContextPool Contexts { get; }

    public PreparedCommands Prepared { get; }

    /// <summary>The schedule's own thread runs.</summary>
    public bool IsHere => Environment.CurrentManagedThreadId == thread;

    /// <summary>How the shop stores an event, kept as its writer keeps it.</summary>
    public InboxInsert Inbox { get; }

    public SimulatedProvider Provider { get; }

    public Weather Weather { get; }

    /// <summary>Nothing goes wrong now.</summary>
    public bool IsQuiet => quiet;

    public Odds Odds { get; private set; }

    public bool Lagging { get; private set; }

    public Dictionary<VariantId, int> Initial { get; } = [];

    public int Steps { get; private set; }

    public int Crashes { get; private set; }

    public int Calls { get; set; }

    /// <summary>How many moments there were at which the process could have died.</summary>
    public int Gates { get; private set; }

    /// <summary>
    /// Those of them before which something has changed since the last: a dead process leaves the database and the provider, and
    /// where both are as they were a moment ago, dying now is dying then.
    /// </summary>
    public List<int> Moments { get; } = [];

    /// <summary>The one of them at which it does, though nothing else goes wrong.</summary>
    public int? DiesAt { get; init; }

    /// <summary>Mails that the email server took.</summary>
    public HashSet<Guid> Sent { get; } = [];

    /// <summary>What happened in it.</summary>
    public Reach Reach { get; } = new();

    public BrokenRuleException? Broken { get; private set; }

    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    public IReadOnlyList<string> Story => trace;

    /// <summary>Runs the schedule of this seed to its end, where all must be in order.</summary>
    public void Live()
    {
        // What takes many steps to go wrong gets them.
        var length = random.Next(12, 36) * (random.Next(5) == 0 ? 4 : 1);
        quiet = false;
        for (var i = 0; i < length; i++)
        {
            Act();
            Rules.Always(this);
        }

        quiet = true;
        Settle();
    }

    public bool Chance(double odds) => !quiet && odds > 0 && random.NextDouble() < odds;

    public int Pick(int from, int before) => random.Next(from, before);

    /// <summary>Somebody has this form before them, or had.</summary>
    public bool WasShown(string session) => seen.ContainsKey(session);

    /// <summary>What the provider said of a session some time ago.</summary>
    public PaymentSession? Before(string session) => seen.GetValueOrDefault(session);

    public void Trace(string what) => trace.Add($"{Clock.GetUtcNow():dd HH:mm:ss} {new string(' ', depth * 2)}{what}");

    /// <summary>A moment at which others may come first, or the process may die.</summary>
    public void Gate(ShopProcess process, string where)
    {
        process.MustLive();
        if (!IsHere)
            return;
        // Ids carry the time: no two of a schedule are of the same millisecond, so that their order is always the same.
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        if (counting)
        {
            Gates++;
            if (!InTransaction)
                survives = (stepNumber, SQLitePCL.raw.sqlite3_total_changes(Connection.Handle), Calls);
            if (survives with { Calls = Calls } is var now && now != before)
                Moments.Add(Gates);
            before = now;
            if (Gates == DiesAt)
                throw Die(process, where);
        }

        if (quiet)
            return;
        if (Chance(Odds.Crash))
            throw Die(process, where);

        if (depth >= Deepest || InTransaction || !Chance(Odds.Between))
            return;
        depth++;
        try
        {
            if (click is { } again && random.Next(3) == 0)
            {
                Trace($"the same click again, at {where}:");
                Act(again);
                Reach.Note("the same click twice");
            }
            else
            {
                Trace($"meanwhile, at {where}:");
                Act();
            }
        }
        finally
        {
            depth--;
        }

        process.MustLive();
    }

    private SimulatedCrashException Die(ShopProcess process, string where)
    {
        Trace($"CRASH of {process.Number} at {where}");
        Crashes++;
        process.IsDead = true;
        return new SimulatedCrashException();
    }

    /// <summary>An event is being applied; who took it has it alone until the lease ends.</summary>
    public void Applies(string id, int attempts)
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        // By another clock a lease has run out before: then twice must be as good as once.
        if (Weather.Spread == TimeSpan.Zero && applied.TryGetValue((id, attempts), out var before) && now - before < PaymentInbox.Lease)
            throw Break("an event is applied by one worker at a time", id);
        applied[(id, attempts)] = now;
    }

    /// <summary>Kept as well as thrown: the shop goes on after errors, and would swallow it.</summary>
    public BrokenRuleException Break(string rule, string what) => Broken ??= new BrokenRuleException(rule, what);

    public SqliteShopDbContext Look() => Contexts.Rent(null);

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Words of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        stores.Dispose();
        Prepared.Dispose();
        copy?.Dispose();
        Connection.Dispose();
    }

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

    private void Step(Action<ShopProcess> step)
    {
        stepNumber++;
        for (; ; )
        {
            var process = Process(0);
            try
            {
                step(process);
                Rules.Always(this);
                return;
            }
            catch (SimulatedCrashException) when (process.IsDead)
            {
                counting = false;
                Rules.Books(this);
                counting = true;
                // Whoever died held a lease.
                Clock.Advance(longestLease);
            }
        }
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

    /// <summary>Does something unwatched: nobody comes between and nothing fails.</summary>
    public void Quietly(Action what)
    {
        var before = quiet;
        quiet = true;
        try
        {
            what();
        }
        finally
        {
            quiet = before;
        }
    }

    public ShopProcess Process(int number)
    {
        if (processes[number] is { IsDead: false } alive)
            return alive;
        return processes[number] = new ShopProcess(this, number);
    }

    public static T Run<T>(Task<T> step) => step.GetAwaiter().GetResult();

    public static void Run(Task step) => step.GetAwaiter().GetResult();

    private static Guid Fixed(int last) => new(last, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);

    private static SqliteConnection MakeTemplate()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var options = new DbContextOptionsBuilder<SqliteShopDbContext>();
        options.UseShopDatabase(DatabaseProvider.Sqlite, "Data Source=:memory:");
        options.UseSqlite(connection);
        using var db = new SqliteShopDbContext(options.Options);
        db.Database.Migrate();
        var category = new Category { Id = new CategoryId(Fixed(1)), Slug = "shelf", Name = "Shelf" };
        var product = new Product { Id = new ProductId(Fixed(2)), CategoryId = category.Id, Slug = "cup", Name = "Cup" };
        long[] prices = [1000, 2550, 399];
        for (var i = 0; i < variants.Length; i++)
        {
            product.Variants.Add(new ProductVariant
            {
                Id = variants[i],
                ProductId = product.Id,
                Sku = $"CUP-{i}",
                Options = $"Size {i}",
                Price = new Money(prices[i], "EUR"),
                Position = i,
                Stock = new StockItem { VariantId = variants[i], OnHand = 1 },
            });
        }

        product.Refresh();
        db.AddRange(category, product, Coffee(category));
        db.SaveChanges();
        Run(db.HireAsync(Staff.Eve));
        return connection;
    }

    private double Some(params double[] values) => values[random.Next(values.Length)];

    private (double, Action<ShopProcess>) Often(double weight, Action<ShopProcess> what) => (weight * Some(0, 0.3, 1, 1, 2, 3), what);

    private (double, Action<ShopProcess>) Mostly(double weight, Action<ShopProcess> what) => (weight * Some(0.5, 1, 1, 2), what);

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private Guid NewGuid() => Fixed(0x1000 + ++guids);

    private void Act()
    {
        var roll = random.NextDouble() * weights;
        var index = 0;
        while (index < actions.Length - 1 && (roll -= actions[index].Weight) > 0)
            index++;
        Act(actions[index].Do);
    }

    private void Act(Action<ShopProcess> what)
    {
        Steps++;
        var process = Process(random.Next(processes.Length));
        var before = click;
        try
        {
            what(process);
        }
        catch (SimulatedCrashException) when (process.IsDead)
        {
            if (depth == 0)
                Quietly(() => Rules.Books(this));
        }
        finally
        {
            click = before;
        }
    }

    /// <summary>Something that a person sends: until it is answered, it may be sent once more.</summary>
    private void Click(ShopProcess shop, Action<ShopProcess> what)
    {
        click = what;
        what(shop);
        click = null;
    }

    /// <summary>What a person or a worker does may fail with what the shop's pages and workers expect; anything else is a bug.</summary>
    private void Try(string what, Func<string?> step)
    {
        Trace(what);
        try
        {
            if (step() is { } outcome)
                Trace($"{what} → {outcome}");
        }
        catch (PaymentGatewayException failure)
        {
            Trace($"{what} → {failure.Message}");
        }
        catch (InvalidOperationException notYet) when (notYet.Message.Contains("does not call paid yet", StringComparison.Ordinal))
        {
            Trace($"{what} → {notYet.Message}");
        }
        catch (Exception failure) when (failure is SimulatedDatabaseException or DbUpdateException { InnerException: SimulatedDatabaseException })
        {
            // A page would say so, and be asked again.
            Trace($"{what} → {(failure.InnerException ?? failure).Message}");
        }
        catch (DbUpdateException nobody) when (Erased.Count > 0 && nobody.InnerException is SqliteException { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT_FOREIGNKEY })
        {
            // Another tab of somebody who is being forgotten: nothing can be written for them any more.
            Trace($"{what} → too late");
        }
        catch (Exception failure) when (failure is not (SimulatedCrashException or BrokenRuleException or PaymentGatewayException))
        {
            throw new BrokenRuleException("no step ends in an unexpected error", $"{what}: {failure}");
        }
    }

    private void AddToCart(ShopProcess shop)
    {
        var (person, variant, quantity) = (Any(people), Any(variants), random.Next(1, 3));
        Try($"{person.Name} adds {quantity}", () => Run(shop.Get<CartService>().AddAsync(person.Owner, variant, quantity, default)).GetType().Name);
    }

    private void ChangeCart(ShopProcess shop)
    {
        var (person, variant, quantity) = (Any(people), Any(variants), random.Next(0, 3));
        Try($"{person.Name} sets {quantity}", () =>
        {
            Run(shop.Get<CartService>().SetQuantityAsync(person.Owner, variant, quantity, default));
            return null;
        });
    }

    private void Start(ShopProcess shop)
    {
        var person = Any(people);
        var address = Make.Address(random.Next(8) == 0 ? "DE" : "FR");
        Click(shop, shop => Try($"{person.Name} checks out", () =>
        {
            var cart = Run(shop.Get<CartService>().ViewAsync(person.Owner, default));
            if (cart.Lines.Count == 0)
            {
                Run(shop.Get<CartService>().AddAsync(person.Owner, Any(variants), random.Next(1, 3), default));
                cart = Run(shop.Get<CartService>().ViewAsync(person.Owner, default));
            }

            return Shown(person, Run(shop.Get<CheckoutService>().StartAsync(person.Buyer, address, cart.Total, default)));
        }));
    }

    private void PayAgain(ShopProcess shop)
    {
        var person = Any(people);
        if (person.Orders.Count == 0)
            return;
        var number = Any(person.Orders);
        Click(shop, shop => Try($"{person.Name} pays again", () => Shown(person, Run(shop.Get<CheckoutService>().PayAgainAsync(person.Buyer, number, default)))));
    }

    private string Shown(Person person, CheckoutStart start)
    {
        if (start is not CheckoutStart.Ready ready)
            return start is CheckoutStart.Unavailable unavailable ? "Unavailable: " + unavailable.Why : start.GetType().Name;
        if (!person.Forms.Contains(ready.Session.Reference))
            person.Forms.Add(ready.Session.Reference);
        if (!person.Orders.Contains(ready.OrderNumber))
            person.Orders.Add(ready.OrderNumber);
        seen.TryAdd(ready.Session.Reference, ready.Session);
        if (Provider.Find(ready.Session.Reference) is { State: SessionState.Open } form && form.Total != ready.Total)
            throw Break("nobody is shown a form that collects another amount", $"{form.Reference}: {form.Total}, not {ready.Total}");
        return $"form {ready.Session.Reference} of {ready.Total.Minor}";
    }

    private void Pay(ShopProcess shop)
    {
        var person = Any(people);
        if (person.Forms.Count == 0)
            return;
        // Mostly the form in front, sometimes an old tab.
        var form = random.Next(3) > 0 ? person.Forms[^1] : Any(person.Forms);
        var session = Provider.Find(form);
        if (random.Next(10) == 0)
        {
            Trace($"{person.Name} is declined on {form}");
            return;
        }

        // The provider's own price in the buyer's money, a form changed by hand at the provider: what is received is not what was asked.
        if (session.State == SessionState.Open && Chance(Odds.Amount))
        {
            session.Total = random.Next(3) == 0 ? session.Total with { Currency = "USD" } : session.Total with { Minor = session.Total.Minor + Any<long>([-100, -1, 1, 100]) };
            Reach.Note("another amount collected");
        }

        if (Provider.Pay(session, later: random.NextDouble() < Odds.Debit))
            Trace($"{person.Name} pays {form} {session.Money} {session.Total}");
    }

    private void ComeBack(ShopProcess shop)
    {
        var person = Any(people);
        if (person.Forms.Count == 0 || Seeded?.Skips(Work.Returns) == true)
            return;
        var form = Any(person.Forms);
        Click(shop, shop => Try($"{person.Name} comes back from {form}", () => Run(shop.Get<CheckoutReturns>().ReturnAsync(person.Buyer.Customer, form, default))?.PaymentStatus.ToString() ?? "not found"));
    }

    private void RefundByStaff(ShopProcess shop)
    {
        if (asked.Count > 0 && random.Next(4) == 0)
        {
            Ask(shop, asked[^1]);
            return;
        }

        var paid = Provider.Sessions.Where(s => s.Captured > 0).ToList();
        if (paid.Count == 0)
            return;
        var session = Any(paid);
        asked.Add((session.Request.Order, AnyPart(session), NewGuid()));
        Ask(shop, asked[^1]);
    }

    private Money AnyPart(SimulatedProvider.Session session) =>
        session.Total with { Minor = random.Next(2) == 0 ? session.Captured : random.Next(1, (int)session.Captured + 1) };

    private void Ask(ShopProcess shop, (OrderId Order, Money Amount, Guid RequestId) refund) => Click(shop, shop => Try($"staff refunds {refund.Amount.Minor}", () =>
        Run(shop.Get<RefundService>().RequestAsync(refund.Order, refund.Amount, "Sorry.", "staff@example.org", refund.RequestId, default)).GetType().Name));

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

    private void Worker<T>(ShopProcess shop, Work work)
        where T : PeriodicWorker
    {
        if (Seeded?.Skips(work) == true)
            return;
        Try($"{typeof(T).Name} of {shop.Number}", () =>
        {
            Run(shop.Get<T>().RunOnceAsync(default));
            return null;
        });
    }

    private void Wait()
    {
        var span = Any<TimeSpan>(
        [
            TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(70), TimeSpan.FromMinutes(6),
            TimeSpan.FromMinutes(31), TimeSpan.FromMinutes(61), TimeSpan.FromHours(3), TimeSpan.FromHours(25),
        ]);
        Clock.Advance(span);
        Provider.Tick();
        Trace($"time passes: {span}");
    }

    private sealed class Person(string name)
    {
        public string Name { get; } = name;

        public Buyer Buyer { get; set; } = null!;

        public CartOwner.Customer Owner => new(Buyer.Customer);

        public List<string> Forms { get; } = [];

        public List<string> CardForms { get; } = [];

        public List<string> Orders { get; } = [];
    }
}
