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

/// <summary>How a schedule goes on: what is done next, what comes between, and who dies.</summary>
internal sealed partial class Universe
{
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
}
