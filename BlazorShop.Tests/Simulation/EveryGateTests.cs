using BlazorShop.Tests.Testing;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// The simulation dies at random; this dies everywhere. A long run dies at every moment that leaves something else behind than the one
/// before, any other run at one in six of them; <c>SHOP_SIM_GATES=all</c> dies at all there are.
/// </summary>
public sealed class EveryGateTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_at_any_single_moment_two_buyers_get_what_they_paid_for() => await Task.Factory.StartNew(
        () =>
        {
            using var calm = new Universe(1);
            calm.TwoBuyers();
            Assert.Equal(0, calm.Crashes);
            Assert.True(calm.Gates > 300, $"Only {calm.Gates} gates: the schedule has become too short.");
            Assert.True(calm.Moments.Count > 100, $"Only {calm.Moments.Count} moments differ.");

            var all = Environment.GetEnvironmentVariable("SHOP_SIM_GATES") == "all";
            // One moment in six shows that a killed purchase is completed; a long run leaves none out.
            var moments = LongRuns.On ? calm.Moments : calm.Moments.Where((_, at) => at % 6 == 0);
            foreach (var gate in all ? Enumerable.Range(1, calm.Gates) : moments)
            {
                using var universe = new Universe(1) { DiesAt = gate };
                try
                {
                    universe.TwoBuyers();
                }
                catch (BrokenRuleException broken)
                {
                    Assert.Fail($"Killed at gate {gate}: {broken.Message}\n{string.Join('\n', universe.Story.TakeLast(60))}");
                }

                Assert.Equal(1, universe.Crashes);
            }

            output.WriteLine($"{calm.Gates} gates, {calm.Moments.Count} of them different, {calm.Calls} calls to the provider");
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
