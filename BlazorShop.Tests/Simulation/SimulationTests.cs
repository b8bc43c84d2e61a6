using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// Random schedules of buyers, staff, the provider and crashes on the shop's real services. A schedule that breaks a rule is
/// printed with its seed; <c>SHOP_SIM_SEED=…</c> plays that one alone, <c>SHOP_SIM_SCHEDULES=…</c> sets how many are played.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_thousand_schedules_leave_the_books_in_order()
    {
        var one = Number("SHOP_SIM_SEED");
        var first = one ?? Number("SHOP_SIM_FIRST") ?? 1;
        var count = one is null ? Number("SHOP_SIM_SCHEDULES") ?? 2000 : 1;
        var next = first - 1;
        var (steps, crashes, calls, paid, failures) = (0L, 0L, 0L, 0L, new List<string>());
        var reach = new Reach();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                int seed;
                while ((seed = Interlocked.Increment(ref next)) < first + count && failures.Count < 3)
                {
                    using var universe = new Universe(seed);
                    var failure = Play(universe);
                    lock (failures)
                    {
                        if (failure is not null)
                            failures.Add(failure);
                        reach.Add(universe.Reach);
                        steps += universe.Steps;
                        crashes += universe.Crashes;
                        calls += universe.Calls;
                        paid += universe.Provider.Sessions.Count(s => s.Captured > 0);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        count = Math.Min(count, next - first + 1);
        var spent = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        output.WriteLine($"{count} schedules from seed {first}: {steps} steps, {crashes} crashes, {calls} calls, {paid} payments; {spent:F0} CPU-s, {count / spent:F1} schedules for each of them");
        output.WriteLine(reach.ToString());
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <summary>Null when all rules held.</summary>
    private static string? Play(Universe universe)
    {
        try
        {
            universe.Live();
            return null;
        }
        catch (BrokenRuleException broken)
        {
            var story = new StringBuilder();
            story.AppendLine(CultureInfo.InvariantCulture, $"Seed {universe.Seed} broke a rule: {broken.Message}");
            story.AppendLine(CultureInfo.InvariantCulture, $"Play it alone: SHOP_SIM_SEED={universe.Seed} dotnet test --filter SimulationTests");
            foreach (var line in universe.Story.TakeLast(90))
                story.AppendLine(line);
            foreach (var line in universe.Troubles())
                story.AppendLine("Trouble: " + line);
            return story.ToString();
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
