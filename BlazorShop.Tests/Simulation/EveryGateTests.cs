using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>The simulation dies at random; this dies everywhere: one run for each moment at which the process could have been killed.</summary>
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

            for (var gate = 1; gate <= calm.Gates; gate++)
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
            }

            output.WriteLine($"{calm.Gates} gates, {calm.Calls} calls to the provider");
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
