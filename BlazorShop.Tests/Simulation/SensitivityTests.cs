using System.Globalization;
using BlazorShop.Tests.Testing;
using Xunit.Abstractions;

namespace BlazorShop.Tests.Simulation;

/// <summary>
/// A simulation that finds nothing proves something only if it finds what is there: one run for each seeded fault.
/// <c>SHOP_SIM_FAULTS=faults.md</c> writes down which rule found it, and by which seed.
/// </summary>
public sealed class SensitivityTests(ITestOutputHelper output)
{
    private static readonly int most = int.TryParse(Environment.GetEnvironmentVariable("SHOP_SIM_SCHEDULES"), CultureInfo.InvariantCulture, out var number) ? number : 2000;

    /// <summary>Found within a few schedules: enough to see that the simulation can see, in forms, stock, money, refunds, emails, subscriptions, cards, erasure, crashes and repairs.</summary>
    private static readonly SeededFault[] soon =
    [
        SeededFault.TwoFormsForACart, SeededFault.OrphansStayOpen, SeededFault.ACallWithinATransaction, SeededFault.StockIsTakenTwice, SeededFault.GoodsAreNeverReleased,
        SeededFault.EventsAreBelieved, SeededFault.PaymentIsBookedAtEachEvent, SeededFault.RefundIsBookedAtEachEvent, SeededFault.DisputeIsBookedAtEachEvent,
        SeededFault.NoMailForAPaidOrder, SeededFault.NoInboxRuns, SeededFault.RenewalIsBookedAtEachEvent, SeededFault.AppliedBeforeDone, SeededFault.AnotherAmountIsAsked,
        SeededFault.NoHealerRuns, SeededFault.OldCardComesBack, SeededFault.ProviderIsNotAskedToForget,
    ];

    /// <summary>All of them in a long run.</summary>
    public static TheoryData<SeededFault> Faults => [.. LongRuns.On ? Enum.GetValues<SeededFault>() : soon];

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
