using System.Globalization;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// A simulation that finds nothing proves something only if it finds what is there: one run for each seeded fault.
/// <c>SHOP_SIM_FAULTS=faults.md</c> writes down which rule found it, and by which seed.
/// </summary>
public sealed class SensitivityTests(ITestOutputHelper output)
{
    private static readonly int most = int.TryParse(Environment.GetEnvironmentVariable("SHOP_SIM_SCHEDULES"), CultureInfo.InvariantCulture, out var number) ? number : 2000;

    public static TheoryData<SeededFault> Faults => [.. Enum.GetValues<SeededFault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_seeded_fault_is_found(SeededFault fault) => await Task.Factory.StartNew(
        () =>
        {
            foreach (var seed in Enumerable.Range(1, most))
            {
                using var universe = new Universe(seed, SeededFaults.Make(fault));
                try
                {
                    universe.Live();
                }
                catch (BrokenRuleException broken)
                {
                    var row = $"| {fault} | {seed} | {broken.Rule} |";
                    output.WriteLine(row);
                    if (Environment.GetEnvironmentVariable("SHOP_SIM_FAULTS") is { Length: > 0 } table)
                        File.AppendAllText(table, row + "\n");
                    return;
                }
            }

            Assert.Fail($"{fault} was not found in {most} schedules.");
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
