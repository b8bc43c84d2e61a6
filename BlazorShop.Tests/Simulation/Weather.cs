using System.Data.Common;
using BlazorShop.Payments;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// What some schedules have to bear beside the rest: storms and odd answers of the provider, a database that is busy or whose answer to a
/// commit is lost, clocks that are minutes apart. It rolls dice of its own, so that the schedules without it are what they would be.
/// </summary>
internal sealed class Weather
{
    /// <summary>Until then the provider may not know what it has just made.</summary>
    private static readonly TimeSpan fresh = TimeSpan.FromSeconds(30);

    private readonly Universe universe;
    private readonly Random dice;
    private readonly TimeSpan[] ahead;
    private readonly Dictionary<string, object> earlier = new(StringComparer.Ordinal);
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);
    private (DateTime Until, GatewayProblem Problem) storm;

    public Weather(Universe universe)
    {
        this.universe = universe;
        dice = new Random((universe.Seed * 1009) + 17);
        Storms = dice.Next(4) == 0 ? Any(0.005, 0.02) : 0;
        Oddities = dice.Next(4) == 0 ? Any(0.02, 0.06, 0.12) : 0;
        Database = dice.Next(4) == 0 ? Any(0.01, 0.04) : 0;
        var apart = dice.Next(4) == 0;
        // Two processes, and the provider.
        ahead = [.. Enumerable.Range(0, 3).Select(_ => apart ? TimeSpan.FromSeconds(dice.Next(-120, 121)) : TimeSpan.Zero)];
        Spread = ahead.Max() - ahead.Min();
        if (apart)
            universe.Reach.Note("clocks apart");
    }

    /// <summary>How often a storm begins, at each call.</summary>
    public double Storms { get; set; }

    /// <summary>How often a call gets an odd answer.</summary>
    public double Oddities { get; set; }

    /// <summary>How often the database fails, at each transaction.</summary>
    public double Database { get; set; }

    /// <summary>So far apart are the clock that is ahead of all and the one that is behind.</summary>
    public TimeSpan Spread { get; }

    /// <summary>An error stands under a key of ours: whoever may not take another key waits until it has run out.</summary>
    public bool KeysAreBroken => broken.Count > 0;

    /// <summary>Something of it has struck.</summary>
    public bool WasBad => storm.Until > default(DateTime) || broken.Count > 0 || universe.Provider.Forgotten.Count > 0;

    public TimeProvider ClockOf(int process) => Ahead(ahead[process]);

    public TimeProvider ProviderClock() => Ahead(ahead[2]);

    /// <summary>All calls fail for a while: too many requests, an outage, a key that was rolled.</summary>
    public void Strike(string call)
    {
        var now = universe.Clock.GetUtcNow().UtcDateTime;
        if (Roll(Storms) && storm.Until <= now)
        {
            storm = (now + TimeSpan.FromSeconds(dice.Next(5, 600)), dice.Next(3) == 0 ? GatewayProblem.NotAllowed : GatewayProblem.Unavailable);
            universe.Trace($"  STORM: {storm.Problem} until {storm.Until:HH:mm:ss}");
        }

        if (universe.IsQuiet || storm.Until <= now)
            return;
        universe.Reach.Note("storm " + storm.Problem);
        throw new PaymentGatewayException(storm.Problem, call + ": not now.");
    }

    /// <summary>What was made just now is not known yet, where it was asked for.</summary>
    public void Miss(string call, DateTime made)
    {
        if (!Roll(Oddities) || universe.Provider.Now - made >= fresh)
            return;
        universe.Reach.Note("not known yet");
        universe.Trace($"  {call}: not known yet");
        throw new PaymentGatewayException(GatewayProblem.NotFound, $"No such object: {call}");
    }

    /// <summary>An answer from a copy of the provider's records that lags behind.</summary>
    public T Earlier<T>(string reference, T now)
        where T : notnull
    {
        if (!earlier.TryGetValue(reference, out var before))
        {
            earlier[reference] = now;
            return now;
        }

        if (!Roll(Oddities))
            return now;
        universe.Reach.Note("a stale answer");
        universe.Trace($"  {reference}: a stale answer");
        return (T)before;
    }

    /// <summary>Refused for a reason that is none of ours: an account under review, a card that its bank does not refund.</summary>
    public void Refuse(string call)
    {
        if (!Roll(Oddities))
            return;
        universe.Reach.Note("refused");
        universe.Trace($"  {call}: refused");
        throw new PaymentGatewayException(GatewayProblem.Rejected, call + ": this cannot be done now.");
    }

    /// <summary>An error of the provider's, kept under the call's key; what was asked for may have been done all the same.</summary>
    public void Break(string call, string key, Action effect)
    {
        if (!Roll(Oddities))
            return;
        var done = dice.Next(2) == 0;
        if (done)
            effect();
        universe.Provider.FailUnder(key);
        broken.Add(key);
        universe.Reach.Note(done ? "an error that stays, though it was done" : "an error that stays");
        universe.Trace($"  {call}: an error that stays under {key}" + (done ? ", though it was done" : ""));
    }

    /// <summary>Somebody deletes the buyer in the provider's dashboard.</summary>
    public void Delete(string customer)
    {
        if (!Roll(Oddities) || !universe.Provider.Forgotten.Add(customer))
            return;
        universe.Reach.Note("a buyer deleted there");
        universe.Trace($"  {customer} is deleted by hand");
    }

    /// <summary>A lock that was not to be had, a deadlock whose victim we were: nothing was written.</summary>
    public void Busy(string where)
    {
        if (!Roll(Database))
            return;
        universe.Reach.Note("database busy");
        universe.Trace($"  {where}: the database is busy");
        throw new SimulatedDatabaseException("The database is busy.", "40P01");
    }

    /// <summary>It is written, and whoever wrote it does not hear so.</summary>
    public void Unanswered()
    {
        if (!Roll(Database))
            return;
        universe.Reach.Note("commit without an answer");
        universe.Trace("  committed, but the answer is lost");
        throw new SimulatedDatabaseException("The connection to the database is lost.", "08006");
    }

    private bool Roll(double odds) => !universe.IsQuiet && odds > 0 && dice.NextDouble() < odds;

    private double Any(params double[] of) => of[dice.Next(of.Length)];

    private TimeProvider Ahead(TimeSpan by) => by == TimeSpan.Zero ? universe.Clock : new Apart(universe.Clock, by);

    private sealed class Apart(TimeProvider clock, TimeSpan by) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + by;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}

/// <summary>As drivers say it: the same may work in a moment.</summary>
/// <param name="state">What a server calls it: a deadlock or a lost connection.</param>
internal sealed class SimulatedDatabaseException(string message, string state) : DbException(message)
{
    public override bool IsTransient => true;

    public override string SqlState => state;
}
