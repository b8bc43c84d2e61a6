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

    public static T Run<T>(Task<T> step) => step.GetAwaiter().GetResult();

    public static void Run(Task step) => step.GetAwaiter().GetResult();

    private double Some(params double[] values) => values[random.Next(values.Length)];

    private (double, Action<ShopProcess>) Often(double weight, Action<ShopProcess> what) => (weight * Some(0, 0.3, 1, 1, 2, 3), what);

    private (double, Action<ShopProcess>) Mostly(double weight, Action<ShopProcess> what) => (weight * Some(0.5, 1, 1, 2), what);

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private Guid NewGuid() => Fixed(0x1000 + ++guids);
}
